//! A warning for build scripts that are much slower than they need to be, since they are not optimised.

use std::time::Duration;

use crate::error::Problem;

/// The `opt-level` that Cargo compiles this crate with, from this crate's own build script.
const OPT_LEVEL: &str = env!("TAILPRINT_OPT_LEVEL");

/// Returns true if this crate is optimised. Its dependencies then are as well, unless a profile names them.
pub(crate) fn is_optimised() -> bool {
    OPT_LEVEL != "0"
}

/// The share of the time that optimisation saves, for each stage but Tailwind's. `bench/clean_build` compares both.
const SAVED: f64 = 0.5;

/// The seconds that must be saved for a warning. Less is not worth an edit of Cargo.toml.
const WORTH_A_WARNING: f64 = 1.0;

/// Warns if optimisation would save more than a second.
///
/// The stage "tailwind" is not counted: another program may have run there, or a download. `tailwind` is the time that
/// Tailwind took in this process with an engine that is not optimised.
pub(crate) fn warning(
    laps: &[(&'static str, f64)],
    profile: &str,
    tailwind: Duration,
) -> Option<Problem> {
    if is_optimised() { None } else { judge(laps, profile, tailwind) }
}

/// Returns true for the seconds of a build script that is worth optimising, without those of Tailwind in another program.
pub(crate) fn is_slow(seconds: f64) -> bool {
    seconds * SAVED > WORTH_A_WARNING
}

fn judge(laps: &[(&'static str, f64)], profile: &str, tailwind: Duration) -> Option<Problem> {
    let own = laps.iter().filter(|(stage, _)| *stage != "tailwind");
    let seconds = own.map(|(_, milliseconds)| milliseconds).sum::<f64>() / 1000.0;
    let seconds = seconds + tailwind.as_secs_f64();
    if !is_slow(seconds) {
        return None;
    }
    let what = format!("an unoptimised build script took {seconds:.1} s for the static assets");
    let profile = if profile == "release" { "release" } else { "dev" };
    Some(Problem::warning(what).help(format!(
        "add `opt-level = 2` below `[profile.{profile}.build-override]` in the workspace's Cargo.toml"
    )))
}

#[cfg(test)]
mod tests;
