//! Says when the build script would be much faster if it were optimised.

use std::time::Duration;

use crate::error::Problem;

/// How much this crate is optimised: Cargo's `opt-level`.
const OPT_LEVEL: &str = env!("TAILPRINT_OPT_LEVEL");

/// Whether this crate is optimised, and with it all that the build script is made of, as far as can be told.
pub(crate) fn is_optimised() -> bool {
    OPT_LEVEL != "0"
}

/// Optimised, every stage takes less than half of the time; `bench/clean_build` measures it.
const SAVED: f64 = 0.5;

/// A warning when more than a second was lost. Tailwind's stage is left out, as it may be another program's or spent
/// waiting for one; `tailwind` is how long it ran in this process, by an engine that is not optimised.
pub(crate) fn warning(
    laps: &[(&'static str, f64)],
    profile: &str,
    tailwind: Duration,
) -> Option<Problem> {
    if is_optimised() { None } else { judge(laps, profile, tailwind) }
}

fn judge(laps: &[(&'static str, f64)], profile: &str, tailwind: Duration) -> Option<Problem> {
    let own = laps.iter().filter(|(stage, _)| *stage != "tailwind");
    let seconds = own.map(|(_, milliseconds)| milliseconds).sum::<f64>() / 1000.0;
    let seconds = seconds + tailwind.as_secs_f64();
    if seconds * SAVED <= 1.0 {
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
