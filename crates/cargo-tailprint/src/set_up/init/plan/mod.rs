//! The plan: all changes of files as data, before any is made.

pub(crate) mod apply;
mod endings;
pub(crate) mod lines;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tailprint_build::cli_support::cannot;
use tailprint_core::shown::Shown;

use super::project::Project;

/// The changes of files, and notes about changes for the user to make.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    changes: Vec<Change>,
    /// Changes for the user to make, with the reason.
    pub(crate) notes: Vec<String>,
}

/// A file that is created or changed.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) path: PathBuf,
    /// The text on disk; none if there is no such file.
    pub(crate) before: Option<String>,
    /// The new text with `\n` as line ending.
    after: String,
}

impl Change {
    /// The text to write, with the line endings of the file.
    pub(crate) fn content(&self) -> String {
        match &self.before {
            Some(before) => endings::restore(before, &self.after),
            None => self.after.clone(),
        }
    }

    /// The text on disk with `\n` as line ending.
    pub(crate) fn normal(&self) -> String {
        self.before.as_deref().map(endings::normal).unwrap_or_default()
    }
}

impl Plan {
    /// The changes that make a difference.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|it| it.before.is_none() || it.normal() != it.after)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.changes().next().is_none()
    }

    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = Shown::lines(text.into()).into_string();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// The changes for the user to make, numbered.
    pub(crate) fn steps(&self) -> String {
        let numbered = self.notes.iter().enumerate();
        numbered.map(|(index, note)| format!("{}. {note}\n", index + 1)).collect()
    }

    /// The planned text of a file with `\n` as line ending; none if there is no such file.
    pub(crate) fn text(&self, path: &Path) -> Result<Option<String>, String> {
        match self.changes.iter().find(|change| change.path == path) {
            Some(change) => Ok(Some(change.after.clone())),
            None => Ok(read(path)?.as_deref().map(endings::normal)),
        }
    }

    /// The planned text of a file as by [`text`](Self::text); empty if there is no such file.
    pub(crate) fn text_or_empty(&self, path: &Path) -> Result<String, String> {
        Ok(self.text(path)?.unwrap_or_default())
    }

    /// The number of files that a carried out plan has changed, as a text.
    pub(crate) fn files(&self) -> String {
        let files = self.changes().count();
        format!("{files} {}", if files == 1 { "file" } else { "files" })
    }

    /// Plans a new text for a file, with `\n` as line ending.
    pub(crate) fn set(&mut self, path: &Path, after: String) -> Result<(), String> {
        if let Some(change) = self.changes.iter_mut().find(|change| change.path == path) {
            change.after = after;
            return Ok(());
        }
        self.changes.push(Change { path: path.to_owned(), before: read(path)?, after });
        Ok(())
    }

    /// The unified diff of all changes.
    pub(crate) fn diff(&self, project: &Project) -> String {
        let mut text = String::new();
        for change in self.changes() {
            // A name with a line break would look like a line of the diff.
            let shown = project.shown(&change.path);
            let shown = Shown::line(shown.to_string());
            let old =
                if change.before.is_some() { format!("a/{shown}") } else { "/dev/null".into() };
            // With the line endings of the file, so that `git apply` takes it.
            let (before, after) = (change.before.as_deref().unwrap_or_default(), change.content());
            let diff = TextDiff::from_lines(before, &after);
            let mut unified = diff.unified_diff();
            let unified = unified.context_radius(3).header(&old, &format!("b/{shown}"));
            let _ = write!(text, "{unified}");
        }
        text
    }
}

fn read(path: &Path) -> Result<Option<String>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("be read", path, &error)),
    }
}
