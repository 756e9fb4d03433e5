//! A stack that is deep enough for a parser whose recursion has no bound. A stack overflow cannot be caught.

use std::io;
use std::thread;

/// The stack sizes to ask for in bytes, the second if the system refuses the first. The system provides each page of a
/// stack only when it is touched.
#[cfg(any(feature = "js_modules", feature = "typescript"))]
const STACKS: [usize; 2] =
    if cfg!(target_pointer_width = "64") { [1 << 30, 1 << 27] } else { [1 << 27, 1 << 25] };

/// Runs `parse` on a stack of this many bytes, or returns the reason why the system has none.
pub(super) fn with_bytes<T: Send>(bytes: usize, parse: impl Fn() -> T + Sync) -> io::Result<T> {
    run(bytes, &parse)
}

/// Runs `parse` on a stack that `fits` accepts, of which a quarter stays free. Returns none if there is no such stack.
#[cfg(any(feature = "js_modules", feature = "typescript"))]
pub(super) fn with_stack<T: Send>(
    fits: impl Fn(usize) -> bool,
    parse: impl Fn() -> T + Sync,
) -> io::Result<Option<T>> {
    let mut refused = None;
    for stack in STACKS.into_iter().filter(|stack| fits(stack / 4 * 3)) {
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
