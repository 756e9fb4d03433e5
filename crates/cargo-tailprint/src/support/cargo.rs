//! Calls of Cargo, and its messages.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::metadata::Target;

/// A command of the Cargo that runs this program. Cargo passes its own path to subcommands as `CARGO`.
pub(crate) fn command(subcommand: &str, manifest: Option<&Path>) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.arg(subcommand).stdin(Stdio::null());
    if let Some(manifest) = manifest {
        command.arg("--manifest-path").arg(manifest);
    }
    command
}

/// Runs a command of Cargo to its end. Returns its standard output, or its error message.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = command.output().map_err(|error| cannot_run(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    let message = message.trim();
    Err(message.strip_prefix("error: ").unwrap_or(message).to_owned())
}

/// The message about a Cargo that does not start.
pub(crate) fn cannot_run(error: &std::io::Error) -> String {
    format!("cannot run cargo: {error}")
}

/// Finds the `Cargo.toml` of the current folder or manifest, or that of its workspace.
pub(crate) fn locate_manifest(manifest: Option<&Path>, workspace: bool) -> Result<PathBuf, String> {
    let mut command = command("locate-project", manifest);
    command.args(["--message-format", "plain"]);
    if workspace {
        command.arg("--workspace");
    }
    let located = output(&mut command)?;
    Ok(PathBuf::from(String::from_utf8_lossy(&located).trim()))
}

/// A line of `--message-format=json`, with the fields that are needed.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    pub(crate) reason: String,
    pub(crate) package_id: Option<String>,
    pub(crate) manifest_path: Option<PathBuf>,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) executable: Option<PathBuf>,
    pub(crate) target: Option<Target>,
    #[serde(default)]
    pub(crate) filenames: Vec<PathBuf>,
}

/// Reads the messages from Cargo's standard output to its end.
pub(crate) fn messages(stdout: Option<impl Read>) -> impl Iterator<Item = Message> {
    let lines = stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).split(b'\n'));
    // A line that is no message comes from a program that Cargo runs.
    lines.map_while(Result::ok).filter_map(|line| serde_json::from_slice(&line).ok())
}
