//! The files of the output folder that are to be removed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tailprint_core::fingerprint::logical_path;
use walkdir::WalkDir;

use super::export::Export;
use super::merge::manifest;
use crate::cli::Encoding;

/// The choice of files to remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prune {
    Nothing,
    /// All files that are not part of the export.
    Clear,
    /// Older versions of every asset, except for this many.
    Keep(usize),
}

/// The files to remove, sorted.
pub(crate) fn unwanted(out: &Path, export: &Export, prune: Prune) -> Vec<PathBuf> {
    if prune == Prune::Nothing || !out.exists() {
        return Vec::new();
    }
    let wanted: HashSet<&str> = export.names().collect();
    let mut files = files(out);
    files.retain(|(name, _)| !wanted.contains(&**name));
    let mut unwanted: Vec<PathBuf> = match prune {
        Prune::Keep(number) => older(out, export, files, number),
        _ => files.into_iter().map(|(_, file)| file).collect(),
    };
    unwanted.sort();
    unwanted
}

/// All files below the folder with their paths relative to it. Symbolic links are not followed.
fn files(out: &Path) -> Vec<(String, PathBuf)> {
    WalkDir::new(out)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let name = entry.path().strip_prefix(out).unwrap_or(entry.path());
            let name = name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            (name, entry.into_path())
        })
        .collect()
}

/// An older version of an asset: its file and the precompressed ones.
#[derive(Debug)]
struct Version {
    /// True for the version in the manifest that the export replaces.
    was_current: bool,
    modified: SystemTime,
    name: String,
    files: Vec<PathBuf>,
}

fn older(out: &Path, export: &Export, files: Vec<(String, PathBuf)>, keep: usize) -> Vec<PathBuf> {
    let previous = previous(out);
    let current = export.files.iter().filter_map(|file| file.asset.as_deref());
    let known: HashSet<&str> = current.chain(previous.keys().map(String::as_str)).collect();
    let mut versions: BTreeMap<String, HashMap<String, Version>> = BTreeMap::new();
    for (name, file) in files {
        let Some((path, hashed)) = version_of(&name, &known) else { continue };
        let hashed = hashed.to_owned();
        let was_current = previous.get(&path) == Some(&hashed);
        let modified = file.symlink_metadata().and_then(|metadata| metadata.modified());
        let modified = modified.unwrap_or(SystemTime::UNIX_EPOCH);
        let version = versions.entry(path).or_default().entry(hashed.clone()).or_insert(Version {
            was_current,
            modified,
            name: hashed,
            files: Vec::new(),
        });
        version.files.push(file);
    }
    let superfluous = |versions: HashMap<String, Version>| {
        let mut versions: Vec<Version> = versions.into_values().collect();
        versions.sort_by(|a, b| {
            let key = |version: &Version| (version.was_current, version.modified);
            key(b).cmp(&key(a)).then_with(|| a.name.cmp(&b.name))
        });
        versions.into_iter().skip(keep).flat_map(|version| version.files)
    };
    versions.into_values().flat_map(superfluous).collect()
}

/// Recognises the name of a version of a known asset, or of its precompressed file. Returns the logical path and the
/// hashed name.
fn version_of<'a>(name: &'a str, known: &HashSet<&str>) -> Option<(String, &'a str)> {
    let plain = Encoding::ALL
        .iter()
        .find_map(|encoding| name.strip_suffix(encoding.extension())?.strip_suffix('.'));
    [Some(name), plain].into_iter().flatten().find_map(|hashed| {
        let path = logical_path(hashed)?;
        known.contains(&*path).then_some((path, hashed))
    })
}

/// The paths in the manifest that the export replaces; empty if there is none.
fn previous(out: &Path) -> BTreeMap<String, String> {
    // One that cannot be read names nothing, so nothing is removed by it.
    manifest(out).unwrap_or_default().paths
}

#[cfg(test)]
mod tests;
