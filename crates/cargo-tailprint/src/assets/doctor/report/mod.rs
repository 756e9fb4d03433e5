//! The report of the doctor. Its JSON form has the fields of these types.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use tailprint_core::build_json::Template;
use tailprint_core::shown::Shown;
use tailprint_core::size::shown as size;

use crate::support::terminal::thousands;

/// The facts and findings about a package.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    /// The version of the JSON form.
    pub(crate) version: u32,
    pub(crate) package: String,
    pub(crate) facts: Facts,
    /// Worst first.
    pub(crate) findings: Vec<Diagnosis>,
}

/// The facts about a package. Unknown ones are `null` or empty.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Facts {
    /// Version of tailprint-build.
    pub(crate) tailprint: Option<String>,
    /// `plain` or `hashed`
    pub(crate) mode: Option<String>,
    pub(crate) tailwind: Vec<Tailwind>,
    pub(crate) node: Option<String>,
    pub(crate) npm: Option<String>,
    /// The file with the list of browsers that the project supports.
    pub(crate) browserslist: Option<String>,
    /// For each profile, true if it optimises build scripts.
    pub(crate) optimised_build_scripts: BTreeMap<&'static str, bool>,
    /// The folders and files that the build reads.
    pub(crate) watched: Vec<String>,
    pub(crate) encodings: Vec<String>,
    pub(crate) assets: Option<Totals>,
    pub(crate) biggest: Vec<Big>,
    /// The templates, with the uses that the build has checked.
    pub(crate) templates: Vec<Template>,
    /// The URLs of files at the root of the host.
    pub(crate) at_root: Vec<String>,
    /// Milliseconds per stage of the last build.
    pub(crate) timings: Vec<(String, f64)>,
}

/// A style sheet that Tailwind compiles.
#[derive(Debug, Serialize)]
pub(crate) struct Tailwind {
    pub(crate) source: String,
    pub(crate) output: String,
    pub(crate) engine: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) found_by: Option<String>,
    /// The number of different classes in the style sheet.
    pub(crate) classes: Option<usize>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Totals {
    pub(crate) count: usize,
    pub(crate) bytes: u64,
    /// The bytes of those that a release build embeds, without content codings.
    pub(crate) embedded: u64,
    /// The bytes of those that are files beside the program.
    pub(crate) on_disk: u64,
}

/// One of the largest assets.
#[derive(Debug, Serialize)]
pub(crate) struct Big {
    pub(crate) path: String,
    pub(crate) bytes: u64,
    /// The sizes of the precompressed files, by content coding.
    pub(crate) encoded: BTreeMap<String, u64>,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    Error,
    Warning,
    Note,
}

/// A finding with its repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Diagnosis {
    /// The name of the kind of finding. It stays the same between versions.
    pub(crate) id: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    /// The repair.
    pub(crate) help: String,
    /// The assets or positions that the finding is about.
    pub(crate) subjects: Vec<String>,
}

impl Diagnosis {
    pub(crate) fn new(
        id: &'static str,
        severity: Severity,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { id, severity, message, help, subjects: Vec::new() }
    }

    pub(crate) fn about(mut self, subjects: Vec<String>) -> Self {
        self.subjects = subjects;
        self
    }
}

/// The number of subjects that are printed, so that a report of ten findings fits a screen or two. The rest is counted.
const SUBJECTS: usize = 8;

