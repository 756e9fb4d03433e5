//! Finds custom properties. Tailwind writes a variable of its theme only if a file names it.

use memchr::memmem;

use super::brackets::property;
use super::line::{Line, Reading};

/// Calls `found` with each `--name` in a text.
pub(super) fn named<'a>(text: &'a [u8], found: &mut dyn FnMut(&'a [u8])) {
    let dashes = memmem::Finder::new(b"--");
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| dashes.find(rest)) {
        let start = from + at;
        from = take(text, start, found);
    }
}

/// Calls `found` with each `--name` that a style sheet uses by `var(--name)`.
pub(super) fn used<'a>(text: &'a [u8], found: &mut dyn FnMut(&'a [u8])) {
    for at in memmem::find_iter(text, b"var(--") {
        take(text, at + 4, found);
    }
}

/// Calls `found` with the name that begins at an index, and returns the index to go on at.
fn take<'a>(text: &'a [u8], start: usize, found: &mut dyn FnMut(&'a [u8])) -> usize {
    match property(Line { text, reading: &Reading::default() }, start + 2) {
        Ok(end) => {
            found(text.get(start..end).unwrap_or_default());
            end
        }
        // each `--` before it would end in the same failure
        Err(stopped) => stopped,
    }
}
