//! Cargo, run in an environment without traces of the Cargo that runs the tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::nested;

/// The repository.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Debug or release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

/// The result of a `cargo build`.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) success: bool,
    /// The messages for the user, with the lines that `--verbose` adds.
    pub(crate) stderr: String,
    /// `OUT_DIR` of the package, if its build script has ever succeeded.
    out_dir: Option<PathBuf>,
    program: Option<PathBuf>,
}

/// `cargo build` of the package in a folder.
pub(crate) fn build(
    package: &Path,
    profile: Profile,
    set_up: impl FnOnce(&mut Command),
) -> Outcome {
    let mut command = nested::cargo(package);
    command
        .args(["build", "--verbose", "--message-format", "json-render-diagnostics"])
        .env("CARGO_TERM_COLOR", "never");
    if profile == Profile::Release {
        command.arg("--release");
    }
    set_up(&mut command);
    let _turn = nested::turn();
    let output = command.output().unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    Outcome {
        success: output.status.success(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        out_dir: last(&messages, "build-script-executed", package, "/out_dir"),
        program: last(&messages, "compiler-artifact", package, "/executable"),
    }
}

/// The last path that a message of that reason names for the package.
fn last(messages: &str, reason: &str, package: &Path, pointer: &str) -> Option<PathBuf> {
    let package = format!("path+file://{}#", package.display());
    let messages = messages.lines().map(|line| serde_json::from_str(line).unwrap());
    let mut own = messages.rev().filter(|message: &serde_json::Value| {
        message["reason"] == reason
            && message["package_id"].as_str().is_some_and(|id| id.starts_with(&package))
    });
    own.find_map(|message| Some(message.pointer(pointer)?.as_str()?.into()))
}

impl Outcome {
    /// Expects success.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!(self.success, "{}", self.stderr);
        self
    }

    /// Expects failure, and returns the errors of the build script, one line each.
    #[track_caller]
    pub(crate) fn errors(&self) -> Vec<&str> {
        assert!(!self.success, "the build succeeded:\n{}", self.stderr);
        self.said("error: ")
    }

    /// The warnings of the build script, one line each.
    pub(crate) fn warnings(&self) -> Vec<&str> {
        self.said("warning: ")
    }

    /// Cargo puts the package in front of what a build script says: `error: name@0.1.0: text`.
    fn said(&self, kind: &str) -> Vec<&str> {
        let said = self.stderr.lines().filter_map(|line| line.strip_prefix(kind));
        said.filter_map(|line| line.split_once("@0.1.0: ").map(|(_, text)| text)).collect()
    }

    /// `OUT_DIR/tailprint`.
    #[track_caller]
    pub(crate) fn folder(&self) -> PathBuf {
        self.out_dir.as_ref().unwrap().join("tailprint")
    }

    /// A file below `OUT_DIR/tailprint`.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder().join(path)).unwrap()
    }

    /// The program that was built.
    #[track_caller]
    pub(crate) fn program(&self) -> &Path {
        self.program.as_ref().unwrap()
    }

    /// The number of times that the build script of a package was run.
    pub(crate) fn script_runs(&self, package: &str) -> usize {
        let running = self.stderr.lines().filter(|line| line.trim_start().starts_with("Running `"));
        let folder = format!("/build/{package}-");
        running
            .filter(|line| line.contains(&folder) && line.ends_with("/build-script-build`"))
            .count()
    }

    /// The packages that were compiled.
    pub(crate) fn compiled(&self) -> Vec<&str> {
        let lines =
            self.stderr.lines().filter_map(|line| line.trim_start().strip_prefix("Compiling "));
        lines.filter_map(|line| line.split(' ').next()).collect()
    }
}
