//! File access with errors that name the file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use tailprint_core::io_error::reason;
use tailprint_core::whole_file;

use crate::error::Problem;

/// Returns a path as shown to the user: relative to the package where that is possible, separated by `/`.
pub(crate) fn shown(path: &Path, package: &Path) -> String {
    let relative = path.strip_prefix(package).unwrap_or(path);
    let text = relative.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") }
}

pub(crate) fn read(path: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| cannot("be read", shown, &error))
}

pub(crate) fn cannot(what: &str, shown: &str, error: &io::Error) -> Problem {
    Problem::error(format!("cannot {what}: {}", reason(error))).in_file(shown)
}

/// Writes a file whole, unless it has this content.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    whole_file::write_if_changed(path, bytes)
        .map(drop)
        .map_err(|error| cannot("be written", &path.to_string_lossy(), &error))
}

/// Returns all files below a folder: the path below it, separated by `/`, and the whole path. A missing folder has none.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, PathBuf)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| (shown(entry.path(), folder), entry.into_path()))
        .collect()
}

/// Removes paths below another one of the paths: Cargo looks at everything in an announced folder.
pub(crate) fn outermost(paths: &mut BTreeSet<PathBuf>) {
    // In the order of paths, everything in a folder comes right behind it.
    let mut last: Option<PathBuf> = None;
    paths.retain(|path| {
        let inside = last.as_ref().is_some_and(|folder| path.starts_with(folder));
        if !inside {
            last = Some(path.clone());
        }
        !inside
    });
}

#[cfg(test)]
mod tests;
