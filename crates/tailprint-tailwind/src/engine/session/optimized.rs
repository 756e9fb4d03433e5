//! Finds out how QuickJS was compiled.

use std::sync::OnceLock;

use rquickjs::{Context, Runtime};

/// The stack of the test, in bytes.
const STACK: usize = 128 << 10;
/// The number of calls that tells the two builds apart. On `x86_64`, 40 calls fit in [`STACK`] if GCC compiled
/// QuickJS without optimisation, 210 with `-O2`, and 128 with Clang's `-O2`.
const CALLS: usize = 100;

/// Returns true if QuickJS was compiled with optimisation, without which it takes three times as long.
///
/// Cargo compiles the dependencies of build scripts without optimisation, even in the release profile, unless
/// the workspace sets `opt-level` in `[profile.dev.build-override]` and `[profile.release.build-override]`.
/// The crate `tailprint-quickjs` compiles QuickJS with optimisation all the same where it can. This function
/// asks the machine code for the result: optimised functions need less stack. It counts calls instead of
/// measuring time, so that a busy machine does not change the answer.
///
/// If the test cannot run, the answer is true, since there is nothing to warn about.
#[must_use]
pub fn quickjs_is_optimized() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| calls().map_or(true, |calls| calls > CALLS))
}

/// Counts the calls that fit in the stack.
fn calls() -> rquickjs::Result<usize> {
    tailprint_quickjs::ensure();
    let runtime = Runtime::new()?;
    runtime.set_max_stack_size(STACK);
    let count = "let n = 0; const f = () => { n++; f(); }; try { f(); } catch {} n";
    Context::full(&runtime)?.with(|ctx| ctx.eval(count))
}
