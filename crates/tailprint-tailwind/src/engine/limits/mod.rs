//! The limits of a runtime: time, memory and stack.

mod clock;
mod memory;
mod patience;

use std::rc::Rc;
use std::time::Duration;

use rquickjs::Runtime;

use super::progress::Progress;
use clock::Clock;
use memory::{Memory, Refused};
pub(super) use patience::wait;

/// The stack that JavaScript may use, in bytes. Tailwind calls itself for each nested rule; an unoptimised
/// QuickJS takes up to 3 KiB of stack for a call (`session/optimized.rs`), so that 600 calls fit.
const JAVASCRIPT_STACK: usize = 2 << 20;
/// The stack of the thread, in bytes. QuickJS checks [`JAVASCRIPT_STACK`] at calls only; the rest is for the C
/// and Rust functions in between.
pub(super) const THREAD_STACK: usize = 16 << 20;
/// The bytes that are allocated before garbage is collected: more than a usual style sheet takes, so that none
/// is collected.
const GARBAGE: usize = 64 << 20;

/// The limits of one runtime.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    memory: usize,
    time: Duration,
    clock: Rc<Clock>,
    refused: Refused,
}

impl Limits {
    /// `progress` is told that the runtime goes on.
    pub(super) fn new(memory: usize, time: Duration, progress: &Progress) -> Self {
        let clock = Rc::new(Clock::new(progress.clone()));
        Self { memory, time, clock, refused: Refused::default() }
    }

    /// Starts a runtime with these limits.
    pub(super) fn runtime(&self) -> rquickjs::Result<Runtime> {
        tailprint_quickjs::ensure();
        let memory = Memory::new(self.memory, self.refused.clone());
        let runtime = Runtime::new_with_alloc(memory)?;
        runtime.set_max_stack_size(JAVASCRIPT_STACK);
        runtime.set_gc_threshold(GARBAGE.min(self.memory / 2));
        let clock = Rc::clone(&self.clock);
        runtime.set_interrupt_handler(Some(Box::new(move || clock.is_over())));
        Ok(runtime)
    }

    /// Starts the clock for another piece of work.
    pub(super) fn restart(&mut self, time: Duration) {
        self.time = time;
        self.refused.forget();
        self.clock.restart(time);
    }

    /// Returns true if the time is over now.
    pub(super) fn is_over(&self) -> bool {
        self.clock.is_over()
    }

    /// Returns true if the time was over when QuickJS asked last.
    pub(super) fn is_expired(&self) -> bool {
        self.clock.is_expired()
    }

    /// Returns true if there was no memory for something.
    pub(super) fn has_refused_memory(&self) -> bool {
        self.refused.any()
    }

    pub(super) fn seconds(&self) -> u64 {
        self.time.as_secs().max(1)
    }

    pub(super) fn mebibytes(&self) -> usize {
        self.memory >> 20
    }
}
