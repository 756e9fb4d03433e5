//! The tests, each binary run under Wine.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use super::cross::Cross;
use crate::run::{Failure, root, say};
use crate::test::steps::Steps;

/// The packages without tests for Windows: the app's look at pages in a browser, and those of `xtask` at documents.
/// `tailprint-macros` runs in the compiler, on the system that compiles.
const LEFT_OUT: [&str; 3] = ["tailprint-inspector", "tailprint-macros", "xtask"];

/// The tests that cannot run under Wine: the binary, words in their names, and the reason.
const UNTESTED: [(&str, &[&str], &str); 0] = [];

const HEAD: &str = "test binary                         passed  failed  ignored  left out";

/// A test binary.
#[derive(Debug)]
pub(super) struct Suite {
    package: String,
    program: PathBuf,
}

/// Compiles every program and test binary. Returns the latter.
pub(super) fn compile(cross: &Cross) -> Result<Vec<Suite>, Failure> {
    let kinds = ["build", "--tests", "--bins", "--example", "build_script"];
    let mut command = cross.cargo(&kinds);
    command.args(["--workspace", "--all-features"]);
    command.args(LEFT_OUT.iter().flat_map(|package| ["--exclude", package]));
    command.arg("--message-format=json-render-diagnostics");
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| Failure::new(format!("cannot run cargo: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("the tests do not compile: {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(suite).collect())
}

/// Reads a message of Cargo.
fn suite(message: &str) -> Option<Suite> {
    // The profile comes before the features; the target may have tests as well.
    let is_test = message.contains(r#""test":true},"features""#);
    let program = field(message, "executable").filter(|_| is_test)?;
    // `path+file:///…/crates/tailprint-core#0.1.0`
    let (folder, _) = field(message, "package_id")?.split_once('#')?;
    let package = folder.rsplit('/').next()?.to_owned();
    let program = PathBuf::from(program);
    let is_in_deps = program.parent().is_some_and(|folder| folder.ends_with("deps"));
    is_in_deps.then_some(Suite { package, program })
}

fn field<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(&format!("\"{name}\":\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Runs the test binaries, each as a step, and prints a table.
pub(super) fn run(cross: &Cross, suites: &[Suite], steps: &mut Steps) {
    let mut counts: Vec<(String, Count)> = Vec::new();
    for suite in suites {
        steps.attempt(&format!("test {}", suite.name()), || {
            let count = suite.run(cross)?;
            let outcome = count.outcome();
            counts.push((suite.name(), count));
            outcome
        });
    }
    let mut all = Count::default();
    say(&format!("\n{HEAD}"));
    for (name, count) in &counts {
        say(&format!("{name:36}{count}"));
        all.add(count);
    }
    say(&format!("{:36}{all}", "together"));
}

impl Suite {
    /// The package and the test binary, without the digest that Cargo adds.
    fn name(&self) -> String {
        let file = self.program.file_stem().unwrap_or_default().to_string_lossy();
        let binary = file.rsplit_once('-').map_or(&*file, |(name, _)| name);
        format!("{} {binary}", self.package)
    }

    fn run(&self, cross: &Cross) -> Result<Count, Failure> {
        let name = self.name();
        let mut command = cross.wine(&self.program);
        let left_out = UNTESTED.iter().filter(|(binary, ..)| *binary == name);
        for (_, tests, reason) in left_out {
            say(&format!("left out: {}: {reason}", tests.join(", ")));
            command.args(tests.iter().flat_map(|test| ["--skip", test]));
        }
        let folder = Path::new("crates").join(&self.package);
        let output = command.current_dir(root().join(folder)).output();
        let output = output.map_err(|error| Failure::new(format!("cannot run wine: {error}")))?;
        let count = Count::read(&name, &output);
        if count.failed.is_empty() {
            say(&format!("{HEAD}\n{name:36}{count}"));
        } else {
            say(&String::from_utf8_lossy(&output.stdout));
            say(&String::from_utf8_lossy(&output.stderr));
        }
        Ok(count)
    }
}

/// The outcomes of tests.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    passed: usize,
    failed: Vec<String>,
    ignored: usize,
    left_out: usize,
}

impl Count {
    fn read(program: &str, output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        let mut count = Self::of(program, &text);
        if !output.status.success() && count.failed.is_empty() {
            count.failed.push(format!("{program}: {}", output.status));
        }
        count
    }

    /// Reads the output of a test binary.
    fn of(program: &str, text: &str) -> Self {
        let mut count = Self::default();
        for line in text.lines() {
            let test = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"));
            count.failed.extend(test.map(|test| format!("{program}: {test}")));
            let Some(result) = line.strip_prefix("test result: ") else { continue };
            let of = |what: &str| {
                let part = result.split([';', '.']).find_map(|part| part.trim().strip_suffix(what));
                part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
            };
            count.passed += of("passed");
            count.ignored += of("ignored");
            count.left_out += of("filtered out");
        }
        count
    }

    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed.iter().cloned());
        self.ignored += other.ignored;
        self.left_out += other.left_out;
    }

    fn outcome(&self) -> Result<(), Failure> {
        if self.failed.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("{} tests failed: {:?}", self.failed.len(), self.failed)))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, ignored, left_out } = self;
        write!(f, "{passed:6}  {:6}  {ignored:7}  {left_out:8}", failed.len())
    }
}

#[cfg(test)]
#[test]
fn the_outcomes_of_a_test_binary_are_counted() {
    let text = "running 3 tests\ntest a::b ... ok\ntest a::c ... FAILED\ntest a::d ... ignored\n\n\
                test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.10s\n";
    let expected = Count { passed: 1, failed: vec!["x: a::c".to_owned()], ignored: 1, left_out: 2 };
    assert_eq!(Count::of("x", text), expected);
}

#[cfg(test)]
#[test]
fn a_test_binary_is_told_from_a_message_of_cargo() {
    let message = r#"{"reason":"compiler-artifact","package_id":"path+file:///r/crates/tailprint-core#0.1.0","target":{"test":true},"profile":{"opt_level":"0","test":true},"features":[],"executable":"/t/debug/deps/tailprint_core-0f.exe"}"#;
    let found = suite(message).unwrap();
    assert_eq!(
        (&*found.package, found.program.to_str()),
        ("tailprint-core", Some("/t/debug/deps/tailprint_core-0f.exe"))
    );
    assert!(suite(&message.replace("/deps/tailprint_core-0f", "/tailprint_core")).is_none());
    assert!(suite(r#"{"reason":"compiler-artifact","executable":null}"#).is_none());
}
