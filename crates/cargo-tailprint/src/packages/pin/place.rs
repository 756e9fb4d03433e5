//! Pinned files in the repository: `third_party/js/<name>/…`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::cannot;
use tailprint_core::lock::Package;
use tailprint_core::whole_file::{self, Scratch};

use super::graph::{Graph, Key, Node};
use crate::packages::npm::integrity::sha256_hex;
use crate::support::interrupt;

/// The folder of all pinned packages.
pub(crate) const FOLDER: &str = tailprint_core::lock::PACKAGES;

/// The content of a package's folder.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Keeps Git from changing the ends of lines, since the lock has digests.
const ATTRIBUTES: &str = "* -text\n";

/// Returns the files of a package, with its licence.
pub(crate) fn files(node: &Node) -> Files {
    let mut files = node.files.clone();
    for notice in node.package.notices() {
        let bytes = node.package.files.get(notice).cloned().unwrap_or_default();
        files.insert(notice.to_owned(), bytes);
    }
    files
}

/// Returns the entry of a package in the lock.
pub(crate) fn entry(graph: &Graph, key: &Key, node: &Node, files: &Files) -> Package {
    let digest = |(path, bytes): (&String, &Vec<u8>)| (path.clone(), sha256_hex(bytes));
    Package {
        name: key.0.clone(),
        version: key.1.clone(),
        integrity: node.package.integrity.clone(),
        license: node.package.fields.license(),
        folder: graph.folder(key),
        wanted: None,
        asked: Vec::new(),
        scripts: node.scripts.iter().cloned().collect(),
        notices: node.package.notices().map(str::to_owned).collect(),
        patched: Vec::new(),
        minify: false,
        minified: BTreeMap::new(),
        entries: node.entries.clone(),
        dependencies: node.dependencies.clone(),
        files: files.iter().map(digest).collect(),
    }
}

/// Returns the files of a package that are not as the lock has them: edited or missing.
pub(crate) fn edited(root: &Path, package: &Package) -> Vec<String> {
    let folder = root.join(FOLDER).join(&package.folder);
    let is_edited = |(path, digest): &(&String, &String)| {
        fs::read(folder.join(path)).is_ok_and(|bytes| sha256_hex(&bytes) != **digest)
    };
    package.files.iter().filter(is_edited).map(|(path, _)| path.clone()).collect()
}

/// Makes the folders of all packages, and removes those of packages that are no longer pinned. Everything is written
/// beside them first, so that a disk that is full changes nothing.
pub(crate) fn place(
    root: &Path,
    before: &[Package],
    wanted: &BTreeMap<String, Files>,
) -> Result<(), String> {
    let home = root.join(FOLDER);
    let failed = |error: std::io::Error| cannot("be written", &home, &error);
    for (folder, files) in wanted {
        check_names(folder, files)?;
    }
    fs::create_dir_all(&home).map_err(failed)?;
    let stage = Scratch::new_in(&home).map_err(failed)?;
    let new = stage.path().join("new");
    let mut changed: Vec<&String> = Vec::new();
    for (folder, files) in wanted {
        if !is_same(&home.join(folder), files) {
            write(&new.join(folder), files).map_err(failed)?;
            changed.push(folder);
        }
    }
    interrupt::check().map_err(|_| "interrupted, nothing was changed".to_owned())?;
    let gone = before.iter().map(|package| &package.folder);
    let gone: BTreeSet<&String> = gone.filter(|folder| !wanted.contains_key(*folder)).collect();
    let old = stage.path().join("old");
    for folder in gone.into_iter().chain(changed.iter().copied()) {
        take_away(&home, folder, &old).map_err(failed)?;
    }
    for folder in changed {
        let target = home.join(folder);
        target.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
        fs::rename(new.join(folder), target).map_err(failed)?;
    }
    if wanted.is_empty() {
        let _ = fs::remove_file(home.join(".gitattributes"));
        drop(stage);
        let _ = fs::remove_dir(&home);
        return Ok(());
    }
    let attributes = home.join(".gitattributes");
    if !attributes.exists() {
        whole_file::write_through(&attributes, ATTRIBUTES.as_bytes()).map_err(failed)?;
    }
    Ok(())
}

/// Moves a folder to the stage, and removes the folder of its scope if that is empty now.
fn take_away(home: &Path, folder: &str, old: &Path) -> std::io::Result<()> {
    let from = home.join(folder);
    if !from.exists() {
        return Ok(());
    }
    let to = old.join(folder);
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::rename(&from, to)?;
    if let Some(scope) = from.parent().filter(|scope| *scope != home) {
        // It fails while there are others in it.
        let _ = fs::remove_dir(scope);
    }
    Ok(())
}

fn write(folder: &Path, files: &Files) -> std::io::Result<()> {
    for (path, bytes) in files {
        let file = folder.join(path);
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        whole_file::write_through(&file, bytes)?;
    }
    Ok(())
}

/// Returns true if a folder has these files and no others.
fn is_same(folder: &Path, files: &Files) -> bool {
    let entries = walkdir::WalkDir::new(folder).into_iter();
    let found = entries.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let found: BTreeSet<PathBuf> = found.map(walkdir::DirEntry::into_path).collect();
    found.len() == files.len()
        && files
            .iter()
            .all(|(path, bytes)| fs::read(folder.join(path)).is_ok_and(|content| content == *bytes))
}

/// Refuses files whose names differ in upper and lower case alone, which many file systems take for one.
fn check_names(folder: &str, files: &Files) -> Result<(), String> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in files.keys() {
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            return Err(format!(
                "{folder}: {path} and {other} differ in upper and lower case alone"
            ));
        }
    }
    Ok(())
}
