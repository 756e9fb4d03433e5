//! Builds within tests: one target folder, one environment and one turn at a time for all of them.
//!
//! Test binaries of several crates include this file, so that Cargo sees the same profiles and flags everywhere and
//! compiles what the packages share once.

#![allow(dead_code, reason = "no binary needs all of it")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Variables of the outer Cargo and of the user that would change a nested build.
const TAKEN: [&str; 8] = [
    "CARGO",
    "RUSTFLAGS",
    "RUSTDOCFLAGS",
    "RUSTC",
    "TAIL",
    "OUT_DIR",
    "LD_LIBRARY_PATH",
    "LISTEN_",
];

/// Variables that say where crates come from.
const KEPT: [&str; 5] =
    ["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR", "CARGO_SOURCE_"];

/// Takes back the optimisations in the manifest of the reference app, which the other packages have not: Cargo compiles
/// a crate and all that use it once more for another profile.
pub(crate) const AS_OTHERS: [&str; 3] = [
    "--config=profile.release.package.sha2.opt-level=0",
    "--config=profile.release.package.brotlic-sys.opt-level=0",
    "--config=profile.release.package.libdeflate-sys.opt-level=0",
];

/// The folder for all nested builds.
pub(crate) fn target() -> PathBuf {
    outer_target().join("nested")
}

/// The checkout.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap()
}

/// The target folder that the tests themselves were built into.
pub(crate) fn outer_target() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    // Cargo keeps this file in the root of each target folder, also of one that existed before.
    let is_root = |folder: &&Path| folder.join(".rustc_info.json").is_file();
    test.ancestors().find(is_root).unwrap().to_owned()
}

/// Waits until no other test builds. The turn ends when the file is closed.
///
/// Cargo would wait for its own lock while a deadline of the test runs.
pub(crate) fn turn() -> File {
    let folder = target();
    fs::create_dir_all(&folder).unwrap();
    let turn = File::create(folder.join("turn")).unwrap();
    turn.lock().unwrap();
    turn
}

/// Cargo in the folder of a package.
pub(crate) fn cargo(package: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    environment(&mut command);
    command.current_dir(package);
    command
}

/// Builds a package for the sake of its dependencies, and shows Cargo's progress.
pub(crate) fn fill(package: &Path, arguments: &[&str]) {
    let status = cargo(package).args(["build", "--offline"]).args(arguments).status();
    assert!(status.unwrap().success());
}

/// Removes traces of the Cargo that runs the tests, and sets what nested builds have in common.
pub(crate) fn environment(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let starts = |prefix: &&str| name.starts_with(*prefix);
        if TAKEN.iter().any(starts) && !KEPT.iter().any(starts) {
            command.env_remove(&*name);
        }
    }
    command
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("ADDR")
        .env("CARGO_TARGET_DIR", target())
        // Build scripts have no debug information unless the app uses the same crate: with none at all, crates are the
        // same in all packages. See `DebugInfo::Deferred` in Cargo's `core/profiles.rs`.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        // Each app is built a few times at most, and its dependencies once.
        .env("CARGO_INCREMENTAL", "0")
        // The build scripts of these few files run for less time than optimising them takes.
        .env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL", "0")
        // No test measures the optimiser's work on the crates that an app uses.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("TAILPRINT_CACHE_DIR", outer_target().join("tailprint-cache"));
}
