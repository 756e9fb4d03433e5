//! Problems of one cause, shown as one: a package that lacks six hundred files is one mistake.

mod folders;
mod wording;

use std::collections::HashMap;

use tailprint_core::shown::Shown;

use super::problems_json::{Finding, FindingSeverity};
use crate::error::{Cause, Interface};

/// The most problems of one cause that are shown one by one, and the number of a group's problems that are shown with it.
pub const SHOWN: usize = 3;

/// One problem, or many of the same cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// In the order of their places; never empty.
    pub findings: Vec<&'a Finding>,
    /// The words for a group of more problems than are shown.
    pub summary: Option<Summary>,
}

/// The words for a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The cause and the number of problems.
    pub message: String,
    /// The repair of all of them, by one setting where there is one.
    pub help: Option<String>,
}

impl Group<'_> {
    /// Returns the severity that all problems of the group have.
    #[must_use]
    pub fn severity(&self) -> FindingSeverity {
        self.findings.first().map_or(FindingSeverity::Warning, |first| first.severity)
    }

    /// Returns the group on one line: the first places, the cause, the repair.
    #[must_use]
    pub fn line(&self) -> String {
        let Some((first, others)) = self.findings.split_first() else { return String::new() };
        let Some(Summary { message, help }) = &self.summary else { return first.to_string() };
        let mut line = match first.place() {
            Some(place) => format!("{place}: {message}"),
            None => message.clone(),
        };
        let mut notes: Vec<String> = Vec::new();
        let places: Vec<String> =
            others.iter().take(SHOWN - 1).filter_map(|other| other.place()).collect();
        if !places.is_empty() {
            notes.push(format!("also at {}", places.join(" and ")));
        }
        notes.extend(help.clone());
        notes.push("`cargo tailprint check --all` shows all".to_owned());
        line.push_str(&format!(" ({})", notes.join("; ")));
        line
    }
}

/// The cause that makes problems one group. Problems of different severities are never in one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// Missing files below a folder.
    Folder(String),
    Cause(Cause),
    /// The message without the names in it.
    Message(String),
}

/// Groups problems by their causes. The groups are in the order of their first problems, and so are the problems of each.
///
/// A cause that no more than [`SHOWN`] problems have makes no group.
#[must_use]
pub fn groups(findings: &[Finding], interface: Interface) -> Vec<Group<'_>> {
    let folders = folders::of(findings);
    let key = |finding: &Finding| match (finding.cause, &finding.path) {
        (Some(Cause::Missing), Some(path)) => Key::Folder(folders.of(finding.severity, path)),
        (Some(Cause::LeftOut), Some(path)) => {
            Key::Message(finding.message.replace(Shown::line(path).as_str(), ""))
        }
        (None | Some(Cause::Other | Cause::Missing | Cause::LeftOut), _) => {
            Key::Message(wording::without_names(&finding.message))
        }
        (Some(cause), _) => Key::Cause(cause),
    };
    let mut places: HashMap<(FindingSeverity, Key), usize> = HashMap::new();
    let mut grouped: Vec<(Key, Vec<usize>)> = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let key = key(finding);
        let place = *places.entry((finding.severity, key.clone())).or_insert(grouped.len());
        match grouped.get_mut(place) {
            Some((_, members)) => members.push(index),
            None => grouped.push((key, vec![index])),
        }
    }
    let mut groups: Vec<(usize, Group<'_>)> = Vec::new();
    for (key, members) in grouped {
        let all: Vec<&Finding> = members.iter().filter_map(|index| findings.get(*index)).collect();
        if all.len() > SHOWN {
            let summary = Some(wording::summary(&key, &all, interface));
            let first = members.first().copied().unwrap_or_default();
            groups.push((first, Group { findings: all, summary }));
        } else {
            let single = |finding| Group { findings: vec![finding], summary: None };
            groups.extend(members.into_iter().zip(all.into_iter().map(single)));
        }
    }
    groups.sort_by_key(|(first, _)| *first);
    groups.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests;
