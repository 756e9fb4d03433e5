//! One line of a file: no candidate spans two.

use std::cell::Cell;

/// A line that can be read at any index: behind its end there is a line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a [u8],
    /// How many bytes may still be read in search of brackets that are never closed: a line of nothing but
    /// opening brackets would take the square of its length.
    pub(super) budget: &'a Cell<usize>,
}

impl Line<'_> {
    pub(super) fn budget(text: &[u8]) -> Cell<usize> {
        Cell::new(text.len().saturating_mul(16).saturating_add(1 << 16))
    }

    /// The byte at an index.
    pub(super) fn at(self, index: usize) -> u8 {
        // Not `get`: without optimisation this is the difference between an instruction and two calls.
        if index < self.text.len() { self.text[index] } else { b'\n' }
    }

    /// Notes that bytes were read in vain.
    pub(super) fn spend(self, bytes: usize) {
        self.budget.set(self.budget.get().saturating_sub(bytes));
    }
}
