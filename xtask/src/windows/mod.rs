//! Windows on Debian: the programs and tests compiled for it, and run under Wine.
//!
//! `docs/internals/windows.md` says what is run, and what Wine cannot show.

mod compare;
mod cross;
mod relay;
mod suites;

use crate::run::{Failure, say};
use crate::test::steps::Steps;
use crate::tools;
use cross::Cross;

pub(crate) use relay::stand_in;

/// Installs what is missing, compiles everything, runs the tests, and compares results with those on this system. If test
/// binaries are named, only these are run.
pub(crate) fn windows(named: &[&str]) -> Result<(), Failure> {
    let mut steps = Steps::default();
    let outcome = run(named, &mut steps);
    say(&steps.to_string());
    outcome.and_then(|()| steps.outcome())
}

fn run(named: &[&str], steps: &mut Steps) -> Result<(), Failure> {
    steps.need("find a Rust, a compiler of C and a Wine for Windows", tools::windows)?;
    let mut cross = Cross::new();
    steps.need("make a folder of Wine", || cross.prepare())?;
    steps.need("start Wine", || cross.wake())?;
    let suites =
        steps.need("compile programs and tests for Windows", || suites::compile(&cross))?;
    steps.need("make stand-ins for programs that are not there", || cross.stand_in())?;
    if named.is_empty() {
        let programs = steps
            .need("compile the programs for this system", || compare::Programs::compile(&cross))?;
        steps.attempt("compare the results with those on this system", || programs.compare(&cross));
    }
    suites::run(&cross, &suites, named, steps);
    Ok(())
}
