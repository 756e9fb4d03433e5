//! Finds custom properties, wherever they stand: Tailwind keeps those of the theme that are named.

use memchr::memmem;

use super::brackets::property;
use super::line::Line;

/// Calls `found` with each `--name`.
pub(super) fn variables<'a>(text: &'a [u8], found: &mut dyn FnMut(&'a [u8])) {
    let dashes = memmem::Finder::new(b"--");
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| dashes.find(rest)).map(|at| from + at)
    {
        from = match property(Line(text), start + 2) {
            Some(end) => {
                found(text.get(start..end).unwrap_or_default());
                end
            }
            None => start + 2,
        };
    }
}
