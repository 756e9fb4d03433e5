//! The side of the build script: asks the program.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tailprint_core::io_error::reason;

use super::{Answer, Done, Request, VERSION, install};
use crate::Build;
use crate::cargo::env::Env;
use crate::cargo::{directive, print};
use crate::config::Config;
use crate::error::{Problem, Report};

pub(super) const NAME: &str = "cargo-tailprint";

/// Has the program build, and prints all for Cargo, errors included.
pub(crate) fn build(config: &Config) {
    match ask(config, &Env::process()) {
        // After a success there is no refusal.
        Ok(done) => print((done.lines + &done.refusal.unwrap_or_default()).as_bytes()),
        Err(problem) => {
            let mut line = Vec::new();
            // Writing to memory does not fail.
            let _ = directive(&mut line, "error", &problem.to_string());
            print(&line);
        }
    }
}

/// Has the program build, and prints all for Cargo but errors.
pub(crate) fn try_build(config: &Config) -> Result<Build, Report> {
    let env = Env::process();
    let done = ask(config, &env).map_err(|problem| Report::from(vec![problem]))?;
    print(done.lines.as_bytes());
    let problems: Vec<Problem> = done.problems.into_iter().map(Problem::from).collect();
    if done.refusal.is_some() {
        return Err(Report::from(problems));
    }
    // Without it the program has refused.
    let out_dir = env.cargo("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    Ok(Build { folder: out_dir.join("tailprint"), warnings: problems })
}

pub(super) fn ask(config: &Config, env: &Env) -> Result<Done, Problem> {
    let request = Request {
        version: VERSION.to_owned(),
        js_modules: cfg!(feature = "js_modules"),
        typescript: cfg!(feature = "typescript"),
        config: config.clone(),
    };
    let request = serde_json::to_vec(&request).map_err(|error| {
        Problem::error(format!("the configuration cannot be sent to {NAME}: {error}"))
            .help("use paths that are UTF-8")
    })?;
    let program = env.program(NAME).ok_or_else(|| {
        let text = format!("the feature `tool` needs {NAME} {VERSION}, which is not on PATH");
        let repair = format!("{}, or the feature `builtin` in its place", install(""));
        Problem::error(text).help(repair)
    })?;
    let output = run(&program, &request).map_err(|error| cannot_run(&program, &error))?;
    match serde_json::from_slice(&output.stdout) {
        Ok(Answer::Done(done)) => Ok(done),
        Ok(Answer::Refused(told)) => Err(told.into()),
        Err(_) => Err(no_answer(&program, &output)),
    }
}

fn run(program: &Path, request: &[u8]) -> io::Result<Output> {
    let mut command = Command::new(program);
    command.args(["tailprint", "build-script"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // If this fails, the program has ended early, and its output tells why.
        let _ = stdin.write_all(request);
    }
    let output = child.wait_with_output()?;
    let _ = io::stderr().lock().write_all(&output.stderr);
    Ok(output)
}

fn cannot_run(program: &Path, error: &io::Error) -> Problem {
    let text = format!("cannot run {}: {}", program.display(), reason(error));
    Problem::error(text).help(install(""))
}

/// A program of another version, or one that broke off.
fn no_answer(program: &Path, output: &Output) -> Problem {
    let shown = program.display();
    let other = version_of(program).filter(|version| version != VERSION);
    if let Some(other) = other {
        let text = format!("{shown} is {NAME} {other}, and this build script is of {VERSION}");
        return Problem::error(text).help(install(""));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // A panic ends with a note about backtraces.
    let is_said = |line: &&str| !line.trim().is_empty() && !line.starts_with("note: ");
    let last = said.lines().rev().find(is_said).unwrap_or("it said nothing");
    let text = format!("{shown} gave no answer ({}): {last}", output.status);
    Problem::error(text).help("run Cargo with `-vv` to see all that it said")
}

/// Asks the program for its own version.
fn version_of(program: &Path) -> Option<String> {
    let output =
        Command::new(program).args(["tailprint", "--version"]).stdin(Stdio::null()).output();
    let text = String::from_utf8(output.ok()?.stdout).ok()?;
    text.split_whitespace().last().map(str::to_owned)
}
