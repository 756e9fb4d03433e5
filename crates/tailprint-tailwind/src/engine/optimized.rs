//! Finds out how QuickJS was compiled.

use std::sync::OnceLock;

use rquickjs::{Context, Runtime};

/// The stack that functions may fill.
const STACK: usize = 128 << 10;
/// How many calls fit in it: 40 of those of a QuickJS that was compiled without optimisation by GCC, 210 with
/// `-O2`, and 128 by Clang (`x86_64`).
const CALLS: usize = 100;

/// A QuickJS that is optimised, if that can be had.
pub(super) fn runtime() -> rquickjs::Result<Runtime> {
    tailprint_quickjs::ensure();
    Runtime::new()
}

/// Whether QuickJS was compiled with optimisation, without which it takes three times as long.
///
/// Cargo compiles what build scripts use without, in the release profile as well, unless the workspace says
/// `[profile.dev.build-override]` and `[profile.release.build-override]` with `opt-level = 2`. The crate
/// `tailprint-quickjs` makes up for that where it can. Whether it could is what the machine code itself is
/// asked: optimised functions take less of the stack. That is counted, not timed, so that a busy machine
/// does not change it.
#[must_use]
pub fn is_optimized() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    // What cannot be found out is nothing to be warned about.
    *ANSWER.get_or_init(|| calls().map_or(true, |calls| calls > CALLS))
}

/// How many calls fit in the stack.
fn calls() -> rquickjs::Result<usize> {
    let runtime = runtime()?;
    runtime.set_max_stack_size(STACK);
    let count = "let n = 0; const f = () => { n++; f(); }; try { f(); } catch {} n";
    Context::full(&runtime)?.with(|ctx| ctx.eval(count))
}
