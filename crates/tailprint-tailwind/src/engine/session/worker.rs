//! The thread that JavaScript runs on.

use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::Session;
use crate::engine::error::Error;
use crate::engine::limits::Limits;
use crate::engine::progress::Progress;
use crate::engine::{Compiled, Options, StyleSheet};
use crate::install::Package;

/// The idle time after which the next session is prepared. The caller needs the processor for itself right
/// after a result. Chosen: `cargo tailprint dev` has written the style sheet by then, and nobody has saved again.
const IDLE: Duration = Duration::from_millis(150);

/// A piece of work, and the channel for its result.
pub(in crate::engine) enum Job {
    Compile(StyleSheet, Sender<Result<Compiled, Error>>),
    Build(Vec<String>, Sender<Result<String, Error>>),
    SourceMap(Sender<Result<String, Error>>),
}

/// The time that each candidate adds to the limit: twenty times the half millisecond that a class was measured
/// to take (`docs/internals/measurements/tailwind.md`).
const TIME_PER_CANDIDATE: Duration = Duration::from_millis(10);

/// Returns the time limit of a build with so many candidates.
pub(in crate::engine) fn time(options: &Options, candidates: usize) -> Duration {
    let candidates = u32::try_from(candidates).unwrap_or(u32::MAX);
    options.time.saturating_add(TIME_PER_CANDIDATE.saturating_mul(candidates))
}

/// Works until every sender of jobs is gone.
pub(in crate::engine) fn work(
    package: Package,
    options: Options,
    progress: Progress,
    jobs: &Receiver<Job>,
) {
    reserve_memory();
    let mut worker = Worker {
        package: Rc::new(package),
        ready: None,
        session: None,
        former: None,
        options,
        progress,
    };
    // The caller is busy with other things until it sends the first style sheet.
    worker.prepare();
    // Sending fails if the caller has stopped waiting.
    while let Some(job) = worker.next(jobs) {
        match job {
            Job::Compile(sheet, reply) => drop(reply.send(worker.compile(sheet))),
            Job::Build(candidates, reply) => drop(reply.send(worker.build(&candidates))),
            Job::SourceMap(reply) => drop(reply.send(worker.source_map())),
        }
    }
}

/// The memory that is kept, in bytes. Chosen: a style sheet without plugins takes less.
const KEPT_MEMORY: usize = 16 << 20;

/// Has the allocator of glibc keep memory for this thread. It would ask the system for each page: outside of the main
/// thread, `sysmalloc` (malloc/malloc.c of glibc) grows a heap by no more than it needs, which `M_TOP_PAD` does not change.
///
/// The first block is mapped for itself. Its end teaches the allocator to take blocks of this size from its heap, as
/// `M_MMAP_THRESHOLD` in mallopt(3) says, and the heap keeps the second one. Nothing is written, so that the system gives
/// no page before it is used.
fn reserve_memory() {
    for _ in 0..2 {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(KEPT_MEMORY)));
    }
}

struct Worker {
    package: Rc<Package>,
    options: Options,
    progress: Progress,
    /// The session for the next style sheet.
    ready: Option<Result<Session, Error>>,
    /// The session of the style sheet that was compiled last.
    session: Option<Session>,
    /// The session before that one: freeing it takes a while.
    former: Option<Session>,
}

impl Worker {
    /// Waits for the next job, and prepares for it if there is time.
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
        let mut limits = Limits::new(self.options.memory, self.options.time, &self.progress);
        limits.restart(self.options.time);
        Session::start(&self.package, limits, &self.progress)
    }

    fn prepare(&mut self) {
        self.ready = Some(self.start());
    }

    fn compile(&mut self, sheet: StyleSheet) -> Result<Compiled, Error> {
        self.retire();
        let mut session = match self.ready.take() {
            Some(session) => session?,
            None => self.start()?,
        };
        session.limits().restart(self.options.time);
        let compiled = session.compile(sheet)?;
        self.session = Some(session);
        Ok(compiled)
    }

    /// Frees the previous session, whose memory the next one needs. With `ahead` it is freed later, while the
    /// thread is idle.
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
