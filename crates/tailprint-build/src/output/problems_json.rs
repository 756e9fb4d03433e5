//! `problems.json`: the errors and warnings of a build, for `cargo tailprint check`.
//!
//! With this file a tool need not parse Cargo's messages. Every run of the build script writes it, successful or not,
//! so its age tells a tool if it belongs to the latest run.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tailprint_core::shown::Shown;
use tailprint_core::whole_file;

use super::manifest::json;
use crate::cargo::env::Env;
use crate::error::{Cause, Interface, Problem, Severity};

#[derive(Serialize)]
struct ProblemsJson {
    /// The version of this format.
    version: u32,
    /// The folder that the files of the problems are relative to.
    package: String,
    problems: Vec<Finding>,
}

/// A [`Problem`] as plain data, in the form that it has in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `error` or `warning`.
    pub severity: FindingSeverity,
    /// The name of the file on the disk.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// The message, without place and repair, safe to print.
    pub message: String,
    /// The repair, if one is known, safe to print.
    pub help: Option<String>,
    /// A cause that other problems may have as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The logical path that a problem with a cause is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// A [`Severity`] in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingSeverity {
    /// The build fails.
    Error,
    /// The build goes on.
    Warning,
}

impl Finding {
    /// Describes a problem with the names that settings have in an interface.
    pub(crate) fn new(problem: &Problem, interface: Interface) -> Self {
        let (line, column) = problem.position().unzip();
        Self {
            severity: match problem.severity() {
                Severity::Error => FindingSeverity::Error,
                Severity::Warning => FindingSeverity::Warning,
            },
            file: problem.file().map(str::to_owned),
            line,
            column,
            message: problem.message_for(interface),
            help: problem.repair_for(interface),
            cause: problem.cause(),
            path: problem.path().map(str::to_owned),
        }
    }

    /// Returns the place of the problem, safe to print: `css/app.css:1:18`.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let mut place = Shown::line(self.file.as_deref()?).into_string();
        for number in [self.line, self.column].into_iter().flatten() {
            place.push_str(&format!(":{number}"));
        }
        Some(place)
    }

    /// Describes problems with the names that settings have in an interface.
    pub(crate) fn all(problems: &[Problem], interface: Interface) -> Vec<Self> {
        problems.iter().map(|problem| Self::new(problem, interface)).collect()
    }
}

impl fmt::Display for Finding {
    /// One line: the place, the message, the repair in parentheses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place() {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// Writes the problems of a build script. An error of the file system is ignored: Cargo shows the problems as well.
pub(crate) fn write(folder: Option<&Path>, env: &Env, problems: &[Problem]) {
    let (Some(folder), Some(package)) = (folder, env.cargo("CARGO_MANIFEST_DIR")) else { return };
    let content = json(&ProblemsJson {
        version: 1,
        package: package.to_string_lossy().into_owned(),
        problems: Finding::all(problems, Interface::BuildScript),
    });
    let _ = whole_file::write(&folder.join("problems.json"), &content);
}
