//! Runs Tailwind's compiler: the package's own `dist/lib.js`, unmodified, in QuickJS.
//!
//! A [`Compiler`] is a thread with a JavaScript runtime on it. Keep it as long as style sheets may change:
//! [`Compiler::build`] is quick if classes were added, and [`Compiler::compile`] starts again in another realm
//! if a style sheet or a plugin changed.
//!
//! Plugins have no environment variables, no network, and no files outside of the package, its
//! workspace and `node_modules`. Their time and memory are limited.
//!
//! The modules: `session` holds the runtime, `host` and `modules` answer the JavaScript in `js/`, `resolve` and
//! `files` find and read files, `failure` turns exceptions into an [`Error`].

mod advice;
mod disk;
mod error;
mod failure;
mod files;
mod host;
mod limits;
mod modules;
mod position;
mod progress;
mod reach;
mod resolve;
mod session;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use tailprint_core::io_error::reason;

pub use error::Error;
pub use files::Seen;
pub use session::quickjs_is_optimized;

use crate::install::Package;
use crate::sources::{Root, Source};
use progress::Progress;
use session::Job;

/// The limits and habits of a [`Compiler`].
#[derive(Clone, Debug)]
pub struct Options {
    /// The memory of a style sheet and its plugins, in bytes. Defaults to 1 GiB, four times as much as all 20,000
    /// classes of Tailwind take together.
    pub memory: usize,
    /// The processor time of a style sheet and its plugins, on Windows the time that passes; [`Compiler::build`] has
    /// 10 milliseconds more for each candidate. Defaults to 30 seconds.
    pub time: Duration,
    /// Prepares the next session while the compiler is idle, at the cost of twice the memory: for programs that
    /// compile again and again. Defaults to `false`.
    pub ahead: bool,
}

/// The default of [`Options::memory`]: all 20,000 classes of Tailwind were measured to take a quarter of it, and the
/// utilities of `tailwindcss-hero-patterns` more than half.
const MEMORY: usize = 1 << 30;
/// The default of [`Options::time`], far more than all classes take in an unoptimised QuickJS.
const TIME: Duration = Duration::from_secs(30);

impl Default for Options {
    fn default() -> Self {
        Self { memory: MEMORY, time: TIME, ahead: false }
    }
}

/// A style sheet to compile.
#[derive(Clone, Debug)]
pub struct StyleSheet {
    /// The text of the style sheet.
    pub css: String,
    /// The absolute path. The file need not exist.
    pub path: PathBuf,
    /// The absolute path of the folder that relative imports and sources begin at.
    pub base: PathBuf,
    /// The package and its workspace, absolute; the first one is the current folder of plugins. Plugins read no files
    /// but those below these folders and `base`, and packages in `node_modules`.
    pub roots: Vec<PathBuf>,
    /// Crates whose style sheets may be imported, by name, each with its absolute folder.
    pub crates: BTreeMap<String, PathBuf>,
}

/// The settings in a style sheet, and the files that it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// The place at which the search for classes begins.
    pub root: Root,
    /// The files of `@source` and `@source not`.
    pub sources: Vec<Source>,
    /// True if the style sheet has a place for classes, `@tailwind utilities`. Without it, nobody needs to search
    /// for classes.
    pub utilities: bool,
    /// Every file that was read: style sheets, modules, and the `package.json` files that led to them. Also what a plugin
    /// asked for by `node:fs`, which need not exist.
    pub read: Vec<PathBuf>,
    /// Every file that was read or looked for. As long as all of them are current, the result is the same.
    pub seen: Vec<Seen>,
    /// The warnings of Tailwind and of plugins.
    pub warnings: Vec<String>,
}

/// Tailwind's compiler, on a thread of its own.
///
/// ```no_run
/// use std::collections::BTreeMap;
/// use std::path::PathBuf;
/// use tailprint_tailwind::engine::{Compiler, Options, StyleSheet};
/// # fn example(package: tailprint_tailwind::install::Package) -> Result<(), Box<dyn std::error::Error>> {
///
/// let mut compiler = Compiler::start(&package, &Options::default())?;
/// compiler.compile(&StyleSheet {
///     css: "@import \"tailwindcss\";".to_owned(),
///     path: PathBuf::from("/app/css/source.css"),
///     base: PathBuf::from("/app/css"),
///     roots: vec![PathBuf::from("/app")],
///     crates: BTreeMap::new(),
/// })?;
/// let css = compiler.build(&["p-4".to_owned()])?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Compiler {
    jobs: Option<Sender<Job>>,
    options: Options,
    progress: Progress,
}

impl Compiler {
    /// Starts the compiler of `package`.
    ///
    /// # Errors
    ///
    /// If the package has no `dist/lib.js`, or no thread can be started.
    pub fn start(package: &Package, options: &Options) -> Result<Self, Error> {
        if !package.files.contains_key(session::LIBRARY) {
            let what = format!("tailwindcss {} has no {}", package.version, session::LIBRARY);
            return Err(Error::new(what).in_file(&package.folder));
        }
        let (jobs, todo) = mpsc::channel();
        let (package, granted) = (package.clone(), options.clone());
        let progress = Progress::default();
        let followed = progress.clone();
        thread::Builder::new()
            .name("tailwind".to_owned())
            .stack_size(limits::THREAD_STACK)
            .spawn(move || session::work(package, granted, followed, &todo))
            .map_err(|error| Error::new(format!("cannot start a thread: {}", reason(&error))))?;
        Ok(Self { jobs: Some(jobs), options: options.clone(), progress })
    }

    /// Compiles a style sheet. Modules and style sheets are read again.
    ///
    /// # Errors
    ///
    /// If the style sheet or one of its plugins is wrong; [`Error::read`] names the files that were read.
    pub fn compile(&mut self, sheet: &StyleSheet) -> Result<Compiled, Error> {
        let sheet = sheet.clone();
        self.ask(|reply| Job::Compile(sheet, reply), self.options.time)
    }

    /// Returns the style sheet that was compiled last, with the rules of the candidates that are classes. The
    /// rules of earlier calls are in it as well.
    ///
    /// # Errors
    ///
    /// If no style sheet was compiled, or a plugin is wrong.
    pub fn build(&mut self, candidates: &[String]) -> Result<String, Error> {
        let time = session::time(&self.options, candidates.len());
        let candidates = candidates.to_vec();
        self.ask(|reply| Job::Build(candidates, reply), time)
    }

    /// Returns the source map of the last build, version 3, as JSON.
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
            limits::wait(&answer, time, &self.progress)
        } else {
            Err(RecvTimeoutError::Disconnected)
        };
        answered.unwrap_or_else(|error| {
            self.jobs = None;
            Err(match error {
                RecvTimeoutError::Timeout => self.abandoned(time),
                RecvTimeoutError::Disconnected => Error::new("the compiler has stopped"),
            })
        })
    }

    fn abandoned(&self, time: Duration) -> Error {
        let error = failure::endless(time.as_secs().max(1));
        let error = match self.progress.culprit() {
            Some(file) => error.in_file(file),
            None => error,
        };
        error.having_read(self.progress.all_read())
    }
}
