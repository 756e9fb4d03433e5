//! The clock of a runtime. It counts the processor time of its thread, so that a busy machine does not end what an idle
//! one finishes.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::engine::progress::Progress;

/// The time that a runtime may take.
#[derive(Debug)]
pub(super) struct Clock {
    granted: Cell<Duration>,
    /// The time of the thread when the clock was started.
    begun: Cell<Duration>,
    /// The earliest moment at which the time can be over; none for a clock that runs for ever. A thread uses no more
    /// processor time than passes, so that it need not be measured before.
    earliest: Cell<Option<Instant>>,
    expired: Cell<bool>,
    progress: Progress,
}

impl Clock {
    pub(super) fn new(progress: Progress) -> Self {
        Self {
            granted: Cell::default(),
            begun: Cell::default(),
            earliest: Cell::default(),
            expired: Cell::default(),
            progress,
        }
    }

    /// Grants so much time from now on, to the thread that calls this.
    pub(super) fn restart(&self, granted: Duration) {
        self.expired.set(false);
        self.granted.set(granted);
        self.begun.set(of_thread());
        self.earliest.set(Instant::now().checked_add(granted));
    }

    /// Returns true if the time is over now. The same thread has to ask.
    pub(super) fn is_over(&self) -> bool {
        let Some(earliest) = self.earliest.get() else { return false };
        let now = Instant::now();
        self.progress.beat(now);
        if now < earliest {
            return false;
        }
        let used = of_thread().saturating_sub(self.begun.get());
        let left = self.granted.get().saturating_sub(used);
        if left.is_zero() {
            self.expired.set(true);
        } else {
            self.earliest.set(now.checked_add(left));
        }
        left.is_zero()
    }

    /// Returns true if the time was over when somebody asked last.
    pub(super) fn is_expired(&self) -> bool {
        self.expired.get()
    }
}

/// The processor time of the current thread.
#[cfg(unix)]
fn of_thread() -> Duration {
    of_clock(rustix::time::ClockId::ThreadCPUTime)
}

/// The processor time of all threads of this process.
#[cfg(unix)]
pub(super) fn of_process() -> Duration {
    of_clock(rustix::time::ClockId::ProcessCPUTime)
}

#[cfg(unix)]
fn of_clock(clock: rustix::time::ClockId) -> Duration {
    // A clock of processor time is never below zero.
    Duration::try_from(rustix::time::clock_gettime(clock)).unwrap_or_default()
}

#[cfg(not(unix))]
pub(super) fn of_process() -> Duration {
    of_thread()
}

/// The time since the first call: the processor time of a thread cannot be asked for without unsafe code here.
#[cfg(not(unix))]
fn of_thread() -> Duration {
    static FIRST: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_waits_uses_no_time_and_one_that_works_does() {
        let clock = Clock::new(Progress::default());
        clock.restart(Duration::from_millis(60));
        std::thread::sleep(Duration::from_millis(200));
        assert!(!clock.is_over() && !clock.is_expired());
        while !clock.is_over() {
            std::hint::spin_loop();
        }
        assert!(clock.is_expired() && clock.is_over());
        clock.restart(Duration::from_secs(60));
        assert!(!clock.is_over() && !clock.is_expired());
    }
}
