//! Programs that make assets, each in a folder of its own in `OUT_DIR`.
//!
//! These folders are roots that Cargo does not watch: their files are newer than the start of the build script.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tailprint_core::io_error::reason;

use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::config::Before;
use crate::error::{Problem, Problems, Setting};
use crate::support::fs::{cannot, shown};

/// The text that stands for the folder of the results in an argument.
const PLACEHOLDER: &str = "$OUT";

/// The environment variable with the folder of the results.
const VARIABLE: &str = "OUT";

/// The most bytes of a program's output in an error. The reason is at the end.
const SHOWN: usize = 2000;

/// Returns the folder of the results of the program with this index. `folder` is `OUT_DIR/tailprint`.
pub(crate) fn results(folder: &Path, index: usize) -> PathBuf {
    folder.join("before").join(index.to_string())
}

/// Runs the programs, one after the other.
pub(crate) fn run(
    programs: &[Before],
    package: &Path,
    folder: &Path,
    env: &Env,
    watch: &mut Watch,
    problems: &mut Problems,
) {
    for (index, program) in programs.iter().enumerate() {
        let results = results(folder, index);
        inputs(program, package, watch, problems);
        if let Err(problem) = run_one(program, package, &results, env) {
            problems.push(problem.about(Setting::Before));
        }
    }
}

/// Watches what a program reads.
fn inputs(program: &Before, package: &Path, watch: &mut Watch, problems: &mut Problems) {
    for input in program.inputs.iter().map(|input| package.join(input)) {
        if input.exists() {
            watch.paths.push(input);
        } else {
            let what =
                format!("no such file or folder, but it is an input of `{}`", program.program);
            let problem = Problem::error(what).in_file(shown(&input, package));
            problems.push(problem.help("create it, or correct the path in build.rs"));
            watch.absent.push(input);
        }
    }
}

fn run_one(program: &Before, package: &Path, results: &Path, env: &Env) -> Result<(), Problem> {
    empty(results).map_err(|error| cannot("be emptied", &results.to_string_lossy(), &error))?;
    let output = command(program, package, results, env).output();
    let output = output.map_err(|error| not_started(program, &error))?;
    if output.status.success() { Ok(()) } else { Err(failed(program, &output)) }
}

/// Makes an empty folder, so that nothing stays of an earlier run.
fn empty(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)
}

fn command(program: &Before, package: &Path, results: &Path, env: &Env) -> Command {
    // A relative path would be looked for in the folder of this process on some systems, in that of the child on others.
    let is_path = program.program.contains(['/', '\\']);
    let name =
        if is_path { package.join(&program.program) } else { program.program.clone().into() };
    let mut command = Command::new(name);
    env.apply(&mut command);
    let folder = results.to_string_lossy();
    command.args(program.args.iter().map(|it| it.replace(PLACEHOLDER, &folder)));
    // Cargo would read the output of the program as directives.
    command.env(VARIABLE, results).current_dir(package).stdin(Stdio::null());
    command
}

fn not_started(program: &Before, error: &io::Error) -> Problem {
    let problem = Problem::error(format!("cannot run `{}`: {}", program.program, reason(error)));
    problem.help("install it, or give its path, such as \"node_modules/.bin/esbuild\"")
}

fn failed(program: &Before, output: &Output) -> Problem {
    let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.trim().is_empty() {
        said = String::from_utf8_lossy(&output.stdout).into_owned();
    }
    let words = [&program.program].into_iter().chain(&program.args);
    let words: Vec<&str> = words.map(String::as_str).collect();
    let what = format!("`{}` failed ({})", words.join(" "), output.status);
    let said = end(said.trim());
    Problem::error(if said.is_empty() { what } else { format!("{what}: {said}") })
}

/// The last part of a text.
fn end(text: &str) -> String {
    let start = text.len().saturating_sub(SHOWN);
    match (start..=text.len()).find_map(|start| text.get(start..)) {
        Some(tail) if tail.len() < text.len() => format!("…{tail}"),
        _ => text.to_owned(),
    }
}

#[cfg(all(test, unix))]
mod tests;
