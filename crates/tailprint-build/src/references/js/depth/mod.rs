//! How much stack a parser by recursive descent needs.
//!
//! `oxc_parser` does not bound its recursion (oxc-project/oxc issue 24375), and a stack overflow cannot be
//! caught. It therefore runs on a thread with a large stack, and what even that may not hold is not parsed:
//! no engine runs code that is nested so deeply.

use std::io;
use std::thread;

/// Stack sizes to ask for, the second where the system refuses the first. The system provides a page of it
/// when it is first touched.
const STACKS: [usize; 2] =
    if cfg!(target_pointer_width = "64") { [1 << 30, 1 << 27] } else { [1 << 27, 1 << 25] };

/// Upper bounds of what one more level takes, measured without optimisation on chains of every kind of
/// expression and statement.
const PER_BRACKET: usize = 9 << 10;
const PER_LINK: usize = 2 << 10;

/// Runs `parse` where the stack is deep enough for `source`.
///
/// None where no stack is.
pub(super) fn with_stack<T: Send>(
    source: &str,
    parse: impl Fn() -> T + Sync,
) -> io::Result<Option<T>> {
    let mut refused = None;
    for stack in STACKS.into_iter().filter(|stack| fits(source, *stack)) {
        match run(stack, &parse) {
            Ok(result) => return Ok(Some(result)),
            Err(error) => refused = Some(error),
        }
    }
    refused.map_or(Ok(None), Err)
}

fn run<T: Send>(stack: usize, parse: &(impl Fn() -> T + Sync)) -> io::Result<T> {
    thread::scope(|scope| {
        let parser = thread::Builder::new().stack_size(stack).spawn_scoped(scope, parse)?;
        parser.join().map_err(|_| io::Error::other("the parser panicked"))
    })
}

fn fits(source: &str, stack: usize) -> bool {
    let available = stack / 4 * 3;
    // No byte takes more than an opening bracket, so short files need no look.
    source.len().saturating_mul(PER_BRACKET) <= available || needed(source) <= available
}

/// Besides brackets, chains nest: `a => b => c`, `!!a`, `a.b.c`, `new new A`. Their links are counted as the
/// bytes that belong to no word, per pair of brackets, until the statement, list item or line ends.
fn needed(source: &str) -> usize {
    let (mut current, mut links, mut most) = (0_usize, 0_usize, 0_usize);
    let mut outer = Vec::new();
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                outer.push(links + 1);
                current += PER_BRACKET + links * PER_LINK;
                links = 0;
            }
            b')' | b']' | b'}' => {
                links = outer.pop().unwrap_or(0);
                current = current.saturating_sub(PER_BRACKET + links.saturating_sub(1) * PER_LINK);
            }
            b';' | b',' | b'\n' => links = 0,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$' | 0x80.. => continue,
            _ => links += 1,
        }
        most = most.max(current + links * PER_LINK);
    }
    most
}

#[cfg(test)]
mod tests;
