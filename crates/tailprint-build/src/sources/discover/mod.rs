//! Roots to files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tailprint_core::glob::GlobSet;
use tailprint_core::io_error::reason;
use walkdir::{DirEntry, WalkDir};

use crate::config::Root;
use crate::error::{Problem, Problems, Setting};
use crate::support::fs::{cannot, shown};

/// A file that becomes an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceFile {
    /// Logical path.
    pub(crate) path: String,
    /// The path to read it from.
    pub(crate) file: PathBuf,
    /// The path as shown to the user.
    pub(crate) shown: String,
}

/// The input of [`discover`].
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// The package.
    pub(crate) package: &'a Path,
    pub(crate) roots: &'a [Root],
    pub(crate) ignore: &'a GlobSet,
    pub(crate) follow_symlinks: bool,
    /// Files that are no assets: the entry points of Tailwind.
    pub(crate) except: &'a [PathBuf],
}

/// Finds the files of all roots, sorted by logical path. Of files with the same path, the one of the earliest root is
/// taken.
pub(crate) fn discover(request: &Request<'_>, problems: &mut Problems) -> Vec<SourceFile> {
    let mut found: BTreeMap<String, SourceFile> = BTreeMap::new();
    for root in request.roots {
        let folder = request.package.join(&root.folder);
        if !folder.is_dir() {
            let problem = Problem::error("no such folder, but it is given as a root")
                .in_file(shown(&folder, request.package))
                .help("create it")
                .or("or correct", Setting::Root);
            problems.push(problem);
            continue;
        }
        for file in walk(&folder, root, request, problems) {
            match found.get(&file.path) {
                Some(first) => problems.push(hidden(&file, first)),
                None => drop(found.insert(file.path.clone(), file)),
            }
        }
    }
    found.into_values().collect()
}

fn hidden(file: &SourceFile, first: &SourceFile) -> Problem {
    Problem::warning(format!("not used, since {} has the same path \"{}\"", first.shown, file.path))
        .in_file(&file.shown)
        .help("the root that is given first wins; rename or ignore one of them")
}

/// Returns the files of one root, in the order of their names.
fn walk(
    folder: &Path,
    root: &Root,
    request: &Request<'_>,
    problems: &mut Problems,
) -> Vec<SourceFile> {
    let boundary = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut files = Vec::new();
    let mut walk =
        WalkDir::new(folder).follow_links(request.follow_symlinks).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let step = match entry {
            Ok(entry) => visit(&entry, folder, root, &boundary, request),
            Err(error) => unwalkable(&error, folder, root, request),
        };
        match step {
            Step::Take(file) => files.push(file),
            Step::Enter | Step::Pass => {}
            Step::Skip => walk.skip_current_dir(),
            Step::Refuse { problem, is_folder } => {
                problems.push(problem);
                if is_folder {
                    walk.skip_current_dir();
                }
            }
        }
    }
    files
}

/// The treatment of an entry of a folder.
enum Step {
    Take(SourceFile),
    Enter,
    /// A folder that is not entered.
    Skip,
    /// A file that is not taken.
    Pass,
    Refuse {
        problem: Problem,
        is_folder: bool,
    },
}

fn visit(
    entry: &DirEntry,
    folder: &Path,
    root: &Root,
    boundary: &Path,
    request: &Request<'_>,
) -> Step {
    if entry.depth() == 0 {
        return Step::Enter;
    }
    let shown = shown(entry.path(), request.package);
    let is_folder = entry.file_type().is_dir();
    let leave = if is_folder { Step::Skip } else { Step::Pass };
    let relative = match logical(entry.path(), folder) {
        Ok(relative) => relative,
        Err(what) => {
            let problem = Problem::error(what).in_file(shown).help("rename it");
            return Step::Refuse { problem, is_folder };
        }
    };
    if request.ignore.matches(&relative)
        || (entry.path_is_symlink() && !request.follow_symlinks)
        || request.except.iter().any(|file| file == entry.path())
    {
        return leave;
    }
    if let Some(problem) = leads_outside(entry, boundary, &shown) {
        return Step::Refuse { problem, is_folder };
    }
    if is_folder {
        return Step::Enter;
    }
    if !entry.file_type().is_file() {
        return Step::Pass;
    }
    let path = match root.prefix.as_str() {
        "" => relative,
        prefix => format!("{prefix}/{relative}"),
    };
    Step::Take(SourceFile { path, file: entry.path().to_owned(), shown })
}

fn leads_outside(entry: &DirEntry, boundary: &Path, shown: &str) -> Option<Problem> {
    if !entry.path_is_symlink() {
        return None;
    }
    match fs::canonicalize(entry.path()) {
        Ok(target) if target.starts_with(boundary) => None,
        Ok(_) => Some(
            Problem::error("this symbolic link leads out of its root, so it is refused")
                .in_file(shown)
                .help("copy the file")
                .or("or add its folder with", Setting::RootAt),
        ),
        Err(error) => Some(cannot("be read", shown, &error)),
    }
}

/// Returns a path below a root, separated by `/`, or the reason why it cannot be one.
fn logical(path: &Path, folder: &Path) -> Result<String, &'static str> {
    let mut logical = String::new();
    for name in path.strip_prefix(folder).unwrap_or(path) {
        let name = name.to_str().ok_or("the name of this file is not UTF-8")?;
        if name.contains(|letter: char| letter.is_control() || letter == '\\') {
            return Err("the name of this file has a control character or a backslash");
        }
        if !logical.is_empty() {
            logical.push('/');
        }
        logical.push_str(name);
    }
    Ok(logical)
}

/// Reports an entry that cannot be read, unless it is ignored.
fn unwalkable(error: &walkdir::Error, folder: &Path, root: &Root, request: &Request<'_>) -> Step {
    let path = error.path().unwrap_or(&root.folder);
    if logical(path, folder).is_ok_and(|relative| request.ignore.matches(&relative)) {
        return Step::Pass;
    }
    let why = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("a symbolic link to {}", shown(ancestor, request.package)),
        (_, Some(error)) => reason(error),
        _ => error.to_string(),
    };
    let problem = Problem::error(format!("cannot be read: {why}"));
    // The walk itself does not enter a folder that it could not read.
    Step::Refuse { problem: problem.in_file(shown(path, request.package)), is_folder: false }
}

#[cfg(test)]
mod tests;
