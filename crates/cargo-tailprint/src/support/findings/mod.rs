//! Problems as text with the source lines that they are in, and as JSON.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use tailprint_build::cli_support::{Finding, FindingSeverity};

use super::terminal::{print_error, renderer, thousands};

/// Returns true if there is an error among the findings.
pub(crate) fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == FindingSeverity::Error)
}

/// One JSON object per line.
pub(crate) fn json(findings: &[Finding]) -> String {
    // Serialising text and numbers cannot fail.
    let lines = findings.iter().filter_map(|finding| serde_json::to_string(finding).ok());
    lines.map(|line| line + "\n").collect()
}

/// The problems with their source lines, and a last line with their number. The paths of files are relative to `base`.
pub(crate) fn human(findings: &[Finding], base: &Path, renderer: &Renderer) -> String {
    let mut sources = Sources { base, texts: HashMap::new() };
    let mut text = String::new();
    for finding in findings {
        text.push_str(&one(finding, sources.line(finding), renderer));
        text.push_str("\n\n");
    }
    text + &count(findings)
}

/// Prints problems to the standard error, for commands that have another output.
pub(crate) fn show(findings: &[Finding], base: &Path) {
    print_error(&human(findings, base, &renderer(&std::io::stderr())));
}

/// `2 errors, 1 warning`
fn count(findings: &[Finding]) -> String {
    let errors =
        findings.iter().filter(|finding| finding.severity == FindingSeverity::Error).count();
    let counted = [("error", errors), ("warning", findings.len() - errors)]
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(what, number)| {
            format!("{} {what}{}", thousands(number), if number == 1 { "" } else { "s" })
        });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() { String::new() } else { counted.join(", ") + "\n" }
}

/// The finding on one line, without its repair: `file:line:column: message`.
pub(crate) fn line(finding: &Finding) -> String {
    let mut line = String::new();
    if let Some(file) = &finding.file {
        line.push_str(file);
        for number in [finding.line, finding.column].into_iter().flatten() {
            line.push_str(&format!(":{number}"));
        }
        line.push_str(": ");
    }
    line + &finding.message
}

fn one(finding: &Finding, line: Option<&str>, renderer: &Renderer) -> String {
    let level = match finding.severity {
        FindingSeverity::Error => Level::ERROR,
        FindingSeverity::Warning => Level::WARNING,
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    match (&finding.file, finding.line, finding.column, line) {
        (None, ..) => {}
        (Some(file), Some(line), Some(column), Some(text)) => {
            let annotation = AnnotationKind::Primary.span(span(text, column, &finding.message));
            elements.push(
                Snippet::source(text)
                    .line_start(line)
                    .path(file.as_str())
                    .annotation(annotation)
                    .into(),
            );
        }
        (Some(file), Some(line), Some(column), None) => {
            elements.push(Origin::path(file.as_str()).line(line).char_column(column).into());
        }
        (Some(file), ..) => elements.push(Origin::path(file.as_str()).into()),
    }
    if let Some(help) = &finding.help {
        elements.push(Level::HELP.message(help.as_str()).into());
    }
    let message = finding.message.as_str();
    renderer.render(&[level.primary_title(message).elements(elements)])
}

/// The bytes to underline: a text that the message quotes if it stands at the position, else one character.
fn span(line: &str, column: usize, message: &str) -> Range<usize> {
    let start =
        line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(start, _)| start);
    let rest = line.get(start..).unwrap_or_default();
    let quoted = message.split('"').skip(1).step_by(2).filter(|quoted| rest.starts_with(quoted));
    let length = quoted.map(str::len).max().filter(|length| *length > 0);
    let length = length.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(0);
    start..start + length
}

/// The texts of the files that problems are in, read once each.
struct Sources<'a> {
    base: &'a Path,
    texts: HashMap<String, Option<String>>,
}

impl Sources<'_> {
    /// The source line of a problem, if its file can be read.
    fn line(&mut self, finding: &Finding) -> Option<&str> {
        let (file, line) = (finding.file.as_ref()?, finding.line?);
        let read = || {
            let bytes = std::fs::read(self.base.join(file)).ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let text = self.texts.entry(file.clone()).or_insert_with(read);
        text.as_deref()?.lines().nth(line.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests;
