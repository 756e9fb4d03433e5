//! Fills the folder of nested builds, so that each test compiles little more than its own package.
//!
//! `cargo xtask test` runs these before all others. A test that is run without them fills what it needs by itself.

use crate::corpus;
use crate::support::nested;
use crate::support::project::Project;

#[test]
#[ignore = "cargo xtask test runs this first"]
fn debug_builds_are_filled() {
    nested::fill(&Project::new("fill").folder(), &[]);
}

#[test]
#[ignore = "cargo xtask test runs this first"]
fn release_builds_are_filled() {
    nested::fill(&Project::new("fill").folder(), &["--release"]);
    nested::fill(nested::root(), &[&["--release"][..], &nested::AS_OTHERS].concat());
}

#[test]
#[ignore = "cargo xtask test runs this first"]
fn npm_packages_are_filled() {
    corpus::modules(&nested::outer_target());
}