impl Report {
    /// Returns true if there is a finding other than a note.
    pub(crate) fn is_ill(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity != Severity::Note)
    }

    /// The text for a person, with colours.
    pub(crate) fn human(&self, all: bool) -> String {
        let rows = self.rows();
        let width = rows.iter().map(|(label, _)| label.len()).max().unwrap_or(0);
        let mut text = String::new();
        let rows = rows.into_iter().chain(self.templates(all));
        for (label, value) in rows {
            let _ = writeln!(text, "{label:width$}  {}", Shown::line(value));
        }
        for finding in &self.findings {
            text.push('\n');
            finding.write(&mut text, if all { usize::MAX } else { SUBJECTS });
        }
        let end = if self.findings.is_empty() { "\nall is well\n" } else { "" };
        text + end
    }

    /// The rows about templates: those with uses or URLs of assets, and with `all` each use.
    fn templates(&self, all: bool) -> Vec<(&'static str, String)> {
        let mut values = Vec::new();
        for template in &self.facts.templates {
            let Template { uses, unchecked, written, .. } = template;
            if uses.is_empty() && unchecked.is_empty() && written.is_empty() {
                continue;
            }
            values.push(self::uses(template));
            let each = uses.iter().filter(|_| all);
            values.extend(
                each.map(|it| format!("  {}:{} {} {:?}", it.line, it.column, it.filter, it.path)),
            );
        }
        let labels = std::iter::once("templates").chain(std::iter::repeat(""));
        labels.zip(values).collect()
    }

    fn rows(&self) -> Vec<(&'static str, String)> {
        let facts = &self.facts;
        let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let mut rows = vec![("package", self.package.clone())];
        if let (Some(version), Some(mode)) = (&facts.tailprint, &facts.mode) {
            rows.push(("tailprint-build", format!("{version}, {mode} names")));
        }
        rows.extend(facts.tailwind.iter().map(|it| ("tailwind", it.human())));
        if facts.tailprint.is_some() && facts.tailwind.is_empty() {
            rows.push(("tailwind", "none".to_owned()));
        }
        rows.push(("node", or_none(&facts.node)));
        rows.push(("npm", or_none(&facts.npm)));
        rows.push(("browserslist", or_none(&facts.browserslist)));
        let optimised = facts.optimised_build_scripts.iter().map(|(profile, yes)| {
            format!("{} in {profile}", if *yes { "optimised" } else { "not optimised" })
        });
        rows.push(("build scripts", optimised.collect::<Vec<_>>().join(", ")));
        if !facts.watched.is_empty() {
            rows.push(("read", facts.watched.join(", ")));
        }
        if !facts.encodings.is_empty() {
            rows.push(("compression", format!("{} in release builds", facts.encodings.join(", "))));
        }
        if let Some(assets) = &facts.assets {
            rows.push(("assets", assets.human()));
        }
        let labels = std::iter::once("biggest").chain(std::iter::repeat(""));
        rows.extend(labels.zip(facts.biggest.iter().map(Big::human)));
        if !facts.at_root.is_empty() {
            let shown = facts.at_root.iter().take(SUBJECTS).map(String::as_str);
            let more = facts.at_root.len().saturating_sub(SUBJECTS);
            let mut text = shown.collect::<Vec<_>>().join(", ");
            if more > 0 {
                let _ = write!(text, " and {} more", thousands(more));
            }
            rows.push(("at the root", text));
        }
        if !facts.timings.is_empty() {
            let times = facts.timings.iter().map(|(stage, time)| format!("{stage} {time:.0} ms"));
            rows.push(("last build", times.collect::<Vec<_>>().join(", ")));
        }
        rows
    }
}

/// The uses in a template, counted.
fn uses(template: &Template) -> String {
    let mut text = format!("{}: {} checked", template.file, thousands(template.uses.len()));
    for (places, what) in
        [(template.unchecked.len(), "not checked"), (template.written.len(), "written out")]
    {
        if places > 0 {
            let _ = write!(text, ", {} {what}", thousands(places));
        }
    }
    text
}

impl Totals {
    fn human(&self) -> String {
        let text = format!("{}, {}", thousands(self.count), size(self.bytes));
        match self.on_disk {
            0 => text,
            on_disk => {
                let (embedded, on_disk) = (size(self.embedded), size(on_disk));
                format!("{text}: {embedded} in the program, {on_disk} on the disk")
            }
        }
    }
}

impl Tailwind {
    fn human(&self) -> String {
        let mut text = format!("{} → {}", self.source, self.output);
        if let Some(classes) = self.classes {
            let _ = write!(text, ", {} classes", thousands(classes));
        }
        if let (Some(engine), Some(version)) = (&self.engine, &self.version) {
            let _ = write!(text, ", {version} by {engine}");
        }
        if let Some(found_by) = &self.found_by {
            let _ = write!(text, " ({found_by})");
        }
        text
    }
}

impl Big {
    fn human(&self) -> String {
        let encoded =
            self.encoded.iter().map(|(coding, bytes)| format!(", {coding} {}", size(*bytes)));
        format!("{} {}{}", self.path, size(self.bytes), encoded.collect::<String>())
    }
}

impl Diagnosis {
    fn write(&self, text: &mut String, most: usize) {
        let (colour, word) = match self.severity {
            Severity::Error => ("31", "error"),
            Severity::Warning => ("33", "warning"),
            Severity::Note => ("36", "note"),
        };
        let _ = writeln!(text, "\x1b[1;{colour}m{word}\x1b[0m: {}", Shown::line(&*self.message));
        for subject in self.subjects.iter().take(most) {
            let _ = writeln!(text, "  {}", Shown::line(&**subject));
        }
        if self.subjects.len() > most {
            let _ = writeln!(text, "  and {} more", thousands(self.subjects.len() - most));
        }
        let _ = writeln!(text, "  help: {}", Shown::line(&*self.help));
    }
}

#[cfg(test)]
mod tests;
