//! Problems as text with the source lines that they are in, and as JSON.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use tailprint_build::cli_support::{Finding, FindingSeverity, Group, Interface, SHOWN, groups};
use tailprint_core::shown::Shown;

use super::terminal::{print_styled_error, renderer, thousands};

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

/// The way in which problems are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// True to show every problem, and not those of one cause as one.
    pub(crate) all: bool,
    /// The place in which the user has written the settings.
    pub(crate) interface: Interface,
}

/// The interface of the settings of a folder or of a package.
pub(crate) fn interface(from_folder: bool) -> Interface {
    if from_folder { Interface::CommandLine } else { Interface::BuildScript }
}

/// The problems with their source lines, and a last line with their number. The paths of files are relative to `base`.
pub(crate) fn human(findings: &[Finding], base: &Path, view: View, renderer: &Renderer) -> String {
    let mut sources = Sources { base, texts: HashMap::new() };
    let groups = groups(findings, view.interface);
    let mut text = String::new();
    let mut show = |report: String| {
        text.push_str(&report);
        text.push_str("\n\n");
    };
    if view.all {
        findings.iter().for_each(|finding| show(one(finding, &mut sources, renderer)));
    } else {
        groups.iter().for_each(|group| show(grouped(group, &mut sources, renderer)));
    }
    text + &count(findings)
}

/// Prints problems to the standard error, for commands that have another output.
pub(crate) fn show(findings: &[Finding], base: &Path, view: View) {
    print_styled_error(&human(findings, base, view, &renderer(&std::io::stderr())));
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
        line.push_str(Shown::line(file).as_str());
        for number in [finding.line, finding.column].into_iter().flatten() {
            line.push_str(&format!(":{number}"));
        }
        line.push_str(": ");
    }
    line + &finding.message
}

fn grouped(group: &Group<'_>, sources: &mut Sources<'_>, renderer: &Renderer) -> String {
    let Some(summary) = &group.summary else {
        let shown = group.findings.iter().map(|finding| one(finding, sources, renderer));
        return shown.collect::<Vec<_>>().join("\n\n");
    };
    let (shown, more) = group.findings.split_at(SHOWN.min(group.findings.len()));
    let excerpts: Vec<Excerpt> = shown.iter().map(|finding| sources.excerpt(finding)).collect();
    let mut elements: Vec<Element<'_>> = Vec::new();
    for (finding, excerpt) in shown.iter().zip(&excerpts) {
        elements.extend(place(finding, excerpt));
    }
    let note = format!("{} more, which `--all` shows", thousands(more.len()));
    elements.push(Level::NOTE.message(note.as_str()).into());
    elements.extend(summary.help.as_deref().map(|help| Level::HELP.message(help).into()));
    let title = level(group.severity()).primary_title(summary.message.as_str());
    renderer.render(&[title.elements(elements)])
}

fn one(finding: &Finding, sources: &mut Sources<'_>, renderer: &Renderer) -> String {
    let excerpt = sources.excerpt(finding);
    let mut elements: Vec<Element<'_>> = place(finding, &excerpt);
    elements.extend(finding.help.as_deref().map(|help| Level::HELP.message(help).into()));
    let title = level(finding.severity).primary_title(finding.message.as_str());
    renderer.render(&[title.elements(elements)])
}

fn level(severity: FindingSeverity) -> Level<'static> {
    match severity {
        FindingSeverity::Error => Level::ERROR,
        FindingSeverity::Warning => Level::WARNING,
    }
}

/// The place of a problem, with the line that it is in where that is short enough to be read.
fn place<'a>(finding: &'a Finding, excerpt: &'a Excerpt) -> Vec<Element<'a>> {
    let Some(file) = finding.file.as_deref() else { return Vec::new() };
    let shown = Shown::line(file).into_string();
    match (finding.line, &finding.column, excerpt) {
        (Some(line), Some(column), Some((text, span))) => {
            let annotation = AnnotationKind::Primary.span(span.clone());
            let snippet = Snippet::source(text.as_str()).line_start(line).annotation(annotation);
            // Escapes in front of the place are longer than what stands in the file.
            if text.get(..span.start).map(|before| before.chars().count() + 1) == Some(*column) {
                vec![snippet.path(shown).into()]
            } else {
                let origin = Origin::path(shown).line(line).char_column(*column);
                vec![origin.into(), snippet.into()]
            }
        }
        (Some(line), Some(column), None) => {
            vec![Origin::path(shown).line(line).char_column(*column).into()]
        }
        _ => vec![Origin::path(shown).into()],
    }
}

/// The bytes to underline: a text that the message quotes if it stands at the position, else one character.
fn span(line: &str, column: usize, message: &str) -> Range<usize> {
    let start =
        line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(start, _)| start);
    let (before, rest) = line.split_at_checked(start).unwrap_or((line, ""));
    // As the line is shown, and as the message quotes it.
    let start = Shown::line(before).as_str().len();
    let rest = Shown::line(rest);
    let rest = rest.as_str();
    let quoted = message.split('"').skip(1).step_by(2).filter(|quoted| rest.starts_with(quoted));
    let length = quoted.map(str::len).max().filter(|length| *length > 0);
    let length = length.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(0);
    start..start + length
}

/// The source line of a problem, and the bytes of it to underline; none for a line that is gone or too long.
type Excerpt = Option<(String, Range<usize>)>;

/// The length in bytes of the longest line that is shown. Longer ones have been minified, and nobody reads them.
const LONGEST_LINE: usize = 2_000;

/// The texts of the files that problems are in, read once each.
struct Sources<'a> {
    base: &'a Path,
    texts: HashMap<String, Option<Text>>,
}

/// The text of a file, with the place of each line.
struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    fn new(text: String) -> Self {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { text, starts }
    }

    /// The line with a number from 1, without its end; none if the file has fewer.
    fn line(&self, number: usize) -> Option<&str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        // Behind the last line break there is no line.
        let line = self.text.get(start..end).filter(|line| !line.is_empty())?;
        Some(line.trim_end_matches('\n').trim_end_matches('\r'))
    }
}

impl Sources<'_> {
    fn excerpt(&mut self, finding: &Finding) -> Excerpt {
        let (file, line, column) = (finding.file.as_ref()?, finding.line?, finding.column?);
        let read = || {
            let bytes = std::fs::read(self.base.join(file)).ok()?;
            let text = String::from_utf8_lossy(&bytes);
            // It has no column either.
            Some(Text::new(text.trim_start_matches('\u{FEFF}').to_owned()))
        };
        let text = self.texts.entry(file.clone()).or_insert_with(read).as_ref()?;
        let line = text.line(line).filter(|line| line.len() <= LONGEST_LINE)?;
        // A tab is one column, and would be an escape.
        let line = line.replace('\t', " ");
        let span = span(&line, column, &finding.message);
        Some((Shown::line(&line).into_string(), span))
    }
}

#[cfg(test)]
mod tests;
