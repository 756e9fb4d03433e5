//! A build in the process of the build script: its stages, and its lines for Cargo.

use crate::Build;
use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::cargo::{self, directives};
use crate::config::Config;
use crate::error::{Problem, Report};
use crate::output::{out_dir, problems_json};
use crate::pipeline;

/// Builds, and prints all for Cargo, errors included.
pub(crate) fn build(config: &Config) {
    if let Err(report) = try_build(config) {
        cargo::print(&refusal(&report));
    }
}

/// Builds, and prints all for Cargo but errors.
pub(crate) fn try_build(config: &Config) -> Result<Build, Report> {
    let mut lines = Vec::new();
    let result = run(config, &mut lines);
    cargo::print(&lines);
    result
}

/// Builds in the environment of this process. The lines for Cargo are written to `lines`.
pub(crate) fn run(config: &Config, lines: &mut Vec<u8>) -> Result<Build, Report> {
    let env = Env::process();
    let run = pipeline::run(config, &env);
    let folder = run.folder.clone();
    let result = finish(run, lines);
    problems_json::write(folder.as_deref(), &env, problems(&result));
    result
}

/// Returns the errors of a failed build, the warnings of another one.
pub(crate) fn problems(result: &Result<Build, Report>) -> &[Problem] {
    match result {
        Ok(build) => build.warnings(),
        Err(report) => report.problems(),
    }
}

/// Returns the lines that fail a build. Cargo does so after a line `cargo::error`; after a failing exit code it would print
/// all output of the build script as well.
pub(crate) fn refusal(report: &Report) -> Vec<u8> {
    let watch = Watch { whole_package: true, ..Watch::default() };
    let mut lines = Vec::new();
    // Writing to memory does not fail.
    let _ = directives::print(&mut lines, &watch, report.problems());
    lines
}

/// Writes the directives of a run, and its output. Writing the lines to memory does not fail.
pub(crate) fn finish(mut run: pipeline::Run, lines: &mut Vec<u8>) -> Result<Build, Report> {
    if let Some(folder) = &run.folder {
        run.watch.link_absent(folder);
    }
    let output = match run.result {
        Ok(output) => output,
        Err(report) => {
            let _ = directives::print(lines, &run.watch, &[]);
            return Err(report);
        }
    };
    let _ = directives::print(lines, &run.watch, &output.warnings);
    let _ = directives::note(lines, &output.notes);
    let problems = out_dir::write(&output);
    if !problems.is_empty() {
        return Err(Report::from(problems));
    }
    Ok(Build { folder: output.folder, warnings: output.warnings })
}
