//! JavaScript packages that `cargo tailprint pin` has put into the repository: `tailprint.lock` and `third_party/js`.
//!
//! Their files are assets below `vendor/js/`, and their specifiers are entries of the import map. The build reads what is
//! there, checks the digests, and never asks a server.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tailprint_core::glob;
use tailprint_core::lock::{FILE, Lock, MOUNT, PACKAGES, Package};

use crate::cargo::watch::Watch;
use crate::config::Root;
use crate::error::{Problem, Problems};
use crate::support::{fs::cannot, parallel};

/// The pinned packages of one build.
#[derive(Debug, Default)]
pub(crate) struct Packages {
    packages: Vec<Package>,
}

/// Specifiers that mean other modules in the files of one package: a second copy of a dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The logical path of the folder, with a slash at its end.
    pub(crate) folder: String,
    /// Specifiers and logical paths.
    pub(crate) entries: Vec<[String; 2]>,
}

impl Packages {
    /// Reads the lock, and checks that the files are those that were pinned.
    pub(super) fn read(package: &Path, problems: &mut Problems) -> Self {
        let lock = match Lock::read(&package.join(FILE), FILE) {
            Ok(lock) => lock.unwrap_or_default(),
            Err(error) => {
                problems.push(Problem::error(error.message()).help(error.repair()));
                return Self::default();
            }
        };
        let mut packages = lock.packages;
        let files: Vec<(&Package, &String, &String)> = packages
            .iter()
            .flat_map(|it| it.files.iter().map(move |(path, digest)| (it, path, digest)))
            .collect();
        let found = parallel::map(&files, |(it, path, digest)| check(package, it, path, digest));
        let found: Vec<Problem> = found.into_iter().flatten().collect();
        if !found.is_empty() {
            // What is missing is told once, not by the import map again.
            for it in &mut packages {
                let folder = package.join(PACKAGES).join(&it.folder);
                it.files.retain(|path, _| folder.join(path).is_file());
            }
        }
        problems.extend(found);
        Self { packages }
    }

    /// Returns the folder of the files as a root; none if there is no such folder.
    pub(super) fn root(&self, package: &Path) -> Option<Root> {
        let is_there = !self.packages.is_empty() && package.join(PACKAGES).is_dir();
        is_there.then(|| Root { prefix: MOUNT.to_owned(), folder: PACKAGES.into(), at_root: false })
    }

    /// Returns globs for the terms of use, which lie beside the files but are no assets.
    pub(super) fn notices(&self) -> impl Iterator<Item = String> {
        self.packages.iter().flat_map(|it| {
            it.notices.iter().map(|notice| glob::escape(&format!("{MOUNT}/{}/{notice}", it.folder)))
        })
    }

    /// Announces the lock to Cargo.
    pub(super) fn watch(package: &Path, watch: &mut Watch) {
        let file = package.join(FILE);
        let list = if file.exists() { &mut watch.paths } else { &mut watch.absent };
        list.push(file);
    }

    /// Returns specifiers and logical paths for the import map, apart from those that the configuration has.
    pub(super) fn entries(&self, configured: &[[String; 2]]) -> Vec<[String; 2]> {
        let configured: BTreeSet<&String> = configured.iter().map(|[it, _]| it).collect();
        let shared = self.packages.iter().filter(|it| it.folder == it.name);
        let entries = shared.flat_map(entries);
        entries.filter(|[specifier, _]| !configured.contains(specifier)).collect()
    }

    /// Returns the scopes of packages that need another version than the rest.
    pub(super) fn scopes(&self) -> Vec<Scope> {
        let of: BTreeMap<(&str, &str), &Package> =
            self.packages.iter().map(|it| ((&*it.name, &*it.version), it)).collect();
        let scope = |it: &Package| {
            let needed = it.dependencies.iter().map(|(name, version)| (&**name, &**version));
            let itself = std::iter::once((&*it.name, &*it.version));
            let others = needed.chain(itself).filter_map(|key| of.get(&key).copied());
            let others = others.filter(|other| other.folder != other.name);
            let entries: Vec<[String; 2]> = others.flat_map(entries).collect();
            let folder = format!("{MOUNT}/{}/", it.folder);
            (!entries.is_empty()).then_some(Scope { folder, entries })
        };
        self.packages.iter().filter_map(scope).collect()
    }
}

fn entries(package: &Package) -> impl Iterator<Item = [String; 2]> {
    package
        .entries
        .iter()
        .filter(|(_, path)| package.files.contains_key(*path))
        .map(|(specifier, path)| [specifier.clone(), format!("{MOUNT}/{}/{path}", package.folder)])
}

/// Compares a file with its digest in the lock.
fn check(root: &Path, package: &Package, path: &str, digest: &str) -> Option<Problem> {
    let shown = format!("{PACKAGES}/{}/{path}", package.folder);
    let name = &package.name;
    match fs::read(root.join(&shown)) {
        Ok(bytes) if base16ct::lower::encode_string(&Sha256::digest(&bytes)) == *digest => None,
        Ok(_) => {
            let repair = format!(
                "undo the edit with `cargo tailprint pin {name}`, or keep it with `cargo tailprint pin --patch {name}`"
            );
            let what = format!("differs from {FILE}, which has the SHA-256 {digest}");
            Some(Problem::error(what).in_file(shown).help(repair))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let what = format!("no such file, but {FILE} has it");
            let repair = format!("restore it with `cargo tailprint pin {name}`");
            Some(Problem::error(what).in_file(shown).help(repair))
        }
        Err(error) => Some(cannot("be read", &shown, &error)),
    }
}

#[cfg(test)]
mod tests;
