//! Finds custom properties: Tailwind writes those of the theme that something names.

use memchr::memmem;

use super::brackets::property;
use super::line::{Line, Reading};

/// Calls `found` with each `--name`, wherever it stands.
pub(super) fn named<'a>(text: &'a [u8], found: &mut dyn FnMut(&'a [u8])) {
    let dashes = memmem::Finder::new(b"--");
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| dashes.find(rest)) {
        let start = from + at;
        from = take(text, start, found);
    }
}

/// Calls `found` with each `--name` that a style sheet uses: that of `var(--name)`.
pub(super) fn used<'a>(text: &'a [u8], found: &mut dyn FnMut(&'a [u8])) {
    for at in memmem::find_iter(text, b"var(--") {
        take(text, at + 4, found);
    }
}

/// Says where to go on behind a name that starts with two dashes at an index.
fn take<'a>(text: &'a [u8], start: usize, found: &mut dyn FnMut(&'a [u8])) -> usize {
    match property(Line { text, reading: &Reading::default() }, start + 2) {
        Some(end) => {
            found(text.get(start..end).unwrap_or_default());
            end
        }
        None => start + 2,
    }
}
