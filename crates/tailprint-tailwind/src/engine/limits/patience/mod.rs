//! The patience of a caller. A runtime ends itself when its time is over, but not within some functions of QuickJS.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::clock::of_process;
use crate::engine::progress::Progress;

/// The time after the limit for which the caller still waits for a sign of the thread. QuickJS does not interrupt some
/// of its own functions, such as `String.prototype.indexOf`; after this time the thread is left behind. Chosen: such
/// a function of a usual plugin ends within it, and one that never ends costs a build no more than this.
const GRACE: Duration = Duration::from_secs(5);

/// The times for which the caller waits longer if the process gets less processor time than passes. Chosen: a machine
/// with ten programs for each core is hardly used any more, and a thread that waits for a disk uses no time either.
const BUSY: u32 = 10;

/// Waits for an answer of a thread that may use so much processor time. No answer comes if the thread gives no sign, and
/// the process has used that time and the grace.
pub(in crate::engine) fn wait<T>(
    answer: &Receiver<T>,
    time: Duration,
    progress: &Progress,
) -> Result<T, RecvTimeoutError> {
    wait_by(of_process, GRACE, answer, time, progress)
}

/// Waits by a clock that counts the time that is used.
fn wait_by<T>(
    clock: impl Fn() -> Duration,
    grace: Duration,
    answer: &Receiver<T>,
    time: Duration,
    progress: &Progress,
) -> Result<T, RecvTimeoutError> {
    let (begun, used) = (Instant::now(), clock());
    let whole = time.saturating_add(grace);
    let mut patience = whole;
    loop {
        match answer.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => {}
            answered => return answered,
        }
        let has_used = clock().saturating_sub(used) >= whole;
        let is_lost = has_used || begun.elapsed() >= whole.saturating_mul(BUSY);
        if is_lost && !progress.goes_on(grace) {
            return Err(RecvTimeoutError::Timeout);
        }
        patience = grace;
    }
}

#[cfg(test)]
mod tests;
