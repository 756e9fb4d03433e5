//! One line of a file: no candidate spans two.

/// A line that can be read at any index: behind its end there is a line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a>(pub(super) &'a [u8]);

impl Line<'_> {
    /// The byte at an index.
    pub(super) fn at(self, index: usize) -> u8 {
        // Not `get`: without optimisation this is the difference between an instruction and two calls.
        if index < self.0.len() { self.0[index] } else { b'\n' }
    }
}
