//! The side of `cargo-tailprint`: does the work of a build script.

use serde::Deserialize;

use super::{Answer, Done, Request, Told, VERSION, install};
use crate::config::Config;
use crate::error::Problem;
use crate::in_process;

/// Builds in the environment of this process, and returns the answer for the build script.
pub(crate) fn answer(request: &[u8]) -> Answer {
    match read(request).and_then(config) {
        Ok(config) => Answer::Done(build(&config)),
        Err(problem) => Answer::Refused(Told::from(&problem)),
    }
}

/// The part of a request that is the same in all versions.
#[derive(Deserialize)]
struct Versioned {
    version: String,
}

/// Reads the version first: the rest of the request of another one may have another form.
fn read(request: &[u8]) -> Result<Request, Problem> {
    let foreign = |error: serde_json::Error| {
        let text = format!(
            "cargo-tailprint {VERSION} cannot read the request of this build script: {error}"
        );
        Problem::error(text).help(install(""))
    };
    let of = serde_json::from_slice::<Versioned>(request).map_err(foreign)?.version;
    if of != VERSION {
        let text = format!("cargo-tailprint is {VERSION}, and this build script is of {of}");
        let repair = format!("`cargo install cargo-tailprint --version {of}`");
        return Err(Problem::error(text).help(repair));
    }
    serde_json::from_slice(request).map_err(foreign)
}

/// Returns the configuration with what the features of the build script, not those of this program, make of it.
pub(super) fn config(request: Request) -> Result<Config, Problem> {
    let mut config = request.config;
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
    // A newer program runs the build script again. A path with a line break would be a line of its own.
    let program =
        std::env::current_exe().ok().and_then(|path| path.into_os_string().into_string().ok());
    if let Some(program) = program.filter(|path| !path.contains(['\n', '\r'])) {
        lines.extend_from_slice(format!("cargo::rerun-if-changed={program}\n").as_bytes());
    }
    Done {
        lines: text(lines),
        refusal: result.as_ref().err().map(|report| text(in_process::refusal(report))),
        problems: in_process::problems(&result).iter().map(Told::from).collect(),
    }
}

/// The lines are made of texts.
fn text(lines: Vec<u8>) -> String {
    String::from_utf8_lossy(&lines).into_owned()
}
