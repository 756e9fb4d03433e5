//! The tests, each binary run under Wine.

use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use super::cross::{Cross, PATIENCE, ended};
use crate::run::{Failure, root, say};
use crate::test::steps::Steps;

/// The packages without tests for Windows: the app's look at pages in a browser, and those of `xtask` at documents.
/// `tailprint-macros` runs in the compiler, on the system that compiles.
const LEFT_OUT: [&str; 3] = ["tailprint-inspector", "tailprint-macros", "xtask"];

/// The tests that cannot run under Wine: the binary, words in their names, and the reason.
const UNTESTED: [(&str, &[&str], &str); 11] = [
    (
        "cargo-tailprint cli",
        &[
            "set_up::init::a_member_of_a_workspace_that_shares_its_dependencies",
            "set_up::init::axum_with_askama_a_build_script_and_crlf",
            "set_up::new::the_app_builds_answers_and_is_well",
            "assets::package::a_build_script_with_the_feature_tool_gets_the_same_build",
            "assets::package::a_film_beside_the_program_is_exported_and_counted",
            "assets::package::a_package_is_exported_and_checked",
            "assets::package::check_and_doctor_compile_nothing_that_a_build_has_compiled",
            "assets::package::of_several_packages_one_is_chosen",
            "assets::package::urls_that_templates_write_out_are_replaced_all_at_once_and_only_once",
        ],
        "no Cargo for Windows builds an app",
    ),
    (
        "cargo-tailprint cli",
        &["set_up::init::actix_with_askama_and_delimiters_of_its_own"],
        "the Cargo that stands in does not read `path = \"Z:/…\"` in a manifest",
    ),
    (
        "cargo-tailprint cli",
        &["set_up::corpus::every_app_of_the_corpus_is_migrated"],
        "the comparison runs `init` of the same apps, each with a limit of its own",
    ),
    (
        "cargo-tailprint cargo_tailprint",
        &["dev::watch::tests::files_in_new_and_moved_folders_are_noticed"],
        "Wine 8 waits for ever where a folder is removed that is watched",
    ),
    (
        "tailprint-build tailprint_build",
        &["pipeline::tests::references::django::real_packages_are_rewritten_as_django_does"],
        "there is no Python for Windows",
    ),
    (
        "tailprint-build tailprint_build",
        &["tailwind::crates::tests::a_crate_beside_one_that_is_not_downloaded"],
        "the Cargo that stands in does not read the paths of its own configuration",
    ),
    (
        "tailprint-tailwind engine",
        &["node::no_function_of_node_js_gives_another_result_than_there"],
        "the Node.js of this system has no drives",
    ),
    (
        "tailprint-tailwind install",
        &["curl::", "wget::a"],
        "there is no curl and no wget for Windows",
    ),
    (
        "tailprint-tailwind install",
        &["node_modules::a_version_of_the_future_is_used_unless_the_user_has_pinned_other_files"],
        "there is no shell",
    ),
    (
        "tailprint-quickjs tailprint_quickjs",
        &["tests::sources_", "tests::the_quickjs_that_runs_is_optimised_whatever_the_profile"],
        "no second copy of QuickJS is compiled for Windows",
    ),
    ("tailprint user_crate", &[""], "no Cargo for Windows builds an app"),
];

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

/// Runs the test binaries, or those that are named, each as a step, and prints a table.
pub(super) fn run(cross: &Cross, suites: &[Suite], named: &[&str], steps: &mut Steps) {
    let mut counts: Vec<(String, Count)> = Vec::new();
    for suite in suites.iter().filter(|suite| suite.is_meant(named)) {
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

    /// Returns true if one of the names is that of the binary, or if there are none.
    fn is_meant(&self, named: &[&str]) -> bool {
        let name = self.name();
        named.is_empty() || named.iter().any(|it| name.rsplit(' ').next() == Some(it))
    }

    /// Runs each test in a process of its own, as nextest does: some set what a process has once.
    fn run(&self, cross: &Cross) -> Result<Count, Failure> {
        let ignored = self.list(cross, true)?;
        let mut count = Count { ignored: ignored.len(), ..Count::default() };
        let mut tests = Vec::new();
        for test in self.list(cross, false)? {
            let reason = self.untested(&test);
            match reason {
                _ if ignored.contains(&test) => {}
                Some(reason) => {
                    say(&format!("  left out: {test}: {reason}"));
                    count.left_out += 1;
                }
                None => tests.push(test),
            }
        }
        let waiting = Mutex::new(tests.iter());
        let done = Mutex::new(&mut count);
        let next = || waiting.lock().ok()?.next();
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(test) = next() {
                        let failure = self.failure(cross, test);
                        let Ok(mut count) = done.lock() else { return };
                        count.add_test(test, failure);
                    }
                });
            }
        });
        say(&format!("{HEAD}\n{:36}{count}", self.name()));
        Ok(count)
    }

    /// The reason for which a test is left out.
    fn untested(&self, test: &str) -> Option<&'static str> {
        let name = self.name();
        let row = UNTESTED.iter().find(|(binary, words, _)| {
            *binary == name && words.iter().any(|word| test.contains(word))
        })?;
        Some(row.2)
    }

    /// The names of all tests, or of those alone that are ignored.
    fn list(&self, cross: &Cross, ignored: bool) -> Result<Vec<String>, Failure> {
        let mut command = self.command(cross);
        command.args(["--list", "--format", "terse"]);
        command.args(ignored.then_some("--ignored"));
        let output = ended(&mut command);
        let output = output.map_err(|error| Failure::new(format!("cannot run wine: {error}")))?;
        if !output.status.success() {
            return Err(Failure::new(format!("{}: {}", self.name(), output.status)));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
    }

    /// Runs a test. Returns what it printed if it fails.
    fn failure(&self, cross: &Cross, test: &str) -> Option<String> {
        let begun = Instant::now();
        let run = || ended(self.command(cross).args(["--exact", test]));
        let is_unbegun = |it: &Output| !it.status.success() && it.stdout.is_empty();
        // Wine 8 ends a program now and then before it begins: the first line of a test comes at once.
        let first = run();
        let output = if first.as_ref().is_ok_and(is_unbegun) { run() } else { first };
        let output = match output {
            Ok(output) if output.status.success() => return None,
            Ok(output) => output,
            Err(error) => return Some(format!("cannot run wine: {error}")),
        };
        let end = if begun.elapsed() >= PATIENCE {
            format!("has not ended within {} seconds", PATIENCE.as_secs())
        } else {
            output.status.to_string()
        };
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Some(format!("{end}\n{}{}", text(&output.stdout), text(&output.stderr)))
    }

    fn command(&self, cross: &Cross) -> Command {
        let mut command = cross.wine(&self.program);
        command.current_dir(root().join("crates").join(&self.package));
        command.env("RUST_BACKTRACE", "0");
        command
    }
}

/// The outcomes of tests.
#[derive(Debug, Default)]
struct Count {
    passed: usize,
    failed: Vec<String>,
    ignored: usize,
    left_out: usize,
}

impl Count {
    fn add_test(&mut self, test: &str, failure: Option<String>) {
        match failure {
            None => self.passed += 1,
            Some(printed) => {
                say(&format!("  failed: {test}: {printed}"));
                self.failed.push(test.to_owned());
            }
        }
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
