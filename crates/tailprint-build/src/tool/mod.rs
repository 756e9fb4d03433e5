//! The feature `tool`: a build script asks the installed `cargo-tailprint` to do its work.
//!
//! The program gets the [`Request`] on its standard input, in the environment and the folder of the build script, and
//! answers on its standard output, both as JSON. Both are of the same version, so there is one form.

#[cfg(feature = "tool_answer")]
pub(crate) mod answering;
#[cfg(any(hands_over, test))]
#[cfg_attr(
    not(hands_over),
    allow(dead_code, reason = "a test cannot take the place of the build script")
)]
pub(crate) mod caller;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::error::{Problem, Severity};

/// The version of both.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The work of a build script.
#[derive(Debug)]
#[cfg_attr(any(hands_over, test), derive(Serialize))]
#[cfg_attr(feature = "tool_answer", derive(Deserialize))]
pub(crate) struct Request {
    /// That of the build script. The program reads it before the rest.
    #[cfg(any(hands_over, test))]
    pub(crate) version: String,
    /// The features of the build script that change what it makes.
    pub(crate) js_modules: bool,
    pub(crate) typescript: bool,
    pub(crate) config: Config,
}

/// The outcome of a build.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The program cannot do this work.
    Refused(Told),
    Done(Done),
}

/// A build that has run to its end.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    /// The lines for Cargo.
    pub(crate) lines: String,
    /// The lines that fail the build; none after a success.
    pub(crate) refusal: Option<String>,
    /// The errors of a failed build, the warnings of another one.
    pub(crate) problems: Vec<Told>,
}

/// A [`Problem`] as its user reads it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    file: Option<String>,
    /// Line and column.
    position: Option<(usize, usize)>,
    is_error: bool,
    message: String,
    repair: Option<String>,
}

impl From<&Problem> for Told {
    fn from(problem: &Problem) -> Self {
        Self {
            file: problem.file().map(str::to_owned),
            position: problem.position(),
            is_error: problem.severity() == Severity::Error,
            message: problem.message(),
            repair: problem.repair(),
        }
    }
}

impl From<Told> for Problem {
    fn from(told: Told) -> Self {
        let severity = if told.is_error { Severity::Error } else { Severity::Warning };
        let problem = Self::new(severity, told.message);
        let problem = match (told.file, told.position) {
            (Some(file), Some((line, column))) => problem.at(file, line, column),
            (Some(file), None) => problem.in_file(file),
            (None, _) => problem,
        };
        match told.repair {
            Some(repair) => problem.help(repair),
            None => problem,
        }
    }
}

/// Returns the command that installs the program.
fn install(features: &str) -> String {
    format!("`cargo install cargo-tailprint --version {VERSION}{features}`")
}

#[cfg(test)]
mod tests;
