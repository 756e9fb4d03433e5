//! One line of a file: no candidate spans two.

use std::cell::Cell;

use crate::sources::Scanner;

/// A line that can be read at any index: behind its end there is a line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a [u8],
    pub(super) reading: &'a Reading,
}

/// What is the same for all of a line.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) scanner: Scanner,
    /// How many bytes may still be read in search of brackets that are never closed: a line of nothing but
    /// opening brackets would take the square of its length.
    budget: Cell<usize>,
}

impl Reading {
    pub(super) fn of(text: &[u8], scanner: Scanner) -> Self {
        let budget = text.len().saturating_mul(16).saturating_add(1 << 16);
        Self { scanner, budget: Cell::new(budget) }
    }
}

impl Line<'_> {
    /// The byte at an index.
    pub(super) fn at(self, index: usize) -> u8 {
        // Not `get`: without optimisation this is the difference between an instruction and two calls.
        if index < self.text.len() { self.text[index] } else { b'\n' }
    }

    /// Notes that bytes were read in vain.
    pub(super) fn spend(self, bytes: usize) {
        self.reading.budget.set(self.reading.budget.get().saturating_sub(bytes));
    }

    /// Whether no more brackets may be sought.
    pub(super) fn is_spent(self) -> bool {
        self.reading.budget.get() == 0
    }
}
