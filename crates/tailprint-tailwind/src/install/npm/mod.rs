//! The package manager npm, as an installed program.

mod complaint;
pub(super) mod managed;
#[cfg(feature = "engine")]
pub(super) mod pack;
mod process;
#[cfg(feature = "engine")]
pub mod tarball;
#[cfg(feature = "engine")]
pub(super) mod view;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tailprint_core::io_error::reason;

/// The installed npm.
#[derive(Clone, Debug, Default)]
pub struct Npm {
    /// The program, absolute.
    pub program: PathBuf,
    /// Its whole environment. Defaults to that of this process.
    pub environment: Option<Vec<(OsString, OsString)>>,
}

/// Options of every run. No script of a package is run, and no setting of the user's prevents the run or its messages.
const OPTIONS: [&str; 7] = [
    "--ignore-scripts",
    "--no-audit",
    "--no-progress",
    "--no-update-notifier",
    "--no-color",
    "--dry-run=false",
    "--fetch-retry-mintimeout=1000",
];

/// One run of npm.
struct Run<'a> {
    /// The run in words, for error messages: `npm pack`.
    name: &'a str,
    command: &'a str,
    options: &'a [&'a str],
    /// Arguments that are known only now, such as folders.
    arguments: &'a [&'a OsStr],
    /// The working directory.
    folder: &'a Path,
    limit: Duration,
}

impl Npm {
    /// Runs npm with the user's own configuration: registry, proxy and certificates. Returns its standard output.
    ///
    /// The error says in one line why it failed, in npm's words.
    fn run(&self, run: &Run<'_>) -> Result<Vec<u8>, String> {
        let mut command = Command::new(&self.program);
        if let Some(environment) = &self.environment {
            command.env_clear().envs(environment.iter().cloned());
        }
        command.arg(run.command).args(OPTIONS).args(run.options).args(run.arguments);
        command.env("NO_COLOR", "1").current_dir(run.folder);
        let ended = process::run(&mut command, run.limit).map_err(|error| {
            format!("cannot run {}: {}", self.program.display(), reason(&error))
        })?;
        let name = run.name;
        match ended {
            Some(ended) if ended.status.success() => Ok(ended.stdout),
            Some(ended) => Err(format!("{name} failed: {}", complaint::of_npm(&ended.stderr))),
            None => Err(format!("{name} took longer than {} minutes", run.limit.as_secs() / 60)),
        }
    }
}
