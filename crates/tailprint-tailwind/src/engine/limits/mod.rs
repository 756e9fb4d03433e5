//! The limits of a runtime: time, memory and stack.

mod memory;

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::Runtime;

use memory::{Memory, Refused};

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

#[derive(Debug, Default)]
struct Clock {
    deadline: Cell<Option<Instant>>,
    expired: Cell<bool>,
}

impl Limits {
    pub(super) fn new(memory: usize, time: Duration) -> Self {
        Self { memory, time, clock: Rc::default(), refused: Refused::default() }
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
        self.clock.expired.set(false);
        self.refused.forget();
        self.clock.deadline.set(Instant::now().checked_add(time));
    }

    /// Returns true if the time is over now.
    pub(super) fn is_over(&self) -> bool {
        self.clock.is_over()
    }

    /// Returns true if the time was over when QuickJS asked last.
    pub(super) fn is_expired(&self) -> bool {
        self.clock.expired.get()
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

impl Clock {
    fn is_over(&self) -> bool {
        let expired = self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline);
        if expired {
            self.expired.set(true);
        }
        expired
    }
}
