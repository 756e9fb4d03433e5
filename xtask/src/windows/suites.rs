//! The tests, each binary run under Wine.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use super::cross::Cross;
use crate::run::{Failure, root, say};

/// The packages without tests for Windows: the app's look at pages in a browser, and those of `xtask` at documents.
/// `tailprint-macros` runs in the compiler, on the system that compiles.
const LEFT_OUT: [&str; 3] = ["tailprint-inspector", "tailprint-macros", "xtask"];

/// The features, besides the default ones, without the two frameworks that take longest to compile.
const FEATURES: &str = "tailprint/askama,tailprint/axum,tailprint/actix-web,tailprint/minijinja,tailprint-core/build_json,\
                        tailprint-core/lock,tailprint-core/whole_file";

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
    command.args(["--workspace", "--features", FEATURES]);
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

/// Runs the test binaries, and prints a table.
pub(super) fn run(cross: &Cross, suites: &[Suite]) -> Result<(), Failure> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for suite in suites {
        let count = suite.run(cross)?;
        counts.entry(&suite.package).or_default().add(&count);
    }
    say("\npackage               passed  failed  ignored");
    for (package, count) in &counts {
        say(&format!("{package:20}  {count}"));
    }
    let failed: Vec<&String> = counts.values().flat_map(|count| &count.failed).collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("{} tests failed: {failed:?}", failed.len())))
}

impl Suite {
    fn run(&self, cross: &Cross) -> Result<Count, Failure> {
        let name = self.program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        say(&format!("$ wine {name}"));
        let mut command = cross.wine(&self.program);
        let folder = Path::new("crates").join(&self.package);
        let output = command.current_dir(root().join(folder)).output();
        let output = output.map_err(|error| Failure::new(format!("cannot run wine: {error}")))?;
        let count = Count::read(&name, &output);
        if !count.failed.is_empty() {
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
        }
        count
    }

    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed.iter().cloned());
        self.ignored += other.ignored;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, ignored } = self;
        write!(f, "{passed:6}  {:6}  {ignored:7}", failed.len())
    }
}

#[cfg(test)]
#[test]
fn the_outcomes_of_a_test_binary_are_counted() {
    let text = "running 3 tests\ntest a::b ... ok\ntest a::c ... FAILED\ntest a::d ... ignored\n\n\
                test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s\n";
    let expected = Count { passed: 1, failed: vec!["x: a::c".to_owned()], ignored: 1 };
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
