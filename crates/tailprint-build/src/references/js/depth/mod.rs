//! The stack that the JavaScript parser needs.
//!
//! `oxc_parser` does not bound its recursion (oxc-project/oxc issue 24375), and a stack overflow cannot be caught. So it
//! runs on a thread with a large stack, and a file that may need a larger one is not parsed: no JavaScript engine runs
//! code that is nested so deeply. Delete this module when the parser bounds its recursion.

use std::io;

use crate::references::stack;

/// The most bytes of stack that one more bracket takes: the largest measured without optimisation, on every kind of
/// expression and statement.
const PER_BRACKET: usize = 9 << 10;
/// The most bytes of stack that one more link of a chain takes, measured likewise.
const PER_LINK: usize = 2 << 10;

/// Runs `parse` on a stack that is deep enough for `source`. Returns none if there is no such stack.
pub(crate) fn with_stack<T: Send>(
    source: &str,
    parse: impl Fn() -> T + Sync,
) -> io::Result<Option<T>> {
    with_more_stack(source, 1, parse)
}

/// Runs `work` on a stack that is deep enough for `times` as much as the parser takes for `source`.
pub(crate) fn with_more_stack<T: Send>(
    source: &str,
    times: usize,
    work: impl Fn() -> T + Sync,
) -> io::Result<Option<T>> {
    stack::with_stack(|available| fits(source, available / times.max(1)), work)
}

fn fits(source: &str, available: usize) -> bool {
    // No byte needs more stack than an opening bracket, so short files need not be examined.
    source.len().saturating_mul(PER_BRACKET) <= available || needed(source) <= available
}

/// Returns an upper bound of the stack that a file needs.
///
/// Besides brackets, chains nest: `a => b => c`, `!!a`, `a.b.c`, `new new A`. Every byte that belongs to no word counts
/// as a link, per pair of brackets, up to the end of the statement, list item or line.
fn needed(source: &str) -> usize {
    let (mut current, mut links, mut most) = (0_usize, 0_usize, 0_usize);
    let mut outer = Vec::new();
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                outer.push(links + 1);
                // A 32-bit number of bytes is too small for what half a megabyte may need.
                let chain = links.saturating_mul(PER_LINK);
                current = current.saturating_add(PER_BRACKET).saturating_add(chain);
                links = 0;
            }
            b')' | b']' | b'}' => {
                links = outer.pop().unwrap_or(0);
                let chain = links.saturating_sub(1).saturating_mul(PER_LINK);
                current = current.saturating_sub(PER_BRACKET).saturating_sub(chain);
            }
            b';' | b',' | b'\n' => links = 0,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$' | 0x80.. => continue,
            _ => links += 1,
        }
        most = most.max(current.saturating_add(links.saturating_mul(PER_LINK)));
    }
    most
}

#[cfg(test)]
mod tests;
