//! Threads for work that waits for the disk, so that no async worker does, whatever the runtime is.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

/// The most threads. Chosen: a disk has few requests in flight, and each takes a chunk only.
const MOST: usize = 8;
/// The time after which a thread without work ends. Chosen: longer than between two clicks.
const IDLE: Duration = Duration::from_secs(10);

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// Threads that wait for a job.
    idle: usize,
    threads: usize,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue { jobs: VecDeque::new(), idle: 0, threads: 0 });
static ADDED: Condvar = Condvar::new();

/// Runs work on another thread.
pub(crate) fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Task<T> {
    let slot = Arc::new(Mutex::new(Slot::Running(None)));
    let completion = Completion(Arc::clone(&slot));
    add(Box::new(move || completion.finish(work())));
    Task(slot)
}

fn add(job: Job) {
    let mut queue = lock(&QUEUE);
    queue.jobs.push_back(job);
    if queue.idle >= queue.jobs.len() {
        ADDED.notify_one();
    } else if queue.threads < MOST {
        if thread::Builder::new().name("tailprint".to_owned()).spawn(work).is_ok() {
            queue.threads += 1;
        } else if queue.threads == 0 {
            // No thread will ever come for it.
            let job = queue.jobs.pop_back();
            drop(queue);
            job.into_iter().for_each(|job| job());
        }
    }
}

/// Does jobs until there have been none for a while.
fn work() {
    let mut queue = lock(&QUEUE);
    loop {
        if let Some(job) = queue.jobs.pop_front() {
            drop(queue);
            // Whoever waits for the job learns of the panic from its `Completion`.
            let _ = catch_unwind(AssertUnwindSafe(job));
            queue = lock(&QUEUE);
            continue;
        }
        queue.idle += 1;
        let waited = ADDED.wait_timeout(queue, IDLE).unwrap_or_else(PoisonError::into_inner);
        queue = waited.0;
        queue.idle -= 1;
        if waited.1.timed_out() && queue.jobs.is_empty() {
            queue.threads -= 1;
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug)]
enum Slot<T> {
    Running(Option<Waker>),
    Done(T),
    /// The result has been taken, or the work has panicked.
    Gone,
}

/// The result of work on another thread.
#[derive(Debug)]
pub(crate) struct Task<T>(Arc<Mutex<Slot<T>>>);

/// The work has panicked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panicked;

impl From<Panicked> for io::Error {
    fn from(_: Panicked) -> Self {
        Self::other("the thread that read the file has panicked")
    }
}

impl<T> Task<T> {
    /// Waits on this thread.
    pub(crate) fn wait(mut self) -> Result<T, Panicked> {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        loop {
            match Pin::new(&mut self).poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(result) => return result,
                Poll::Pending => thread::park(),
            }
        }
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, Panicked>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = lock(&self.0);
        match std::mem::replace(&mut *slot, Slot::Gone) {
            Slot::Done(result) => Poll::Ready(Ok(result)),
            Slot::Gone => Poll::Ready(Err(Panicked)),
            Slot::Running(_) => {
                *slot = Slot::Running(Some(cx.waker().clone()));
                Poll::Pending
            }
        }
    }
}

/// The end of the work, which wakes whoever waits for it, after a panic as well.
struct Completion<T>(Arc<Mutex<Slot<T>>>);

impl<T> Completion<T> {
    fn finish(self, result: T) {
        self.set(Slot::Done(result));
    }

    fn set(&self, new: Slot<T>) {
        let mut slot = lock(&self.0);
        if let Slot::Running(waker) = &mut *slot {
            let waker = waker.take();
            *slot = new;
            drop(slot);
            waker.into_iter().for_each(Waker::wake);
        }
    }
}

impl<T> Drop for Completion<T> {
    fn drop(&mut self) {
        self.set(Slot::Gone);
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

#[cfg(test)]
mod tests;
