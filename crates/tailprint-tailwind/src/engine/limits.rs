//! How long code may run and how much memory it may take.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::Runtime;

/// The stack that JavaScript may use. Nested rules of a style sheet are functions that call each other, and
/// an unoptimised QuickJS takes half a KiB of it for each.
const JAVASCRIPT_STACK: usize = 2 << 20;
/// The stack of the thread, most of which is for what runs between the checks of the other limit.
pub(super) const THREAD_STACK: usize = 16 << 20;
/// How much is allocated before garbage is looked for: more than usual style sheets need at all.
const GARBAGE: usize = 64 << 20;

/// The limits of one runtime.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    memory: usize,
    time: Duration,
    clock: Rc<Clock>,
}

#[derive(Debug, Default)]
struct Clock {
    deadline: Cell<Option<Instant>>,
    expired: Cell<bool>,
}

impl Limits {
    pub(super) fn new(memory: usize, time: Duration) -> Self {
        Self { memory, time, clock: Rc::default() }
    }

    pub(super) fn impose(&self, runtime: &Runtime) {
        runtime.set_memory_limit(self.memory);
        runtime.set_max_stack_size(JAVASCRIPT_STACK);
        runtime.set_gc_threshold(GARBAGE.min(self.memory / 2));
        let clock = Rc::clone(&self.clock);
        runtime.set_interrupt_handler(Some(Box::new(move || clock.ticks_out())));
    }

    /// Sets the clock for another piece of work.
    pub(super) fn restart(&mut self, time: Duration) {
        self.time = time;
        self.clock.expired.set(false);
        self.clock.deadline.set(Instant::now().checked_add(time));
    }

    /// Looks at the clock.
    pub(super) fn ticks_out(&self) -> bool {
        self.clock.ticks_out()
    }

    pub(super) fn is_expired(&self) -> bool {
        self.clock.expired.get()
    }

    pub(super) fn seconds(&self) -> u64 {
        self.time.as_secs().max(1)
    }

    pub(super) fn mebibytes(&self) -> usize {
        self.memory >> 20
    }
}

impl Clock {
    fn ticks_out(&self) -> bool {
        let expired = self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline);
        if expired {
            self.expired.set(true);
        }
        expired
    }
}
