//! Runs Tailwind's compiler: the package's own `dist/lib.js`, unmodified, in QuickJS.
//!
//! A [`Compiler`] is a thread with a JavaScript runtime on it. It is kept for as long as style sheets may
//! change: [`Compiler::build`] is quick when only classes were added, and [`Compiler::compile`] begins anew,
//! in another realm, when a style sheet or a plugin changed.
//!
//! Plugins have no environment, no network, no files but the modules that they import, a limited time, and
//! limited memory.

mod bytecode;
mod error;
mod failure;
mod files;
mod host;
mod lenient;
mod limits;
mod linking;
mod modules;
mod optimized;
mod place;
mod resolve;
mod seal;
mod session;
mod thrown;
mod trail;
mod worker;

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

pub use error::Error;
pub use files::Seen;
pub use optimized::is_optimized;

use crate::provide::Package;
use crate::sources::{Root, Source};
use trail::Trail;
use worker::Job;

/// What the compiler may use.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many bytes a style sheet and its plugins may take. Defaults to 512 MiB, twice of what all of
    /// Tailwind's classes together take.
    pub memory: usize,
    /// How long a style sheet and its plugins may take; [`Compiler::build`] has 10 milliseconds more for
    /// each candidate. Defaults to 30 seconds.
    pub time: Duration,
    /// A folder of the user's own where Tailwind's code is kept in the form that QuickJS runs, for this
    /// machine only. Defaults to none.
    pub cache: Option<PathBuf>,
    /// Whether everything but the style sheet itself is prepared for the next one while nobody waits, at the
    /// cost of twice the memory: for programs that compile again and again. Defaults to `false`.
    pub ahead: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { memory: 512 << 20, time: Duration::from_secs(30), cache: None, ahead: false }
    }
}

/// A style sheet to be compiled.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its text.
    pub css: String,
    /// Its path, which is absolute. There need not be such a file.
    pub path: PathBuf,
    /// The folder that its relative imports and sources begin at, which is absolute.
    pub base: PathBuf,
}

/// What a style sheet says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// Where the search for classes begins.
    pub root: Root,
    /// Files that are searched or left out besides.
    pub sources: Vec<Source>,
    /// Whether there is a place for classes in the style sheet, `@tailwind utilities`. Without one the
    /// search for classes can be saved.
    pub utilities: bool,
    /// Every file that was read: style sheets, modules, and what says where they are.
    pub read: Vec<PathBuf>,
    /// The same with their contents, and every file that was looked for in vain: as long as they are
    /// current, the style sheet says the same.
    pub seen: Vec<Seen>,
    /// What Tailwind and its plugins complain about.
    pub warnings: Vec<String>,
}

/// How much longer than it may take a piece of work is waited for. Code that QuickJS cannot interrupt is
/// left alone then, and its thread with it.
const GRACE: Duration = Duration::from_secs(5);

/// Tailwind's compiler.
#[derive(Debug)]
pub struct Compiler {
    jobs: Option<Sender<Job>>,
    options: Options,
    trail: Trail,
}

impl Compiler {
    /// Starts the compiler of `package`.
    ///
    /// # Errors
    ///
    /// If the package lacks the compiler, or no thread can be had.
    pub fn start(package: &Package, options: &Options) -> Result<Self, Error> {
        if !package.files.contains_key(bytecode::LIBRARY) {
            let what = format!("tailwindcss {} has no {}", package.version, bytecode::LIBRARY);
            return Err(Error::new(what).in_file(&package.folder));
        }
        let (jobs, todo) = mpsc::channel();
        let (package, granted) = (package.clone(), options.clone());
        let trail = Trail::default();
        let followed = trail.clone();
        thread::Builder::new()
            .name("tailwind".to_owned())
            .stack_size(limits::THREAD_STACK)
            .spawn(move || worker::work(package, granted, followed, &todo))
            .map_err(|error| Error::new(format!("cannot start a thread: {error}")))?;
        Ok(Self { jobs: Some(jobs), options: options.clone(), trail })
    }

    /// Compiles a style sheet. Modules and style sheets are read anew.
    ///
    /// # Errors
    ///
    /// If the style sheet or one of its plugins is in error; [`Error::read`] says what was read of them.
    pub fn compile(&mut self, entry: &Entry) -> Result<Compiled, Error> {
        let entry = entry.clone();
        self.ask(|reply| Job::Compile(entry, reply), self.options.time)
    }

    /// The style sheet that was compiled last, with the rules of those candidates that are classes. Those of
    /// earlier calls are in it as well.
    ///
    /// # Errors
    ///
    /// If no style sheet was compiled, or a plugin is in error.
    pub fn build(&mut self, candidates: &[String]) -> Result<String, Error> {
        let time = worker::time(&self.options, candidates.len());
        let candidates = candidates.to_vec();
        self.ask(|reply| Job::Build(candidates, reply), time)
    }

    /// The source map of what was built last, version 3, as JSON.
    ///
    /// # Errors
    ///
    /// If no style sheet was compiled.
    pub fn source_map(&mut self) -> Result<String, Error> {
        self.ask(Job::SourceMap, self.options.time)
    }

    fn ask<T>(
        &mut self,
        job: impl FnOnce(Sender<Result<T, Error>>) -> Job,
        time: Duration,
    ) -> Result<T, Error> {
        let (reply, answer) = mpsc::channel();
        let jobs = self.jobs.as_ref();
        let sent = jobs.is_some_and(|jobs| jobs.send(job(reply)).is_ok());
        let answered = if sent {
            answer.recv_timeout(time.saturating_add(GRACE))
        } else {
            Err(RecvTimeoutError::Disconnected)
        };
        answered.unwrap_or_else(|error| {
            self.jobs = None;
            Err(match error {
                RecvTimeoutError::Timeout => self.abandoned(time),
                RecvTimeoutError::Disconnected => Error::new("the compiler has come to an end"),
            })
        })
    }

    fn abandoned(&self, time: Duration) -> Error {
        let error = Error::new(failure::endless(time.as_secs().max(1)));
        let error = match self.trail.culprit() {
            Some(file) => error.in_file(file),
            None => error,
        };
        error.having_read(self.trail.all_read())
    }
}
