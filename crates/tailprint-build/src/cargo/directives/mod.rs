//! Directives for Cargo, and lines for the user that Cargo passes on. Nothing else in the crate prints.

use std::io::{self, Write};

use tailprint_core::shown::Shown;

use super::directive;
use super::watch::Watch;
use crate::error::{Interface, Problem};
use crate::output::groups::groups;
use crate::output::problems_json::{Finding, FindingSeverity};

/// Prints the inputs that Cargo is to watch, then errors and warnings, those of one cause on one line.
///
/// # Errors
/// An error of `out`.
pub(crate) fn print(out: &mut impl Write, watch: &Watch, problems: &[Problem]) -> io::Result<()> {
    if !watch.whole_package {
        for path in watch.announced() {
            // A path as it is: an escaped one would be another file. It has no line break.
            writeln!(out, "cargo::rerun-if-changed={path}")?;
        }
        for variable in &watch.variables {
            directive(out, "rerun-if-env-changed", variable)?;
        }
    }
    let findings = Finding::all(problems, Interface::BuildScript);
    for group in groups(&findings, Interface::BuildScript) {
        let kind = match group.severity() {
            FindingSeverity::Error => "error",
            FindingSeverity::Warning => "warning",
        };
        directive(out, kind, &group.line())?;
    }
    out.flush()
}

/// Prints lines that are no directives: Cargo shows them with `-vv` only.
///
/// # Errors
/// An error of `out`.
pub(crate) fn note(out: &mut impl Write, notes: &[String]) -> io::Result<()> {
    notes.iter().try_for_each(|note| writeln!(out, "{}", Shown::line(note)))
}

#[cfg(test)]
mod tests;
