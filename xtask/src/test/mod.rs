//! The tests, in three levels.
//!
//! The profiles in `.config/nextest.toml` say which test is in which level.

pub(crate) mod fuzz;
mod slowest;
pub(crate) mod steps;
mod stores;

use std::ffi::OsStr;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::Command;

use crate::run::{Failure, cargo, root, say, succeeds};
use crate::tools;
use steps::Steps;

/// The tests to run; each level has those of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// No browser, no npm, no nested builds.
    Quick,
    /// All that a change must pass.
    Default,
    /// All there is.
    All,
}

/// Runs the tests of a level, and prints what took longest.
pub(crate) fn test(level: Level) -> Result<(), Failure> {
    let mut steps = Steps::default();
    let outcome = run(level, &mut steps);
    say(&steps.to_string());
    outcome.and_then(|()| steps.outcome())
}

/// Tests `push` against servers of object storage that exist, and rolls a deploy over four machines.
pub(crate) fn stores() -> Result<(), Failure> {
    let mut steps = Steps::default();
    let outcome = run_stores(&mut steps);
    say(&steps.to_string());
    outcome.and_then(|()| steps.outcome())
}

fn run_stores(steps: &mut Steps) -> Result<(), Failure> {
    let chromium = steps.need("find a Chromium", tools::chromium)?;
    let nginx = steps.need("find an nginx", tools::nginx)?;
    let servers = stores::Servers::install(steps)?;
    let runner = Runner::find(Level::All);
    let mut tests = runner.of_stores();
    tests.env("CHROMIUM", chromium).env("NGINX", nginx).envs(servers.environment());
    steps.run("test push, releases and prune, and a rolling deploy", &mut tests);
    Ok(())
}

/// Tests the examples, which are workspaces of their own: nobody waits for the compilation of nine web frameworks to test
/// a change.
pub(crate) fn examples() -> Result<(), Failure> {
    let mut steps = Steps::default();
    for manifest in own_workspaces()? {
        let folder = manifest.parent().unwrap_or(root());
        if folder.join("package-lock.json").is_file() {
            let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            steps.run("install npm packages of examples", npm.current_dir(folder));
        }
        steps.run("test examples", &mut example(manifest.as_os_str()));
    }
    say(&steps.to_string());
    steps.outcome()
}

fn run(level: Level, steps: &mut Steps) -> Result<(), Failure> {
    let runner = Runner::find(level);
    let (chromium, nginx) = match level {
        Level::Quick => (PathBuf::new(), PathBuf::new()),
        Level::Default | Level::All => (
            steps.need("find a Chromium", tools::chromium)?,
            steps.need("find an nginx", tools::nginx)?,
        ),
    };
    if level != Level::Quick {
        steps.need("find curl and wget", tools::fetchers)?;
    }
    steps.need("compile the tests", || crate::run::run(&mut runner.compile()))?;
    if level != Level::Quick {
        // Tests fill what they need by themselves, so they run although this fails.
        steps.run("fill the folders of nested builds and npm packages", &mut runner.fill());
        steps.run("run the examples of the documentation", &mut doctests());
    }
    steps.run("run the tests", runner.tests().env("CHROMIUM", chromium).env("NGINX", nginx));
    if let Some(report) = runner.report() {
        say(&slowest::table(&report)?);
    }
    if level == Level::All {
        everything_else(steps)?;
    }
    Ok(())
}

/// The long proofs that no test binary holds. Each later one is a step here.
fn everything_else(steps: &mut Steps) -> Result<(), Failure> {
    for target in fuzz::targets()? {
        steps.run(&format!("fuzz {}", target.name), &mut target.run(fuzz::SECONDS)?);
    }
    for manifest in ["bench/Cargo.toml", "bench/collect/Cargo.toml", "bench/push/Cargo.toml"] {
        let arguments = ["check", "--all-targets", "--workspace", "--manifest-path", manifest];
        steps.run("check a bench", cargo(&arguments).args(["--target-dir", "target/bench"]));
    }
    Ok(())
}

