//! Checks that are no tests: lints, the oldest Rust, the packages.

use std::process::Command;

use crate::run::{Failure, cargo, root, run, say};
use crate::tools;

/// The features of packages that are checked one by one, beside all of them at once.
const FEATURES: [(&str, &[&str]); 4] = [
    ("tailprint-build", &["", "tool", "builtin", "typescript"]),
    ("tailprint-tailwind", &[""]),
    ("tailprint-report", &[""]),
    ("cargo-tailprint", &["", "push"]),
];

/// Formatting, clippy and rustdoc, each without a warning.
pub(crate) fn lint() -> Result<(), Failure> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--all-features"];
    run(cargo(&clippy).args(["--", "-D", "warnings"]))?;
    for (package, sets) in FEATURES {
        for features in sets {
            let mut command = cargo(&["clippy", "--package", package, "--no-default-features"]);
            command.args(["--features", features, "--", "-D", "warnings"]);
            run(&mut command)?;
        }
    }
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

/// The version of cargo-deny.
const CARGO_DENY: &str = "0.20.2";

/// A chore may fetch what it needs from the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    /// It may.
    Online,
    /// It may not: the registry of crates is all there is.
    Offline,
}

/// Checks the graph of dependencies by `deny.toml`. Without a network the advisories are left out, and that is said.
pub(crate) fn deny(network: Network) -> Result<(), Failure> {
    let program = tools::from_registry("cargo-deny", CARGO_DENY, &[])?;
    let check = |which: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["--workspace", "--all-features", "check"]).args(which);
        run(command.current_dir(root()))
    };
    check(&["bans", "licenses", "sources"])?;
    if network == Network::Offline {
        say("the advisories were not checked: their database comes from the network");
        return Ok(());
    }
    check(&["advisories"])
}

/// Compiles every package from the files that a release would upload, and follows the README with these packages.
pub(crate) fn packages() -> Result<(), Failure> {
    // A package has not the profiles of this workspace, and nobody reads the debug information.
    let small = ["--config", "profile.dev.debug=false"];
    run(cargo(&["publish", "--dry-run", "--workspace", "--locked"]).args(small))?;
    let mut readme = cargo(&["test", "--workspace", "--all-features", "--test", "suite"]);
    run(readme.args(["--", "--ignored", "--nocapture", "registry::"]))
}

#[test]
fn the_minimum_of_rust_is_a_version() {
    let minimum = minimum().unwrap();
    assert!(minimum.split('.').all(|number| number.parse::<u32>().is_ok()), "{minimum}");
}
