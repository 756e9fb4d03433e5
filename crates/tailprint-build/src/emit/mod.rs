//! Writes `OUT_DIR/tailprint` and talks to Cargo. No other stage writes or prints.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Problem, Severity};
use crate::fs;
use crate::parallel;

/// What Cargo is to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Files and folders; Cargo looks at everything in a folder.
    pub(crate) paths: Vec<PathBuf>,
    /// Folders of which the list of files alone counts, not what is in them.
    pub(crate) lists: Vec<PathBuf>,
    /// What was looked for and is not there.
    pub(crate) absent: Vec<PathBuf>,
    /// Environment variables.
    pub(crate) variables: Vec<String>,
    /// Whether to leave it to Cargo, which then watches the whole package.
    pub(crate) whole_package: bool,
}

impl Watch {
    /// Makes Cargo notice when something that is not there appears.
    ///
    /// Announced as it is, a missing path would make Cargo run the build script every time. A folder that holds a
    /// symbolic link to it does not: Cargo passes over links that lead nowhere and follows the others. Where there
    /// are no such links, the whole package is watched.
    pub(crate) fn link_absent(&mut self, folder: &Path) {
        let folder = folder.join("absent");
        let absent = std::mem::take(&mut self.absent);
        if links(&folder, &absent).is_ok() {
            self.paths.push(folder);
        } else {
            self.whole_package = true;
        }
    }
}

#[cfg(unix)]
fn links(folder: &Path, absent: &[PathBuf]) -> io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for (index, path) in absent.iter().enumerate() {
        std::os::unix::fs::symlink(path, folder.join(index.to_string()))?;
    }
    // Cargo compares with the time at which the build script started.
    std::fs::File::open(folder)?.set_modified(std::time::UNIX_EPOCH)
}

#[cfg(not(unix))]
fn links(_folder: &Path, absent: &[PathBuf]) -> io::Result<()> {
    if absent.is_empty() { Ok(()) } else { Err(io::ErrorKind::Unsupported.into()) }
}

/// Prints what Cargo is to watch and what the user is to know.
///
/// # Errors
/// When `out` cannot be written to.
pub(crate) fn print(out: &mut impl Write, watch: &Watch, problems: &[Problem]) -> io::Result<()> {
    if !watch.whole_package {
        let mut announced: BTreeSet<PathBuf> = watch.paths.iter().cloned().collect();
        fs::outermost(&mut announced);
        let is_covered = |path: &Path| path.ancestors().any(|above| announced.contains(above));
        let mut paths: Vec<String> =
            announced.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        paths.extend(lists(watch.lists.iter().filter(|folder| !is_covered(folder))));
        paths.sort();
        for path in paths {
            directive(out, "rerun-if-changed", &path)?;
        }
        for variable in &watch.variables {
            directive(out, "rerun-if-env-changed", variable)?;
        }
    }
    for problem in problems {
        let kind = match problem.severity() {
            Severity::Error => "error",
            _ => "warning",
        };
        directive(out, kind, &problem.to_string())?;
    }
    out.flush()
}

/// More folders than these are not announced by their lists: the paths are long.
const MOST_LISTS: usize = 64;

/// Paths of folders whose lists count.
fn lists<'a>(folders: impl Iterator<Item = &'a PathBuf>) -> impl Iterator<Item = String> {
    let folders: BTreeSet<(usize, &PathBuf)> =
        folders.map(|folder| (folder.components().count(), folder)).collect();
    folders.into_iter().take(MOST_LISTS).filter_map(|(_, folder)| long(folder))
}

/// A path of a folder that is too long for anything in that folder.
///
/// Cargo looks at everything below an announced folder, and passes over what the system does not let it look at. Of
/// a folder with a path of the greatest length it sees nothing but the folder, whose time changes with its list.
#[cfg(target_os = "linux")]
fn long(folder: &Path) -> Option<String> {
    // with the zero byte at its end
    const GREATEST: usize = 4096;
    // `..` behind a link leads elsewhere
    let folder = folder.canonicalize().ok()?;
    let name = folder.file_name()?.to_str()?;
    let step = format!("/../{name}");
    let mut path = folder.to_str()?.to_owned();
    let missing = (GREATEST - 1).checked_sub(path.len() + step.len())?;
    path.push_str(&step.repeat(missing / step.len()));
    // what is left is filled with slashes, not at the end, where Cargo would drop them
    path.push_str(&format!("/..{}{name}", "/".repeat(missing % step.len() + 1)));
    let too_long = std::fs::metadata(format!("{path}/a"))
        .is_err_and(|error| error.kind() == io::ErrorKind::InvalidFilename);
    (too_long && std::fs::metadata(&path).is_ok()).then_some(path)
}

#[cfg(not(target_os = "linux"))]
fn long(_folder: &Path) -> Option<String> {
    None
}

/// Prints lines that Cargo shows with `-vv` and takes for nothing else.
///
/// # Errors
/// When `out` cannot be written to.
pub(crate) fn note(out: &mut impl Write, notes: &[String]) -> io::Result<()> {
    notes.iter().try_for_each(|note| writeln!(out, "{}", one_line(note)))
}

/// One directive is one line; Cargo would take the rest of a value with a line break for something else.
fn directive(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "cargo::{name}={}", one_line(value))
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join(" ")
}

/// Files of a folder: the path below it and the content.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) files: Vec<(String, &'a [u8])>,
}

/// Makes `folder` hold exactly the files of the tree; equal ones are left untouched, others removed.
pub(crate) fn write_tree(folder: &Path, tree: &Tree<'_>) -> Vec<Problem> {
    let written = parallel::map(&tree.files, |(path, content)| {
        fs::write_if_changed(&folder.join(path), content)
    });
    let mut problems: Vec<Problem> = written.into_iter().filter_map(Result::err).collect();
    let wanted: HashSet<&str> = tree.files.iter().map(|(path, _)| &**path).collect();
    for (path, file) in fs::files_below(folder) {
        if wanted.contains(&*path) {
            continue;
        }
        if let Err(error) = std::fs::remove_file(&file) {
            problems.push(fs::cannot("be removed", &file.to_string_lossy(), &error));
        }
    }
    problems
}

#[cfg(test)]
mod tests;
