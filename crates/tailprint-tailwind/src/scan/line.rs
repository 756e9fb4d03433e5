//! One line of a file. A candidate never spans two lines.

use std::cell::Cell;

use crate::sources::Scanner;

/// A line that can be read at any index: after its end there are line breaks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a [u8],
    pub(super) reading: &'a Reading,
}

/// The state that all reads of a line share.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) scanner: Scanner,
    /// The bytes that may still be read in search of brackets that are never closed. Without a limit, a line of
    /// opening brackets would take quadratic time.
    budget: Cell<usize>,
}

impl Reading {
    /// The budget is generous: 16 reads of the line, and 64 KiB for short lines.
    pub(super) fn of(text: &[u8], scanner: Scanner) -> Self {
        let budget = text.len().saturating_mul(16).saturating_add(64 << 10);
        Self { scanner, budget: Cell::new(budget) }
    }
}

impl Line<'_> {
    /// Returns the byte at an index.
    pub(super) fn at(self, index: usize) -> u8 {
        // Not `get`: without optimisation this is the difference between an instruction and two calls.
        if index < self.text.len() { self.text[index] } else { b'\n' }
    }

    /// Takes bytes that were read in vain from the budget.
    pub(super) fn spend(self, bytes: usize) {
        self.reading.budget.set(self.reading.budget.get().saturating_sub(bytes));
    }

    /// Returns true if the budget is spent.
    pub(super) fn is_spent(self) -> bool {
        self.reading.budget.get() == 0
    }
}
