//! Files that a checkout on Windows or macOS cannot hold.
//!
//! They are told on every system: whoever adds such a file is not the one whose checkout fails.

use std::collections::{HashMap, HashSet};

use tailprint_core::path::unportable;

use super::discover::SourceFile;
use crate::error::{Problem, Problems, Setting};
use crate::support::suggest::fold::{Form, fold};

/// Warns of names that Windows refuses, and of files whose names look alike.
pub(crate) fn check(files: &[SourceFile], problems: &mut Problems) {
    let refused = files.iter().filter_map(refused);
    problems.extend(refused);
    LookAlikes::default().find(files, problems);
}

fn refused(file: &SourceFile) -> Option<Problem> {
    let refused = |name| unportable(name).map(|reason| (name, reason));
    let (name, reason) = file.path.split('/').find_map(refused)?;
    let what = format!("a checkout on Windows cannot hold this file: \"{name}\" {reason}");
    let problem = Problem::warning(what).in_file(&file.shown).help("rename it");
    Some(problem.or("or leave it out by", Setting::Ignore))
}

/// Files and folders by the way they look.
#[derive(Debug, Default)]
struct LookAlikes<'a> {
    /// The first path of each look, and the file that it is or that is in it.
    first: HashMap<String, (&'a str, &'a SourceFile)>,
    known: HashSet<&'a str>,
    /// Folders that were told of. Nothing is told of what is in them.
    told: HashSet<&'a str>,
}

impl<'a> LookAlikes<'a> {
    fn find(mut self, files: &'a [SourceFile], problems: &mut Problems) {
        for file in files {
            let folders = file.path.match_indices('/').filter_map(|(end, _)| file.path.get(..end));
            for path in folders.chain([&*file.path]) {
                if self.told.contains(path) {
                    break;
                }
                if !self.known.insert(path) {
                    continue;
                }
                if let Some(problem) = self.enter(path, file) {
                    problems.push(problem);
                    self.told.insert(path);
                    break;
                }
            }
        }
    }

    /// Enters a path that is new, and compares it with the first one of the same look.
    fn enter(&mut self, path: &'a str, file: &'a SourceFile) -> Option<Problem> {
        let (first, other) = *self.first.entry(fold(path)).or_insert((path, file));
        let difference = Form::of(first, path)?.difference();
        let what = if path == file.path {
            format!(
                "Windows and macOS hold only one of this file and {}: {difference}",
                other.shown
            )
        } else {
            format!(
                "Windows and macOS take the folders \"{first}\" and \"{path}\" for one: {difference}"
            )
        };
        Some(Problem::warning(what).in_file(&file.shown).help("rename one of them"))
    }
}

#[cfg(test)]
mod tests;
