//! What the pages of the app are told.

use std::collections::BTreeSet;

use serde::Serialize;
use tailprint_build::tool::Finding;

use super::control::Client;

/// The processes that pass it on, and what they have to know.
#[derive(Debug, Default)]
pub(super) struct Pages {
    clients: Vec<Client>,
    /// Why the program is out of date.
    build: Option<Problem>,
    /// Why the style sheets are.
    styles: Option<Problem>,
}

/// What is shown over a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    pub(super) title: String,
    pub(super) text: String,
}

impl Problem {
    /// What is wrong with style sheets.
    pub(super) fn of_styles(findings: &[Finding]) -> Self {
        let text: Vec<String> = findings.iter().map(line).collect();
        Self { title: "Tailwind CSS".to_owned(), text: text.join("\n") }
    }
}

/// `file:line:column: what (repair)`
pub(super) fn line(finding: &Finding) -> String {
    let mut line = String::new();
    if let Some(file) = &finding.file {
        line.push_str(file);
        for number in [finding.line, finding.column].into_iter().flatten() {
            line.push_str(&format!(":{number}"));
        }
        line.push_str(": ");
    }
    line.push_str(&finding.message);
    if let Some(help) = &finding.help {
        line.push_str(&format!(" ({help})"));
    }
    line
}

impl Pages {
    /// A process that is new to us knows nothing yet.
    pub(super) fn meet(&mut self, mut client: Client) {
        if self.problem().is_none() || client.tell(&self.problem_line()) {
            self.clients.push(client);
        }
    }

    pub(super) fn swap(&mut self, urls: &BTreeSet<String>) {
        if let Ok(urls) = serde_json::to_string(urls) {
            self.tell(&format!("swap {urls}"));
        }
    }

    pub(super) fn reload(&mut self) {
        self.tell("reload");
    }

    pub(super) fn set_build(&mut self, problem: Option<Problem>) {
        self.change(|pages| pages.build = problem);
    }

    pub(super) fn set_styles(&mut self, problem: Option<Problem>) {
        self.change(|pages| pages.styles = problem);
    }

    /// Ends the events of a process that is about to end, so that nothing keeps it.
    pub(super) fn close(&mut self, id: u32) {
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
        self.build.as_ref().or(self.styles.as_ref())
    }

    fn problem_line(&self) -> String {
        let problem = self.problem().and_then(|problem| serde_json::to_string(problem).ok());
        format!("problem {}", problem.unwrap_or_default())
    }

    fn tell(&mut self, line: &str) {
        self.clients.retain_mut(|client| client.tell(line));
    }
}
