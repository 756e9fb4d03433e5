//! Problems as text with their source, and as JSON.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use tailprint_build::tool::{Finding, Weight};

use crate::terminal::thousands;

/// Whether there is an error among them.
pub(crate) fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Weight::Error)
}

/// One JSON object per line.
pub(crate) fn json(findings: &[Finding]) -> String {
    // Text and numbers always have a JSON form.
    let lines = findings.iter().filter_map(|finding| serde_json::to_string(finding).ok());
    lines.map(|line| line + "\n").collect()
}

/// The problems with the lines they are in and a last line that counts them; `base` is what files are relative to.
pub(crate) fn human(findings: &[Finding], base: &Path, renderer: &Renderer) -> String {
    let mut sources = Sources { base, texts: HashMap::new() };
    let mut text = String::new();
    for finding in findings {
        text.push_str(&one(finding, sources.line(finding), renderer));
        text.push_str("\n\n");
    }
    text + &count(findings)
}

/// `2 errors, 1 warning`
fn count(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.severity == Weight::Error).count();
    let counted = [("error", errors), ("warning", findings.len() - errors)]
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(what, number)| {
            format!("{} {what}{}", thousands(number), if number == 1 { "" } else { "s" })
        });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() { String::new() } else { counted.join(", ") + "\n" }
}

fn one(finding: &Finding, line: Option<&str>, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
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

/// The bytes that the message is about: what it quotes, where that stands there, else one character.
fn span(line: &str, column: usize, message: &str) -> Range<usize> {
    let start =
        line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(start, _)| start);
    let rest = line.get(start..).unwrap_or_default();
    let quoted = message.split('"').skip(1).step_by(2).filter(|quoted| rest.starts_with(quoted));
    let length = quoted.map(str::len).max().filter(|length| *length > 0);
    let length = length.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(0);
    start..start + length
}

/// The files that problems are in.
struct Sources<'a> {
    base: &'a Path,
    texts: HashMap<String, Option<String>>,
}

impl Sources<'_> {
    /// The line that a problem is in, if it can be shown.
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
