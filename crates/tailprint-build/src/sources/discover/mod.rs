//! Roots to files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tailprint_core::glob::GlobSet;
use tailprint_core::io_error::reason;
use tailprint_core::path::canonical;
use tailprint_core::selection::{Folder, Selection};
use walkdir::{DirEntry, WalkDir};

use crate::config::Root;
use crate::error::{Problem, Problems, Setting};
use crate::sources::typescript;
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
    /// True if it is served at the root of the host.
    pub(crate) at_root: bool,
    /// The logical path of the TypeScript source, of which `path` is the script.
    pub(crate) typescript: Option<String>,
}

/// The input of [`discover`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The package.
    pub(crate) package: &'a Path,
    pub(crate) roots: &'a [Root],
    pub(crate) selection: &'a Selection,
    /// The number of the first rules of the selection that are default ones.
    pub(crate) default_rules: usize,
    pub(crate) follow_symlinks: bool,
    /// Logical paths that are served at the root of the host, besides those of roots that are there as a whole.
    pub(crate) at_root: &'a GlobSet,
    /// Files that are no assets: the entry points of Tailwind.
    pub(crate) except: &'a [PathBuf],
    /// Logical paths of TypeScript sources.
    pub(crate) typescript: &'a GlobSet,
}

/// Finds the files of all roots, sorted by logical path. Of files with the same path, the one of the earliest root is
/// taken.
pub(crate) fn discover(request: &Request<'_>, problems: &mut Problems) -> Vec<SourceFile> {
    let mut found: BTreeMap<String, SourceFile> = BTreeMap::new();
    for (place, root) in request.roots.iter().enumerate() {
        let folder = request.package.join(&root.folder);
        if !folder.is_dir() {
            let problem = Problem::error("no such folder, but it is given as a root")
                .in_file(shown(&folder, request.package))
                .help("create it")
                .or("or correct", if root.at_root { Setting::RootFiles } else { Setting::Root });
            problems.push(problem);
            continue;
        }
        let earlier = request.roots.iter().take(place);
        if let Some(problem) = repeated(root, earlier, request.package) {
            problems.push(problem);
            continue;
        }
        for file in walk(&folder, root, request, problems) {
            match found.get(&file.path) {
                Some(first) if file.typescript.is_some() || first.typescript.is_some() => {
                    problems.push(two_sources(&file, first));
                }
                Some(first) if file.at_root || first.at_root => problems.push(clash(&file, first)),
                Some(first) => problems.push(hidden(&file, first)),
                None => drop(found.insert(file.path.clone(), file)),
            }
        }
    }
    found.into_values().collect()
}

/// A folder that an earlier root is, so that each of its files would have the same path as itself.
fn repeated<'a>(
    root: &Root,
    mut earlier: impl Iterator<Item = &'a Root>,
    package: &Path,
) -> Option<Problem> {
    let folder = package.join(&root.folder);
    let place = canonical(&folder).ok()?;
    let first = earlier.find(|earlier| {
        let is_same = || canonical(&package.join(&earlier.folder)).is_ok_and(|it| it == place);
        earlier.prefix == root.prefix && is_same()
    })?;
    let problem = if first.at_root == root.at_root {
        Problem::warning("this folder is given as a root twice").help("remove one of the two")
    } else {
        Problem::error("this folder is given for the root of the host and for the URL prefix")
            .help("move the files for the root of the host into a folder of their own")
            .or("or name them with", Setting::AtRoot)
    };
    Some(problem.in_file(shown(&folder, package)))
}

fn hidden(file: &SourceFile, first: &SourceFile) -> Problem {
    Problem::warning(format!("not used, since {} has the same path \"{}\"", first.shown, file.path))
        .in_file(&file.shown)
        .help("the root that is given first wins; rename or ignore one of them")
}

/// Two files of one path, of which at least one is at the root of the host, so that a template may mean either.
fn clash(file: &SourceFile, first: &SourceFile) -> Problem {
    let places = if file.at_root && first.at_root {
        format!("both are to be served at /{}", file.path)
    } else {
        "one of them is to be served at the root".to_owned()
    };
    let what = format!("{} has the same path \"{}\", and {places}", first.shown, file.path);
    Problem::error(what).in_file(&file.shown).help("delete or rename one of them")
}

/// A TypeScript source and another file with the path of its script.
fn two_sources(file: &SourceFile, first: &SourceFile) -> Problem {
    let what = format!("{} becomes the same script, \"{}\"", first.shown, file.path);
    Problem::error(what).in_file(&file.shown).help("delete or rename one of them")
}

