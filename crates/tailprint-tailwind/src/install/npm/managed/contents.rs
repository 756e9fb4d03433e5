//! The content of an install, compared with what it has to be.
//!
//! Every package of [`DEFAULT`](super::DEFAULT) has a digest in `contents.txt`, those for other systems too, so that an
//! install in a cache need not be believed: another user, or a cache that a CI restores, may have changed it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tailprint_core::path::canonical;

use super::super::super::folders::verified::{identity, is_settled};
use super::super::super::http::sha256;
use super::{LOCK, MANIFEST};

/// Digests of the packages of [`DEFAULT`](super::DEFAULT) by the paths of their folders.
///
/// A digest is the SHA-256 of what `sha256sum` prints for the files of the package, sorted by their paths in it. The
/// ignored test `the_table_is_that_of_an_install_for_every_system` prints the table of a new version.
const TABLE: &str = include_str!("contents.txt");

/// The folders of links to programs.
const BIN: &str = ".bin";

/// npm's own notes, which nothing runs or reads.
const NOTES: [&str; 2] = ["package-lock.json", "node_modules/.package-lock.json"];

/// The files and links of an install.
#[derive(Debug)]
pub(super) struct Contents {
    folder: PathBuf,
    /// By their paths below the folder, separated by `/`.
    files: BTreeMap<String, Metadata>,
    links: BTreeMap<String, Metadata>,
}

impl Contents {
    /// Lists an install. Nothing is read yet.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let (mut files, mut links) = (BTreeMap::new(), BTreeMap::new());
        for found in walkdir::WalkDir::new(folder) {
            let found = found?;
            let path = found.path().strip_prefix(folder).map_err(io::Error::other)?;
            let path = path.to_str().ok_or(io::ErrorKind::InvalidData)?.replace('\\', "/");
            let kind = found.file_type();
            if kind.is_symlink() {
                links.insert(path, found.metadata()?);
            } else if kind.is_file() {
                files.insert(path, found.metadata()?);
            } else if !kind.is_dir() {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        Ok(Self { folder: folder.to_owned(), files, links })
    }

    /// Returns the identity of everything that is there; nothing if something changed a moment ago.
    pub(super) fn identity(&self) -> Option<String> {
        let mut text = String::new();
        for (path, data) in self.files.iter().chain(&self.links) {
            if !is_settled(data) {
                return None;
            }
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{path}\0{}", identity(data));
        }
        Some(sha256(text.as_bytes()))
    }

    /// Returns true if every file is that of a package of the table, every needed package is there, and every link
    /// leads to a file of the install.
    pub(super) fn are_listed(&self) -> io::Result<bool> {
        let table: BTreeMap<&str, &str> = table().collect();
        let names = table.keys().map(|path| (*path).to_owned()).collect();
        let Some(packages) = self.packages(&names)? else { return Ok(false) };
        let is_same = |(package, digest): (&String, &String)| {
            table.get(package.as_str()).is_some_and(|listed| listed == digest)
        };
        Ok(packages.iter().all(is_same) && is_complete(&packages)? && self.links_stay()?)
    }

    /// Returns the digests of the packages in the folders `names` that are there; nothing if there are other files.
    pub(super) fn packages(
        &self,
        names: &BTreeSet<String>,
    ) -> io::Result<Option<BTreeMap<String, String>>> {
        let mut packages: BTreeMap<String, String> = BTreeMap::new();
        for path in self.files.keys().filter(|path| !NOTES.contains(&path.as_str())) {
            if path == "package.json" {
                if fs::read(self.folder.join(path))? != MANIFEST.as_bytes() {
                    return Ok(None);
                }
                continue;
            }
            let Some((package, file)) = split(path, names) else { return Ok(None) };
            let digest = sha256(&fs::read(self.folder.join(path))?);
            // Writing to a string cannot fail.
            let _ = writeln!(packages.entry(package.to_owned()).or_default(), "{digest}  {file}");
        }
        packages.values_mut().for_each(|sums| *sums = sha256(sums.as_bytes()));
        Ok(Some(packages))
    }

    /// Returns the digest of all files and links.
    pub(super) fn digest(&self) -> io::Result<String> {
        let mut sums = String::new();
        for path in self.files.keys().filter(|path| !NOTES.contains(&path.as_str())) {
            let _ = writeln!(sums, "{}  {path}", sha256(&fs::read(self.folder.join(path))?));
        }
        for path in self.links.keys() {
            let target = fs::read_link(self.folder.join(path))?;
            let _ = writeln!(sums, "{}  {path}", target.display());
        }
        Ok(sha256(sums.as_bytes()))
    }

    fn links_stay(&self) -> io::Result<bool> {
        let whole = canonical(&self.folder)?;
        for path in self.links.keys() {
            let link = self.folder.join(path);
            let is_program = link.parent().is_some_and(|parent| parent.ends_with(BIN));
            if !is_program || !canonical(&link)?.starts_with(&whole) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter_map(|line| line.split_once("  ")).map(|(digest, path)| (path, digest))
}

/// Splits a path into the innermost package that it is in, and the rest.
fn split<'a>(path: &'a str, packages: &BTreeSet<String>) -> Option<(&'a str, &'a str)> {
    let mut ends = path.rmatch_indices('/').map(|(end, _)| path.split_at(end));
    let (package, file) = ends.find(|(package, _)| packages.contains(*package))?;
    Some((package, file.strip_prefix('/').unwrap_or(file)))
}

/// The part of `package-lock.json` that says what has to be there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Locked {
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    optional_dependencies: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct PackageLock {
    packages: BTreeMap<String, Locked>,
}

/// Returns true if no needed package is missing. Of packages for one system each, one has to be there.
fn is_complete(installed: &BTreeMap<String, String>) -> io::Result<bool> {
    let lock: PackageLock = serde_json::from_str(LOCK)?;
    let is_there = |path: &str| installed.contains_key(path);
    Ok(lock.packages.iter().all(|(path, package)| {
        let native = &package.optional_dependencies;
        path.is_empty()
            || package.optional
            || is_there(path)
                && (native.is_empty()
                    || native.keys().any(|name| is_there(&format!("node_modules/{name}"))))
    }))
}
