//! The messages to all pages: one state, and a stream for every listener.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::base::followed;

/// The duration of a stream without `dev`, which would end it. A server that is told to stop waits for answers that have
/// begun, and the layer does not hear of it. The page asks again. Chosen: an app without `dev` stops within three seconds,
/// and a page asks no more often than that.
const ALONE: Duration = Duration::from_secs(3);

/// The time between two comments in a stream, without which a connection that the browser has left is never noticed.
/// Chosen: it is below the shortest usual timeout of proxies, 30 s.
const BEAT: Duration = Duration::from_secs(15);

/// The most streams at a time. Chosen: a browser opens one for all pages of the app, and each stream takes a few
/// kilobytes.
const MOST: usize = 256;

static STATE: Mutex<Option<State>> = Mutex::new(None);

/// The state that the pages are told, and the listeners.
#[derive(Debug, Default)]
struct State {
    /// The number of times that pages had to be loaded again although the process is the same.
    reloads: u64,
    /// The number of times that files had to be fetched again.
    swaps: u64,
    /// The URLs of the last swap, as JSON.
    urls: String,
    /// The reason why the build failed, as JSON.
    problem: Option<String>,
    /// The file with the page about the build.
    report: Option<PathBuf>,
    /// True while `dev` is connected, which tells when to end the streams.
    attended: bool,
    /// True if this process is to end.
    closed: bool,
    next: u64,
    listeners: HashMap<u64, Listener>,
}

#[derive(Debug)]
struct Listener {
    /// The message to send. Only the last state matters.
    message: Option<Bytes>,
    opened: Instant,
    beat: Instant,
    waker: Option<Waker>,
}

/// A message from `dev` to this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// `dev` is there.
    Attended,
    /// `dev` has gone.
    Alone,
    /// Pages are out of date.
    Reload,
    /// These URLs (a JSON array) are out of date.
    Swap(String),
    /// The reason why the build fails (a JSON object), or none once it no longer does.
    Problem(Option<String>),
    /// The file with the page about the build.
    Report(PathBuf),
    /// The process is to end.
    Close,
}

/// A name of this process that differs from those of all others.
pub(super) fn process() -> &'static str {
    static PROCESS: OnceLock<String> = OnceLock::new();
    PROCESS.get_or_init(|| {
        // Keys of hash maps are random.
        format!("{:016x}", RandomState::new().hash_one(std::process::id()))
    })
}

/// The version and the number of swaps of a page that is made now.
pub(super) fn made_of() -> (String, u64) {
    with(|state| (state.version(), state.swaps))
}

/// The page about the build, as `dev` made it last.
pub(super) fn report() -> Option<Bytes> {
    let file = with(|state| state.report.clone())?;
    std::fs::read(file).ok().map(Bytes::from)
}

/// Passes a message on to all listeners.
pub(super) fn tell(told: Told) {
    with(|state| {
        match told {
            Told::Attended => state.attended = true,
            Told::Alone => {
                (state.attended, state.problem, state.report) = (false, None, None);
            }
            Told::Reload => state.reloads += 1,
            Told::Swap(urls) => {
                state.swaps += 1;
                state.urls = urls;
            }
            Told::Problem(problem) => state.problem = problem,
            Told::Report(file) => {
                // Pages are told nothing new.
                state.report = Some(file);
                return;
            }
            Told::Close => state.closed = true,
        }
        let message = state.message();
        for listener in state.listeners.values_mut() {
            listener.message = Some(message.clone());
            listener.wake();
        }
    });
}

/// Lets all streams look at the clock.
pub(super) fn tick() {
    with(|state| {
        for listener in state.listeners.values_mut() {
            listener.wake();
        }
    });
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    let mut state: MutexGuard<'_, Option<State>> =
        STATE.lock().unwrap_or_else(PoisonError::into_inner);
    work(state.get_or_insert_default())
}

impl State {
    fn version(&self) -> String {
        format!("{}.{}", process(), self.reloads)
    }

    fn message(&self) -> Bytes {
        let urls = if self.urls.is_empty() { "[]" } else { &self.urls };
        let urls = followed(urls);
        let problem = self.problem.as_deref().unwrap_or("null");
        let (version, swaps) = (self.version(), self.swaps);
        let message = format!(
            "data: {{\"version\":\"{version}\",\"swaps\":{swaps},\"urls\":{urls},\"problem\":{problem}}}\n\n"
        );
        message.into()
    }
}

impl Listener {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// The events of one page, or of one worker for all pages.
#[derive(Debug)]
pub(super) struct Events(u64);

impl Events {
    /// Opens a stream; none if too many are open.
    pub(super) fn open() -> Option<Self> {
        let now = Instant::now();
        with(|state| {
            if state.listeners.len() >= MOST {
                return None;
            }
            let message = Some(state.message());
            state.next += 1;
            let listener = Listener { message, opened: now, beat: now, waker: None };
            state.listeners.insert(state.next, listener);
            Some(Self(state.next))
        })
    }

    /// The next event; nothing at the end.
    pub(super) fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        with(|state| {
            let ended = state.closed;
            let attended = state.attended;
            let Some(listener) = state.listeners.get_mut(&self.0) else { return Poll::Ready(None) };
            if let Some(message) = listener.message.take() {
                return Poll::Ready(Some(message));
            }
            if ended || (!attended && listener.opened.elapsed() > ALONE) {
                return Poll::Ready(None);
            }
            if listener.beat.elapsed() > BEAT {
                listener.beat = Instant::now();
                return Poll::Ready(Some(Bytes::from_static(b":\n\n")));
            }
            listener.waker = Some(cx.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        with(|state| state.listeners.remove(&self.0));
    }
}
