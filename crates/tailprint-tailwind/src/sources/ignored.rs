//! Ignore files: `.gitignore`, `.ignore` and a repository's `info/exclude`.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use tailprint_core::path::canonical;

use super::gitignore::Gitignore;
use super::pattern::Run;
use super::{Scanner, names};

/// The ignore files that apply in a folder: a chain from the folder outwards.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// The files of each folder, the innermost last.
    levels: Vec<Level>,
    /// The folder of the source and its real path, if it is a link. The ignore files around it are about the
    /// real path.
    moved: Option<(PathBuf, PathBuf)>,
    /// True if `.gitignore` counts in repositories only, so that a repository within another one is
    /// independent of it.
    in_repository: bool,
}

#[derive(Debug)]
struct Level {
    ignore: Option<Gitignore>,
    git: Option<Gitignore>,
    /// True for the root of a repository: `.gitignore` files further out do not apply here.
    repository: bool,
}

impl Ignores {
    /// Reads the ignore files of the folders around a folder.
    pub(super) fn around(folder: &Path, in_repository: bool, read: &mut Vec<PathBuf>) -> Self {
        let real = canonical(folder).unwrap_or_else(|_| folder.to_owned());
        let mut outer: Vec<&Path> = real.ancestors().skip(1).collect();
        outer.reverse();
        let mut ignores = Self { levels: Vec::new(), moved: None, in_repository };
        for folder in outer {
            ignores.enter(folder, read);
        }
        if real != folder {
            ignores.moved = Some((folder.to_owned(), real));
        }
        ignores
    }

    fn real<'a>(&self, path: &'a Path) -> Cow<'a, Path> {
        match &self.moved {
            Some((folder, real)) => {
                path.strip_prefix(folder).map_or(path.into(), |inner| real.join(inner).into())
            }
            None => path.into(),
        }
    }

    /// Adds the ignore files of the next folder inwards.
    pub(super) fn enter(&mut self, folder: &Path, read: &mut Vec<PathBuf>) {
        let folder = &*self.real(folder);
        let repository = self.in_repository && is_repository(folder);
        let files = exclude(folder).into_iter().chain([folder.join(".gitignore")]);
        let git = load(folder, files, read);
        let ignore = load(folder, [folder.join(".ignore")], read);
        self.levels.push(Level { ignore, git, repository });
    }

    /// Forgets the innermost folder.
    pub(super) fn leave(&mut self) {
        self.levels.pop();
    }

    /// Returns true if a path in the innermost folder is ignored.
    pub(super) fn ignores(&self, path: &Path, folder: bool) -> bool {
        let path = &*self.real(path);
        self.verdict(path, folder, false)
            .or_else(|| self.verdict(path, folder, true))
            .unwrap_or(false)
    }

    /// Returns the verdict of the innermost ignore file that has one.
    fn verdict(&self, path: &Path, folder: bool, git: bool) -> Option<bool> {
        if git && self.in_repository && !self.levels.iter().any(|level| level.repository) {
            return None;
        }
        for level in self.levels.iter().rev() {
            let file = if git { &level.git } else { &level.ignore };
            if let Some(ignored) = file.as_ref().and_then(|file| file.says(path, folder)) {
                return Some(ignored);
            }
            if git && level.repository {
                return None;
            }
        }
        None
    }
}

/// Returns true for an ignored folder and for a folder within one. Outside of repositories, ignore files above the folder
/// that a scanner runs in do not count for what is in that folder.
pub(super) fn is_ignored(folder: &Path, run: Run<'_>) -> bool {
    let scanner = run.scanner;
    if folder.ancestors().any(|folder| names::is_of_tools(folder, scanner)) {
        return true;
    }
    if scanner < Scanner::V4_3 {
        return false;
    }
    // `.ignore` and files outside of the repository do not count here
    let (mut last, is_tracked) = (false, in_repository(folder));
    let within: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| {
            let is_last =
                if is_tracked { is_repository(folder) } else { run.here.starts_with(folder) };
            !std::mem::replace(&mut last, is_last)
        })
        .collect();
    let files: Vec<_> = within
        .iter()
        .map(|folder| load(folder, [folder.join(".gitignore")], &mut Vec::new()))
        .collect();
    let own = usize::from(scanner != Scanner::V4_3_1);
    within.iter().enumerate().any(|(index, folder)| {
        files.iter().skip(index + own).flatten().find_map(|file| file.says(folder, true))
            == Some(true)
    })
}

/// Returns true for the root of a repository and for a folder within one.
pub(super) fn in_repository(folder: &Path) -> bool {
    folder.ancestors().any(is_repository)
}

/// Returns true for a folder with a `.git`, which is a file in a worktree.
fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// Returns the `info/exclude` of the repository whose root a folder is. Worktrees share it.
fn exclude(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git.join("info/exclude"));
    }
    let text = fs::read_to_string(&git).ok()?;
    let own = Path::new(text.lines().next()?.strip_prefix("gitdir: ")?);
    let shared = fs::read_to_string(own.join("commondir")).ok().filter(|_| own.is_absolute())?;
    Some(own.join(shared.lines().next()?).join("info/exclude"))
}

/// Reads several ignore files, the last of which is the strongest. A file that cannot be read counts as empty.
fn load(
    folder: &Path,
    files: impl IntoIterator<Item = PathBuf>,
    read: &mut Vec<PathBuf>,
) -> Option<Gitignore> {
    let mut rules = None;
    for file in files {
        if file.is_file() {
            rules.get_or_insert_with(|| Gitignore::new(folder)).add(&file);
            read.push(file);
        }
    }
    rules
}
