//! Ignore files: `.gitignore`, `.ignore` and a repository's `info/exclude`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Scanner, names};

/// The ignore files that apply in a folder: a chain from the folder outwards.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// Innermost last.
    levels: Vec<Level>,
    /// Whether the walk began in a repository, so that one within it stands alone.
    in_repository: bool,
}

#[derive(Debug)]
struct Level {
    ignore: Option<Gitignore>,
    git: Option<Gitignore>,
    /// What git ignores further out says nothing about what is here.
    repository: bool,
}

impl Ignores {
    /// What applies in a folder because of the folders around it.
    pub(super) fn around(folder: &Path, read: &mut Vec<PathBuf>) -> Self {
        let mut outer: Vec<&Path> = folder.ancestors().skip(1).collect();
        outer.reverse();
        let in_repository = folder.ancestors().any(is_repository);
        let mut ignores = Self { levels: Vec::new(), in_repository };
        for folder in outer {
            ignores.enter(folder, read);
        }
        ignores
    }

    /// Adds the ignore files of the next folder inwards.
    pub(super) fn enter(&mut self, folder: &Path, read: &mut Vec<PathBuf>) {
        let repository = self.in_repository && is_repository(folder);
        let exclude = repository.then(|| folder.join(".git/info/exclude"));
        let git = load(folder, exclude.into_iter().chain([folder.join(".gitignore")]), read);
        let ignore = load(folder, [folder.join(".ignore")], read);
        self.levels.push(Level { ignore, git, repository });
    }

    /// Forgets the innermost folder.
    pub(super) fn leave(&mut self) {
        self.levels.pop();
    }

    /// Whether a path in the innermost folder is ignored.
    pub(super) fn ignores(&self, path: &Path, folder: bool) -> bool {
        self.verdict(path, folder, false)
            .or_else(|| self.verdict(path, folder, true))
            .unwrap_or(false)
    }

    /// What the innermost file says that says something.
    fn verdict(&self, path: &Path, folder: bool, git: bool) -> Option<bool> {
        for level in self.levels.iter().rev() {
            let file = if git { &level.git } else { &level.ignore };
            if let Some(file) = file {
                let matched = file.matched(path, folder);
                if !matched.is_none() {
                    return Some(matched.is_ignore());
                }
            }
            if git && level.repository {
                return None;
            }
        }
        None
    }
}

/// Whether a folder lies in one that is left out, or is one itself.
pub(super) fn is_ignored(folder: &Path, scanner: Scanner) -> bool {
    if folder.ancestors().any(|folder| names::is_ignored_folder(folder, scanner)) {
        return true;
    }
    let mut read = Vec::new();
    folder
        .ancestors()
        .filter(|folder| folder.parent().is_some())
        .any(|folder| Ignores::around(folder, &mut read).ignores(folder, true))
}

/// A folder with a `.git`, which in a worktree is a file.
fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// Rules of several files, the last of them the strongest; what cannot be read holds none.
fn load(
    folder: &Path,
    files: impl IntoIterator<Item = PathBuf>,
    read: &mut Vec<PathBuf>,
) -> Option<Gitignore> {
    let mut builder = None;
    for file in files {
        if file.is_file() {
            let builder = builder.get_or_insert_with(|| GitignoreBuilder::new(folder));
            // a line that is no pattern is passed over, as git does
            let _ = builder.add(&file);
            read.push(file);
        }
    }
    builder?.build().ok()
}