/// cargo-nextest, or `cargo test` where it is not installed.
#[derive(Clone, Copy, Debug)]
struct Runner {
    level: Level,
    has_nextest: bool,
}

impl Runner {
    fn find(level: Level) -> Self {
        Self { level, has_nextest: succeeds(&mut cargo(&["nextest", "--version"])) }
    }

    fn compile(self) -> Command {
        self.command(&["--no-run"])
    }

    /// Runs the tests named `fill`, one after another and with Cargo's own progress.
    fn fill(self) -> Command {
        if self.has_nextest {
            let mut command = nextest("fill");
            command.args(["--run-ignored", "only", "--no-capture"]);
            return command;
        }
        let mut command = self.command(&[]);
        command.args(["--", "--ignored", "--nocapture", "--test-threads=1", "fill::"]);
        command
    }

    fn tests(self) -> Command {
        let ignored = self.level == Level::All;
        match (self.has_nextest, ignored) {
            (true, _) => {
                let mut command =
                    self.command(if ignored { &["--run-ignored", "all"] } else { &[] });
                // Tests also wait: for pages, processes and clocks.
                let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
                command.arg(format!("--test-threads={}", cores + 1));
                command
            }
            (false, true) => self.command(&["--no-fail-fast", "--", "--include-ignored"]),
            (false, false) => self.command(&["--no-fail-fast"]),
        }
    }

    /// The tests of `push`, those with `#[ignore]` as well.
    fn of_stores(self) -> Command {
        if self.has_nextest {
            // The profile of this level leaves them out.
            let mut command = nextest("default");
            command.args(["--run-ignored", "all", "--no-capture", "-E"]);
            command.arg(
                "package(cargo-tailprint) & (binary(push) | binary(rolling) | test(/^push::/))",
            );
            return command;
        }
        let mut command = cargo(&["test", "--package", "cargo-tailprint", "--features", "push"]);
        command.args(["--test", "push", "--test", "rolling", "--no-fail-fast"]);
        command.args(["--", "--include-ignored", "--nocapture"]);
        command
    }

    fn command(self, arguments: &[&str]) -> Command {
        let mut command = if self.has_nextest {
            nextest(self.profile())
        } else {
            let mut command = cargo(&["test", "--workspace", "--all-features"]);
            // Without nextest the quick level is the unit tests.
            command.args(if self.level == Level::Quick {
                &["--lib", "--bins"][..]
            } else {
                &["--lib", "--bins", "--tests"]
            });
            command
        };
        command.args(arguments);
        command
    }

    fn profile(self) -> &'static str {
        match self.level {
            Level::Quick => "quick",
            Level::Default => "default",
            Level::All => "all",
        }
    }

    /// The `JUnit` report of the tests.
    fn report(self) -> Option<PathBuf> {
        let folder = root().join("target/nextest").join(self.profile());
        self.has_nextest.then(|| folder.join("junit.xml"))
    }
}

fn nextest(profile: &str) -> Command {
    cargo(&["nextest", "run", "--workspace", "--all-features", "--profile", profile])
}

fn doctests() -> Command {
    cargo(&["test", "--workspace", "--all-features", "--doc", "--no-fail-fast"])
}

fn example(manifest: &OsStr) -> Command {
    // Nobody reads the debug information of these frameworks.
    let small = ["test", "--config", "profile.dev.debug=false"];
    let mut command = cargo(&small);
    command.args(["--target-dir", "target/examples", "--manifest-path"]);
    // A debug build has plain names. The examples are to show hashed ones.
    command.arg(manifest).env("TAILPRINT_MODE", "hashed");
    command
}

/// Examples that are no members of the workspace.
fn own_workspaces() -> Result<Vec<PathBuf>, Failure> {
    let folder = root().join("examples");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error| Failure::new(format!("cannot read {}: {error}", folder.display()));
    let mut manifests = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let manifest = entry.map_err(unreadable)?.path().join("Cargo.toml");
        let Ok(text) = std::fs::read_to_string(&manifest) else { continue };
        if text.lines().any(|line| line.trim() == "[workspace]") {
            manifests.push(manifest);
        }
    }
    manifests.sort();
    Ok(manifests)
}
