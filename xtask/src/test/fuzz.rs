//! The fuzz targets, run for a while each.
//!
//! They are compiled as `cargo fuzz run -s none` does it: with the counters of libFuzzer and without a sanitizer, which
//! stable Rust has not. So they need no program beside Cargo.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Failure, cargo, root};

/// The crates whose code is fuzzed.
const CRATES: [&str; 2] = ["tailprint", "tailprint-build"];

/// The time that each target runs for: eleven of them take six minutes.
const SECONDS: u32 = 30;

/// From `cargo-fuzz`, `src/project.rs`.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                     -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// A program that tries random inputs.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) name: String,
    folder: PathBuf,
}

/// All targets, in order.
pub(crate) fn targets() -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for name in CRATES {
        let folder = root().join("crates").join(name).join("fuzz");
        for file in files(&folder.join("fuzz_targets"))? {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            targets.push(Target { name, folder: folder.clone() });
        }
    }
    targets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(targets)
}

impl Target {
    /// Compiles and runs it. What it finds is kept in `target/fuzz`.
    pub(crate) fn run(&self) -> Result<Command, Failure> {
        let target = root().join("target/fuzz");
        let corpus = target.join("corpus").join(&self.name);
        let unwritable =
            |error| Failure::new(format!("cannot create {}: {error}", corpus.display()));
        std::fs::create_dir_all(&corpus).map_err(unwritable)?;
        let mut command = cargo(&["run", "--release", "--bin", &self.name]);
        // With a target, the flags are not those of build scripts and macros, which have no libFuzzer to link to.
        command.args(["--target", &host()?, "--target-dir"]).arg(&target);
        command.arg("--manifest-path").arg(self.folder.join("Cargo.toml"));
        command.arg("--").arg(&corpus).arg(format!("-max_total_time={SECONDS}"));
        command.arg(format!("-artifact_prefix={}/", target.display()));
        command.args(self.dictionary());
        command.env("RUSTFLAGS", FLAGS);
        Ok(command)
    }

    /// `-dict=…` if there is a file of words for the target.
    fn dictionary(&self) -> Option<String> {
        let file = self.folder.join(&self.name).with_extension("dict");
        file.is_file().then(|| format!("-dict={}", file.display()))
    }
}

/// The triple of this machine.
fn host() -> Result<String, Failure> {
    let output = Command::new("rustc").arg("-vV").output();
    let output =
        output.map_err(|error| Failure::new(format!("cannot run `rustc -vV`: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("`rustc -vV` names no host"))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error| Failure::new(format!("cannot read {}: {error}", folder.display()));
    let entries = folder.read_dir().map_err(unreadable)?;
    entries.map(|entry| Ok(entry.map_err(unreadable)?.path())).collect()
}
