//! Ignore files: `.gitignore`, `.ignore` and a repository's `info/exclude`.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Scanner, names};

/// The ignore files that apply in a folder: a chain from the folder outwards.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// Innermost last.
    levels: Vec<Level>,
    /// The folder of the source, and where it is if that is a link: that is what the folders around it speak of.
    moved: Option<(PathBuf, PathBuf)>,
    /// Whether what git ignores counts in repositories alone, so that one within another stands for itself.
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
    pub(super) fn around(folder: &Path, in_repository: bool, read: &mut Vec<PathBuf>) -> Self {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
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

    /// Whether a path in the innermost folder is ignored.
    pub(super) fn ignores(&self, path: &Path, folder: bool) -> bool {
        let path = &*self.real(path);
        self.verdict(path, folder, false)
            .or_else(|| self.verdict(path, folder, true))
            .unwrap_or(false)
    }

    /// What the innermost file says that says something.
    fn verdict(&self, path: &Path, folder: bool, git: bool) -> Option<bool> {
        if git && self.in_repository && !self.levels.iter().any(|level| level.repository) {
            return None;
        }
        for level in self.levels.iter().rev() {
            let file = if git { &level.git } else { &level.ignore };
            if let Some(ignored) = file.as_ref().and_then(|file| said(file, path, folder)) {
                return Some(ignored);
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
    if folder.ancestors().any(|folder| names::is_of_tools(folder, scanner)) {
        return true;
    }
    if scanner < Scanner::V4_3 {
        return false;
    }
    // what is outside of the repository says nothing, and `.gitignore` alone is asked
    let mut last = false;
    let within: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !std::mem::replace(&mut last, is_repository(folder)))
        .collect();
    let files: Vec<_> = within
        .iter()
        .map(|folder| load(folder, [folder.join(".gitignore")], &mut Vec::new()))
        .collect();
    within.iter().enumerate().any(|(index, folder)| {
        files.iter().skip(index + 1).flatten().find_map(|file| said(file, folder, true))
            == Some(true)
    })
}

/// Whether a folder lies in a repository, or is one itself.
pub(super) fn in_repository(folder: &Path) -> bool {
    folder.ancestors().any(is_repository)
}

/// A folder with a `.git`, which in a worktree is a file.
fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The ignore file of the repository that a folder is, which worktrees share.
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

/// What a file says about a path: whether it is ignored.
fn said(file: &Gitignore, path: &Path, folder: bool) -> Option<bool> {
    let matched = file.matched(path, folder);
    (!matched.is_none()).then(|| matched.is_ignore())
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
