//! One line of a file. A candidate never spans two lines.

use std::cell::Cell;

use super::brackets::DEEPEST;
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
    /// The bytes that may still be read in vain: in search of brackets that are never closed, or before reading goes
    /// back to a bracket. Without a limit, a line of brackets would take quadratic time.
    budget: Cell<usize>,
}

impl Reading {
    /// The budget is generous: a read of the line for each bracket around a byte, and 64 KiB for short lines.
    pub(super) fn of(text: &[u8], scanner: Scanner) -> Self {
        let budget = text.len().saturating_mul(DEEPEST + 1).saturating_add(64 << 10);
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

    /// Returns the index to go on at after a failure: the first bracket, as a candidate may be in it.
    pub(super) fn go_back(self, bracket: Option<usize>, stopped: usize) -> usize {
        let Some(bracket) = bracket else { return stopped };
        self.spend(stopped.saturating_sub(bracket));
        bracket
    }

    /// Returns true if the budget is spent.
    pub(super) fn is_spent(self) -> bool {
        self.reading.budget.get() == 0
    }
}
