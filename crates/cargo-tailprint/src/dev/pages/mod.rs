//! The messages to the pages of the app.

pub(crate) mod control;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tailprint_build::cli_support::Finding;
use tailprint_core::shown::Shown;

use crate::support::findings;
use control::Client;

/// The processes that pass messages on to their pages, and the problem that pages show.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    clients: Vec<Client>,
    /// The reason why the program is out of date.
    build: Option<Problem>,
    /// The imports of packages that no import map has.
    imports: Option<Problem>,
    /// The reason why the style sheets are out of date.
    styles: Option<Problem>,
    /// The reason why scripts are out of date.
    scripts: Option<Problem>,
    /// The file with the page about the build.
    report: Option<PathBuf>,
}

/// A problem that is shown over a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    pub(crate) title: String,
    pub(crate) text: String,
}

impl Problem {
    /// The problem as pages show it.
    fn safe(&self) -> Self {
        let (title, text) = (Shown::line(&*self.title), Shown::lines(&*self.text));
        Self { title: title.into_string(), text: text.into_string() }
    }

    /// The problem of style sheets that do not compile.
    pub(crate) fn of_styles(findings: &[Finding]) -> Self {
        Self::of("Tailwind CSS", findings)
    }

    /// The problem with this title.
    pub(crate) fn of(title: &str, findings: &[Finding]) -> Self {
        let text: Vec<String> = findings.iter().map(line).collect();
        Self { title: title.to_owned(), text: text.join("\n") }
    }
}

/// The finding on one line: `file:line:column: message (repair)`.
pub(crate) fn line(finding: &Finding) -> String {
    let line = findings::line(finding);
    match &finding.help {
        Some(help) => format!("{line} ({help})"),
        None => line,
    }
}

/// A path with a line break in it cannot be told; then the process answers that there is no report.
fn report_line(file: &Path) -> String {
    format!("report {}", file.display())
}

impl Pages {
    /// Adds a process, and tells it about the present problem.
    pub(crate) fn meet(&mut self, mut client: Client) {
        let is_there = self.problem().is_none() || client.tell(&self.problem_line());
        let report = self.report.as_deref().map(report_line);
        if is_there && report.is_none_or(|line| client.tell(&line)) {
            self.clients.push(client);
        }
    }

    /// Names the file with the page about the build.
    pub(crate) fn report(&mut self, file: PathBuf) {
        self.tell(&report_line(&file));
        self.report = Some(file);
    }

    pub(crate) fn swap(&mut self, urls: &BTreeSet<String>) {
        if let Ok(urls) = serde_json::to_string(urls) {
            self.tell(&format!("swap {urls}"));
        }
    }

    pub(crate) fn reload(&mut self) {
        self.tell("reload");
    }

    pub(crate) fn set_build(&mut self, problem: Option<Problem>) {
        self.change(|pages| pages.build = problem);
    }

    pub(crate) fn set_styles(&mut self, problem: Option<Problem>) {
        self.change(|pages| pages.styles = problem);
    }

    pub(crate) fn set_scripts(&mut self, problem: Option<Problem>) {
        self.change(|pages| pages.scripts = problem);
    }

    pub(crate) fn set_imports(&mut self, problem: Option<Problem>) {
        self.change(|pages| pages.imports = problem);
    }

    /// Has a process close the event streams of its pages. A server that ends in an orderly way waits for them.
    pub(crate) fn close(&mut self, id: u32) {
        for client in self.clients.iter_mut().filter(|client| client.id == id) {
            client.tell("close");
        }
        self.clients.retain(|client| client.id != id);
    }

    fn change(&mut self, change: impl FnOnce(&mut Self)) {
        let former = self.problem().cloned();
        change(self);
        if self.problem() != former.as_ref() {
            let line = self.problem_line();
            self.tell(&line);
        }
    }

    fn problem(&self) -> Option<&Problem> {
        let scripts = self.scripts.as_ref().or(self.imports.as_ref());
        self.build.as_ref().or(scripts).or(self.styles.as_ref())
    }

    fn problem_line(&self) -> String {
        let problem = self.problem().map(Problem::safe);
        let problem = problem.and_then(|problem| serde_json::to_string(&problem).ok());
        format!("problem {}", problem.unwrap_or_default())
    }

    fn tell(&mut self, line: &str) {
        self.clients.retain_mut(|client| client.tell(line));
    }
}

#[cfg(test)]
mod tests;
