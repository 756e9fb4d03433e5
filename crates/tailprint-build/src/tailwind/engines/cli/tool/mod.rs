//! `cargo-tailprint` as the program: its command `css` has the engine that the build script then need not compile.

use std::path::Path;
use std::process::{Command, Stdio};

use tailprint_core::io_error::reason;
use tailprint_tailwind::install;

use super::super::super::places::on_path;
use super::super::super::request::Request;
use super::find::Found;
use crate::cargo::env::Env;
use crate::error::Problem;

const NAME: &str = "cargo-tailprint";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Finds the program of the same version. There is none for releases of Tailwind that its engine does not run.
pub(super) fn find(request: &Request<'_>, env: &Env) -> Result<Option<Found>, Problem> {
    let in_use = install::in_use(&request.places(env)).map_err(|error| {
        Problem::error(format!("tailwind: {}", error.message())).help(error.repair())
    })?;
    let version = in_use.version;
    if version.starts_with("3.") || version.starts_with("4.0.") {
        return Ok(None);
    }
    let install = format!("`cargo install {NAME} --version {VERSION}`");
    let program = on_path(env, NAME).ok_or_else(|| {
        let text = format!("the feature `tool` needs {NAME} {VERSION}, which is not on PATH");
        Problem::error(text).help(format!("{install}, or the feature `builtin` in its place"))
    })?;
    let other = version_of(&program, env)?;
    if other != VERSION {
        let text = format!(
            "{} is {NAME} {other}, and this build script is of {VERSION}",
            program.display()
        );
        return Err(Problem::error(text).help(install));
    }
    let mut arguments = vec!["tailprint", "css", "--tailwind-version", &version];
    let pin = request.supply.pin.as_ref().filter(|(pinned, _)| *pinned == version);
    if let Some((_, digest)) = pin {
        arguments.extend(["--tailwind-digest", digest]);
    }
    if request.supply.offline {
        arguments.push("--offline");
    }
    Ok(Some(Found {
        arguments: arguments.into_iter().map(Into::into).collect(),
        found_by: "PATH".to_owned(),
        version,
        modules: Vec::new(),
        watch: Some(program.clone()),
        warning: None,
        note: Some("the feature `tool` asks for it".to_owned()),
        program,
    }))
}

/// Asks the program for its own version.
fn version_of(program: &Path, env: &Env) -> Result<String, Problem> {
    let mut command = Command::new(program);
    env.apply(&mut command);
    let output = command.args(["tailprint", "--version"]).stdin(Stdio::null()).output();
    let output = output.map_err(|error| {
        Problem::error(format!("cannot run {}: {}", program.display(), reason(&error)))
    })?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.split_whitespace().last().unwrap_or("unknown").to_owned())
}

#[cfg(test)]
mod tests;
