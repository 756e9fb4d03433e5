//! The lines that notes name, moved along with the edits.

use std::path::PathBuf;

use similar::{DiffOp, TextDiff};

use super::Plan;
use crate::set_up::init::project::Project;

/// A state of the plan: the number of notes that were written before it, and the texts that later notes are about.
#[derive(Debug)]
pub(crate) struct Mark {
    notes: usize,
    texts: Vec<(PathBuf, String)>,
}

impl Plan {
    /// Marks the place behind which notes name the lines of the texts as they are planned now. Those before it name lines
    /// of the files as they are.
    pub(crate) fn mark(&self) -> Mark {
        let texts = self.changes().map(|change| (change.path.clone(), change.after.clone()));
        Mark { notes: self.notes.len(), texts: texts.collect() }
    }

    /// Has all notes name the lines of the new files if the plan `is_applied`, else of the files as they are.
    pub(crate) fn settle(&mut self, project: &Project, mark: &Mark, is_applied: bool) {
        let mut moves = Vec::new();
        for change in self.changes().filter(|change| change.before.is_some()) {
            let before = change.normal();
            let marked = mark.texts.iter().find(|(path, _)| *path == change.path);
            let marked = marked.map_or(&before, |(_, text)| text);
            let target = if is_applied { &change.after } else { &before };
            let name = project.shown(&change.path);
            moves.push((name, Moves::new(&before, target), Moves::new(marked, target)));
        }
        for (index, note) in self.notes.iter_mut().enumerate() {
            for (name, early, late) in &moves {
                let moves = if index < mark.notes { early } else { late };
                *note = moves.in_note(note, name);
            }
        }
    }
}

/// The way from the lines of a text to those of another one.
struct Moves(Vec<DiffOp>);

impl Moves {
    fn new(from: &str, to: &str) -> Self {
        let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
        Self(TextDiff::from_slices(&lines(from), &lines(to)).ops().to_vec())
    }

    /// The line, from 1, that a line has become, or that stands in its place.
    fn line(&self, line: usize) -> usize {
        let index = line.saturating_sub(1);
        let op = self.0.iter().find(|op| op.old_range().contains(&index));
        op.map_or(line, |op| {
            let within = index - op.old_range().start;
            let new = op.new_range();
            new.start + within.min(new.len().saturating_sub(1)) + 1
        })
    }

    /// A note with the lines of a file replaced.
    fn in_note(&self, note: &str, name: &str) -> String {
        let mut new = String::with_capacity(note.len());
        let mut rest = note;
        let start = format!("{name}:");
        while let Some(at) = rest.find(&start) {
            let (before, found) = rest.split_at(at);
            let (_, behind) = found.split_at(start.len());
            let is_name = new.chars().chain(before.chars()).next_back().is_none_or(is_between);
            let digits =
                behind.len() - behind.trim_start_matches(|it: char| it.is_ascii_digit()).len();
            let (number, after) = behind.split_at(digits);
            new.push_str(before);
            new.push_str(&start);
            match number.parse().ok().filter(|_| is_name) {
                Some(line) => new.push_str(&self.line(line).to_string()),
                None => new.push_str(number),
            }
            rest = after;
        }
        new + rest
    }
}

/// Returns true for what may stand in front of a path in a note.
fn is_between(letter: char) -> bool {
    letter.is_whitespace() || letter == '('
}
