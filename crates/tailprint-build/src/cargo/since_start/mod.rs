//! Watched files that the build script itself has written.
//!
//! Cargo runs a build script again if a watched file is newer than the start of its last run (`find_stale_file` in
//! Cargo's `core/compiler/fingerprint`). So a script that writes to a watched folder runs at every build.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::watch::Watch;
use crate::error::{Problem, Setting};
use crate::support::fs::shown;

/// The file that Cargo touches before it runs a build script, beside `OUT_DIR`.
const START: &str = "invoked.timestamp";

/// Warns of watched files that are newer than the start of the build script, one for each watched path.
pub(crate) fn warnings(watch: &Watch, package: &Path, out_dir: &Path) -> Vec<Problem> {
    let start = out_dir.parent().map(|folder| folder.join(START));
    let Some(start) = start.and_then(|file| file.metadata().ok()?.modified().ok()) else {
        return Vec::new();
    };
    let mut found: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in watch.outermost() {
        let mut written = written(&path, start);
        if let Some(first) = written.next() {
            found.insert(first, written.count());
        }
    }
    found.iter().map(|(file, others)| problem(&shown(file, package), *others)).collect()
}

/// Finds the files that are newer than `start`. A folder that is newer has had a file created or removed; it counts if
/// nothing in it does.
fn written(path: &Path, start: SystemTime) -> impl Iterator<Item = PathBuf> {
    let is_newer = move |entry: &DirEntry| {
        entry.metadata().ok().and_then(|it| it.modified().ok()).is_some_and(|it| it > start)
    };
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
    let newer: Vec<DirEntry> = entries.filter(is_newer).collect();
    let has_file = newer.iter().any(|entry| !entry.file_type().is_dir());
    let newer = newer.into_iter().filter(move |it| !has_file || !it.file_type().is_dir());
    newer.map(DirEntry::into_path)
}

fn problem(file: &str, others: usize) -> Problem {
    let more = match others {
        0 => String::new(),
        1 => " (as 1 more is)".to_owned(),
        others => format!(" (as {others} more are)"),
    };
    let what = format!(
        "written while the build script runs{more}, so Cargo runs the script again at the next build, and at every \
         build if it is written each time"
    );
    Problem::warning(what)
        .in_file(file)
        .help("have it written to a folder of OUT_DIR")
        .or("and add that folder with", Setting::Root)
        .or("or run the program that writes it by", Setting::Before)
}

#[cfg(test)]
mod tests;
