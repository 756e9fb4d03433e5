//! Checks that are no tests: lints, the oldest Rust, the packages.

use std::process::Command;

use crate::run::{Failure, cargo, root, run};

/// Formatting, clippy and rustdoc, each without a warning.
pub(crate) fn lint() -> Result<(), Failure> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--all-features"];
    run(cargo(&clippy).args(["--", "-D", "warnings"]))?;
    let rustdoc = ["doc", "--workspace", "--no-deps", "--all-features"];
    run(cargo(&rustdoc).env("RUSTDOCFLAGS", "-Dwarnings"))
}

/// Checks the packages that users name, in their default features, with the oldest Rust that they promise.
pub(crate) fn msrv() -> Result<(), Failure> {
    let minimum = minimum()?;
    run(Command::new("rustup").args(["toolchain", "install", &minimum, "--profile", "minimal"]))?;
    let mut command = Command::new("rustup");
    command.args(["run", &minimum, "cargo", "check", "--locked", "--target-dir", "target/msrv"]);
    for package in ["tailprint", "tailprint-build", "cargo-tailprint"] {
        command.args(["--package", package]);
    }
    run(command.current_dir(root()))
}

/// `rust-version` of the workspace.
fn minimum() -> Result<String, Failure> {
    let manifest = root().join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", manifest.display())))?;
    let line = text.lines().find_map(|line| line.strip_prefix("rust-version = \""));
    let version = line.and_then(|rest| rest.split('"').next()).map(str::to_owned);
    version.ok_or_else(|| Failure::new("Cargo.toml has no rust-version"))
}

/// Compiles every package from the files that a release would upload.
pub(crate) fn packages() -> Result<(), Failure> {
    run(&mut cargo(&["publish", "--dry-run", "--workspace", "--locked"]))
}

#[test]
fn the_minimum_of_rust_is_a_version() {
    let minimum = minimum().unwrap();
    assert!(minimum.split('.').all(|number| number.parse::<u32>().is_ok()), "{minimum}");
}
