//! The thread that JavaScript runs on.

use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::bytecode::Library;
use super::error::Error;
use super::limits::Limits;
use super::session::Session;
use super::trail::Trail;
use super::{Compiled, Entry, Options};
use crate::provide::Package;

/// For so long nobody has asked for anything before the next style sheet is prepared: those who wait for a result
/// have uses for the processor as well.
const IDLE: Duration = Duration::from_millis(150);

/// One piece of work, and where its result goes.
pub(super) enum Job {
    Compile(Entry, Sender<Result<Compiled, Error>>),
    Build(Vec<String>, Sender<Result<String, Error>>),
    SourceMap(Sender<Result<String, Error>>),
}

/// How long a piece of work may take that has to do with so many candidates.
pub(super) fn time(options: &Options, candidates: usize) -> Duration {
    let candidates = u32::try_from(candidates).unwrap_or(u32::MAX);
    options.time.saturating_add(Duration::from_millis(10).saturating_mul(candidates))
}

/// Works until nobody is left who could ask for more.
pub(super) fn work(package: Package, options: Options, trail: Trail, jobs: &Receiver<Job>) {
    let library = Library::new(&package, options.cache.as_deref());
    let mut worker = Worker {
        package: Rc::new(package),
        library,
        ready: None,
        session: None,
        former: None,
        options,
        trail,
    };
    // What every style sheet needs is prepared while the caller is busy with other things.
    worker.prepare();
    // Nobody waits any more if sending fails.
    while let Some(job) = worker.next(jobs) {
        match job {
            Job::Compile(entry, reply) => drop(reply.send(worker.compile(entry))),
            Job::Build(candidates, reply) => drop(reply.send(worker.build(&candidates))),
            Job::SourceMap(reply) => drop(reply.send(worker.source_map())),
        }
    }
}

struct Worker {
    package: Rc<Package>,
    options: Options,
    trail: Trail,
    library: Library,
    /// The session that the next style sheet gets.
    ready: Option<Result<Session, Error>>,
    /// The session of the style sheet that was compiled last.
    session: Option<Session>,
    /// The session before, whose end takes a while.
    former: Option<Session>,
}

impl Worker {
    /// Waits for something to do, and uses the time.
    fn next(&mut self, jobs: &Receiver<Job>) -> Option<Job> {
        if self.options.ahead {
            match jobs.recv_timeout(IDLE) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.tidy(),
            }
        }
        jobs.recv().ok()
    }

    fn tidy(&mut self) {
        self.former = None;
        if self.ready.is_none() {
            self.prepare();
        }
    }

    fn start(&self) -> Result<Session, Error> {
        let mut limits = Limits::new(self.options.memory, self.options.time);
        limits.restart(self.options.time);
        Session::start(&self.package, &self.library, limits, &self.trail)
    }

    fn prepare(&mut self) {
        self.ready = Some(self.start());
    }

    fn compile(&mut self, entry: Entry) -> Result<Compiled, Error> {
        self.retire();
        let mut session = match self.ready.take() {
            Some(session) => session?,
            None => self.start()?,
        };
        session.limits().restart(self.options.time);
        let compiled = session.compile(entry)?;
        self.session = Some(session);
        Ok(compiled)
    }

    /// Frees what the previous session held before the next one takes as much, or once nobody waits.
    fn retire(&mut self) {
        self.former = None;
        let session = self.session.take();
        if self.options.ahead {
            self.former = session;
        }
    }

    fn build(&mut self, candidates: &[String]) -> Result<String, Error> {
        let time = time(&self.options, candidates.len());
        let session = self.session()?;
        session.limits().restart(time);
        session.build(candidates)
    }

    fn source_map(&mut self) -> Result<String, Error> {
        let time = self.options.time;
        let session = self.session()?;
        session.limits().restart(time);
        session.source_map()
    }

    fn session(&mut self) -> Result<&mut Session, Error> {
        self.session.as_mut().ok_or_else(|| Error::new("no style sheet was compiled before"))
    }
}
