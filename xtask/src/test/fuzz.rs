//! The fuzz targets, run for a while each.
//!
//! They are compiled as `cargo fuzz run -s none` does it: with the counters of libFuzzer and without a sanitizer, which
//! stable Rust has not. So they need no program beside Cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::steps::Steps;
use crate::run::{Failure, cargo, root, run, say};

/// The crates whose code is fuzzed.
const CRATES: [&str; 2] = ["tailprint", "tailprint-build"];

/// The time that each target runs for in `cargo xtask test --all`: eleven of them take six minutes.
pub(crate) const SECONDS: u32 = 30;

/// The longest input that is tried. What the parsers do with more of the same is measured by `bench/linear`.
const LONGEST: &str = "-max_len=4096";

/// From `cargo-fuzz`, `src/project.rs`.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                     -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs the targets of these names for some time each, or all of them. Reports those that found something at the end.
pub(crate) fn fuzz(seconds: u32, names: &[&str]) -> Result<(), Failure> {
    let all = targets()?;
    if let Some(name) = names.iter().find(|name| all.iter().all(|target| target.name != **name)) {
        let known: Vec<&str> = all.iter().map(|target| target.name.as_str()).collect();
        let known = known.join(", ");
        return Err(Failure::new(format!("no such fuzz target: \"{name}\" (one of: {known})")));
    }
    let mut steps = Steps::default();
    for target in all.iter().filter(|target| names.is_empty() || names.contains(&&*target.name)) {
        steps.run(&format!("fuzz {}", target.name), &mut target.run(seconds)?);
        target.minimise()?;
    }
    say(&steps.to_string());
    steps.outcome()
}

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
    pub(crate) fn run(&self, seconds: u32) -> Result<Command, Failure> {
        let corpus = self.corpus();
        create(&corpus)?;
        let mut command = self.program()?;
        command.arg(&corpus).args([LONGEST, &format!("-max_total_time={seconds}")]);
        command.arg(format!("-artifact_prefix={}/", target_folder().display()));
        command.args(self.dictionary());
        Ok(command)
    }

    /// Keeps the smallest inputs that reach the same code, so that the next run does not begin with all of them.
    fn minimise(&self) -> Result<(), Failure> {
        let (corpus, smaller) = (self.corpus(), self.corpus().with_extension("smaller"));
        let cannot = |error| Failure::new(format!("cannot replace {}: {error}", corpus.display()));
        if smaller.exists() {
            fs::remove_dir_all(&smaller).map_err(cannot)?;
        }
        create(&smaller)?;
        let mut merge = self.program()?;
        run(merge.args(["-merge=1", LONGEST]).args([&smaller, &corpus]))?;
        fs::remove_dir_all(&corpus).map_err(cannot)?;
        fs::rename(&smaller, &corpus).map_err(cannot)
    }

    fn program(&self) -> Result<Command, Failure> {
        let mut command = cargo(&["run", "--release", "--quiet", "--bin", &self.name]);
        // With a target, the flags are not those of build scripts and macros, which have no libFuzzer to link to.
        command.args(["--target", &host()?, "--target-dir"]).arg(target_folder());
        command.arg("--manifest-path").arg(self.folder.join("Cargo.toml")).arg("--");
        command.env("RUSTFLAGS", FLAGS);
        Ok(command)
    }

    fn corpus(&self) -> PathBuf {
        target_folder().join("corpus").join(&self.name)
    }

    /// `-dict=…` if there is a file of words for the target.
    fn dictionary(&self) -> Option<String> {
        let file = self.folder.join(&self.name).with_extension("dict");
        file.is_file().then(|| format!("-dict={}", file.display()))
    }
}

fn target_folder() -> PathBuf {
    root().join("target/fuzz")
}

fn create(folder: &Path) -> Result<(), Failure> {
    let cannot = |error| Failure::new(format!("cannot create {}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(cannot)
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
