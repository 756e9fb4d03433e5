//! The side of `cargo-tailprint`: does the work of a build script.

use std::io::Write as _;

use super::{Answer, Done, Request, Told, VERSION, install};
use crate::config::Config;
use crate::error::Problem;
use crate::in_process;

/// Builds in the environment of this process, and returns the answer for the build script.
pub(crate) fn answer(request: &[u8]) -> Answer {
    match serde_json::from_slice(request).map_err(|error| foreign(&error)).and_then(config) {
        Ok(config) => Answer::Done(build(&config)),
        Err(problem) => Answer::Refused(Told::from(&problem)),
    }
}

/// A build script of another version, whose request has another form.
fn foreign(error: &serde_json::Error) -> Problem {
    let text =
        format!("cargo-tailprint {VERSION} cannot read the request of this build script: {error}");
    Problem::error(text).help(install(""))
}

/// Returns the configuration with what the features of the build script, not those of this program, make of it.
pub(super) fn config(request: Request) -> Result<Config, Problem> {
    let mut config = request.config;
    if request.version != VERSION {
        let of = request.version;
        let text = format!("cargo-tailprint is {VERSION}, and this build script is of {of}");
        let repair = format!("`cargo install cargo-tailprint --version {of}`");
        return Err(Problem::error(text).help(repair));
    }
    let missing = [
        ("js_modules", request.js_modules && !cfg!(feature = "js_modules")),
        ("typescript", request.typescript && !cfg!(feature = "typescript")),
    ];
    if let Some((name, _)) = missing.iter().find(|(_, is_missing)| *is_missing) {
        let text = format!(
            "cargo-tailprint was installed without the feature `{name}`, which this build script has"
        );
        return Err(Problem::error(text).help(install(&format!(" --features {name}"))));
    }
    if !request.js_modules {
        config.no_js_modules = true;
    }
    if !request.typescript {
        config.typescript = Some(Vec::new());
    }
    Ok(config)
}

fn build(config: &Config) -> Done {
    let mut lines = Vec::new();
    let result = in_process::run(config, &mut lines);
    // A newer program runs the build script again.
    if let Some(program) = std::env::current_exe().ok().as_deref().and_then(|path| path.to_str()) {
        let _ = writeln!(lines, "cargo::rerun-if-changed={program}");
    }
    let mut refusal = None;
    if let Err(report) = &result {
        let mut lines = Vec::new();
        let _ = in_process::refuse(report, &mut lines);
        refusal = Some(text(lines));
    }
    let problems = match &result {
        Ok(build) => build.warnings(),
        Err(report) => report.problems(),
    };
    Done { lines: text(lines), refusal, problems: problems.iter().map(Told::from).collect() }
}

/// The lines are made of texts.
fn text(lines: Vec<u8>) -> String {
    String::from_utf8_lossy(&lines).into_owned()
}
