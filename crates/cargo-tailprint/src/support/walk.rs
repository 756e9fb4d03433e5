//! The files of a project that a person may have written.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// Lists the files below a folder, sorted by path, without hidden ones, without what Cargo and npm write, and without
/// those in the folders `except`.
pub(crate) fn own_files(folder: &Path, except: &[PathBuf]) -> impl Iterator<Item = DirEntry> {
    let is_own = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_foreign = name.starts_with('.') || name == "target" || name == "node_modules";
        entry.depth() == 0 || !(is_foreign || except.iter().any(|it| entry.path() == it))
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_own);
    entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
}
