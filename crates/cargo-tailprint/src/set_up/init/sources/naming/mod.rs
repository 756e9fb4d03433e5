//! The path of `assets` in the steps for the user: as the file that a step is about names it.

use std::collections::BTreeMap;

use super::super::project::Project;
use super::crates::{Crate, RoutedModule};
use super::home::Home;
use super::server::serve::assets_from;

/// The paths by which the sources of the package name `assets`, by file as it is shown.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    pub(super) fn of(
        project: &Project,
        crates: &[Crate<'_>],
        modules: &[RoutedModule<'_, '_>],
        home: &Home,
    ) -> Self {
        let mut names = BTreeMap::new();
        for it in modules {
            let Some(name) = assets_from(it, crates, home) else { continue };
            let known: &mut String = names.entry(project.shown(&it.module.file)).or_default();
            // Of the modules in a file, each understands the longer one.
            if known.len() < name.len() {
                *known = name;
            }
        }
        Self(names)
    }

    /// Has the steps name `assets` by paths that are right in the files that they name.
    pub(crate) fn apply(&self, notes: &mut [String]) {
        for note in notes {
            let files = note.split([' ', ',', '(', ')', '`']).filter_map(file);
            let name = files.filter_map(|file| self.0.get(file)).max_by_key(|name| name.len());
            if let Some(name) = name.filter(|name| *name != ASSETS) {
                *note = renamed(note, name);
            }
        }
    }
}

const ASSETS: &str = "assets";

/// The Rust source in `src/main.rs:12:`.
fn file(word: &str) -> Option<&str> {
    let (file, line) = word.trim_end_matches(':').rsplit_once(':')?;
    let is_line = !line.is_empty() && line.bytes().all(|it| it.is_ascii_digit());
    (is_line && file.ends_with(".rs")).then_some(file)
}

/// A step with another path in the place of `assets`, where that is the start of one.
fn renamed(note: &str, name: &str) -> String {
    let mut new = String::with_capacity(note.len());
    let mut rest = note;
    while let Some((before, after)) = rest.split_once("assets::") {
        let last = before.chars().next_back();
        let is_start = last.is_none_or(|it| !it.is_alphanumeric() && it != '_' && it != ':');
        new.push_str(before);
        new.push_str(if is_start { name } else { ASSETS });
        new.push_str("::");
        rest = after;
    }
    new + rest
}

#[cfg(test)]
mod tests;