/// Returns the files of one root, in the order of their names.
fn walk(
    folder: &Path,
    root: &Root,
    request: &Request<'_>,
    problems: &mut Problems,
) -> Vec<SourceFile> {
    let boundary = canonical(folder).unwrap_or_else(|_| folder.to_owned());
    let mut files = Vec::new();
    // The states of the folders that the walk is in.
    let mut within: Vec<Folder> = Vec::new();
    let visitor = Visitor { folder, root, boundary: &boundary, request };
    let mut walk =
        WalkDir::new(folder).follow_links(request.follow_symlinks).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let depth = entry.as_ref().map_or_else(walkdir::Error::depth, DirEntry::depth);
        within.truncate(depth);
        let state = within.last().copied().unwrap_or(Folder::Open);
        let step = match entry {
            Ok(entry) => visitor.visit(&entry, state),
            Err(error) => visitor.unwalkable(&error, state),
        };
        match step {
            Step::Take(file) => files.push(file),
            Step::Enter(state) => within.push(state),
            Step::Pass => {}
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
    Enter(Folder),
    /// A folder that is not entered.
    Skip,
    /// A file that is not taken.
    Pass,
    Refuse {
        problem: Problem,
        is_folder: bool,
    },
}

/// The treatment of the entries of one root.
struct Visitor<'a> {
    folder: &'a Path,
    root: &'a Root,
    /// The folder without symbolic links.
    boundary: &'a Path,
    request: &'a Request<'a>,
}

impl Visitor<'_> {
    /// Treats an entry of a folder of the state `within`.
    fn visit(&self, entry: &DirEntry, within: Folder) -> Step {
        if entry.depth() == 0 {
            return Step::Enter(Folder::Open);
        }
        let request = self.request;
        let shown = shown(entry.path(), request.package);
        let is_folder = entry.file_type().is_dir();
        let leave = if is_folder { Step::Skip } else { Step::Pass };
        let path = match self.logical(entry.path()) {
            Ok(path) => path,
            Err(what) => {
                let problem = Problem::error(what).in_file(shown).help("rename it");
                return Step::Refuse { problem, is_folder };
            }
        };
        let Some(state) = self.state(&path, is_folder, within) else { return leave };
        if (entry.path_is_symlink() && !request.follow_symlinks)
            || request.except.iter().any(|file| file == entry.path())
        {
            return leave;
        }
        if let Some(problem) = leads_outside(entry, self.boundary, &shown) {
            return Step::Refuse { problem, is_folder };
        }
        if is_folder {
            return Step::Enter(state);
        }
        if !entry.file_type().is_file() {
            return Step::Refuse { problem: no_content(shown), is_folder };
        }
        let at_root = self.root.at_root || request.at_root.matches_within(&path);
        let (path, typescript) = match typescript::script_of(request.typescript, &path) {
            Some(script) => (script, Some(path)),
            None => (path, None),
        };
        Step::Take(SourceFile { path, file: entry.path().to_owned(), shown, at_root, typescript })
    }

    /// Returns the state of an entry; none if it is left out, with everything in it.
    fn state(&self, path: &str, is_folder: bool, within: Folder) -> Option<Folder> {
        let selection = self.request.selection;
        if is_folder {
            selection.enter(within, path)
        } else {
            selection.takes(within, path).then_some(within)
        }
    }

    fn logical(&self, path: &Path) -> Result<String, &'static str> {
        let below = below(path, self.folder)?;
        Ok(self.root.logical(&below))
    }

    /// Reports an entry that cannot be read, unless it is ignored.
    fn unwalkable(&self, error: &walkdir::Error, within: Folder) -> Step {
        let path = error.path().unwrap_or(&self.root.folder);
        let is_left_out = |path: &str| {
            self.state(path, false, within).is_none() && self.state(path, true, within).is_none()
        };
        if self.logical(path).is_ok_and(|path| is_left_out(&path)) {
            return Step::Pass;
        }
        let package = self.request.package;
        let why = match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => format!("a symbolic link to {}", shown(ancestor, package)),
            (_, Some(error)) => reason(error),
            _ => error.to_string(),
        };
        let problem = Problem::error(format!("cannot be read: {why}"));
        // The walk itself does not enter a folder that it could not read.
        Step::Refuse { problem: problem.in_file(shown(path, package)), is_folder: false }
    }
}

/// A pipe, a socket or a device.
fn no_content(shown: String) -> Problem {
    let problem = Problem::warning("is neither a file nor a folder, so it is left out");
    problem.in_file(shown).help("delete it").or("or name it in", Setting::Ignore)
}

fn leads_outside(entry: &DirEntry, boundary: &Path, shown: &str) -> Option<Problem> {
    if !entry.path_is_symlink() {
        return None;
    }
    match canonical(entry.path()) {
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
fn below(path: &Path, folder: &Path) -> Result<String, &'static str> {
    let mut below = String::new();
    for name in path.strip_prefix(folder).unwrap_or(path) {
        let name = name.to_str().ok_or("the name of this file is not UTF-8")?;
        if name.contains(|letter: char| letter.is_control() || letter == '\\') {
            return Err("the name of this file has a control character or a backslash");
        }
        if !below.is_empty() {
            below.push('/');
        }
        below.push_str(name);
    }
    Ok(below)
}

#[cfg(test)]
mod tests;
