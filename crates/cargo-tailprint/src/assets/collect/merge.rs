//! Files of earlier exports: those that their manifests name by a hash.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tailprint_build::cli_support::{cannot, decodes_to, parallel, sha256_of};
use tailprint_core::fingerprint::split;
use tailprint_core::path::is_below;

use super::export::MANIFEST;
use crate::cli::Encoding;
use crate::support::failure::few;

/// The manifest of an export.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Manifest {
    /// Logical paths, and the names that they are published under.
    pub(crate) paths: BTreeMap<String, String>,
    /// The SHA-256 of the files whose hashes are those of a whole circle, by logical path.
    #[serde(default)]
    digests: BTreeMap<String, String>,
}

impl Manifest {
    /// Returns the hexadecimal digits with which the SHA-256 of a file begins; none if its name has no hash.
    pub(crate) fn promised<'a>(&'a self, path: &str, name: &'a str) -> Option<&'a str> {
        let (_, hash) = split(name).filter(|(logical, _)| name != path && logical == path)?;
        Some(self.digests.get(path).map_or(hash, String::as_str))
    }
}

/// Reads the manifest of an export.
pub(crate) fn manifest(folder: &Path) -> Result<Manifest, String> {
    let file = folder.join(MANIFEST);
    let json = std::fs::read(&file).map_err(|error| {
        format!(
            "{} (give the output folder of `cargo tailprint collect`)",
            cannot("be read", &file, &error)
        )
    })?;
    let manifest: Manifest = serde_json::from_slice(&json)
        .map_err(|error| format!("{}: not understood: {error}", file.display()))?;
    // The folder may come from another machine, and its files are copied under these names.
    match manifest.paths.values().find(|name| !is_below(Path::new(name))) {
        Some(name) => Err(format!(
            "{}: {name:?} leads out of the folder (collect that release again)",
            file.display()
        )),
        None => Ok(manifest),
    }
}

/// Finds the hashed files of an export, and their precompressed forms. What that export has kept of others is left out, so
/// that files do not travel for ever. Browsers and CDNs keep these files for a year, so each must be what its name says.
pub(super) fn hashed(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let manifest = manifest(folder)?;
    let paths = &manifest.paths;
    let taken: HashSet<&str> = paths.iter().flat_map(|(path, name)| [&**path, &**name]).collect();
    let hashed = paths
        .iter()
        .filter_map(|(path, name)| Some(Hashed { name, promised: manifest.promised(path, name)? }));
    let files: Vec<Hashed<'_>> = hashed.collect();
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for checked in parallel(&files, |file| file.check(folder, &taken)) {
        match checked {
            Ok(files) => found.extend(files),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(few(wrong)) }
}

/// A file with a hash in its name.
#[derive(Debug)]
struct Hashed<'a> {
    name: &'a str,
    /// The digits with which the SHA-256 of its bytes begins.
    promised: &'a str,
}

impl Hashed<'_> {
    /// Compares the file and its precompressed forms with the name, and returns all of them. A name that an asset of its
    /// own has is no precompressed form.
    fn check(
        &self,
        folder: &Path,
        taken: &HashSet<&str>,
    ) -> Result<Vec<(String, PathBuf)>, String> {
        let file = folder.join(self.name);
        if !file.is_file() {
            return Err(is_missing(&file));
        }
        let unreadable = |file: &Path, error| cannot("be read", file, &error);
        let sha256 = sha256_of(&file).map_err(|error| unreadable(&file, error))?;
        if !sha256.starts_with(self.promised) {
            return Err(format!(
                "{}: {OTHER_BYTES} (collect that release again, or leave out `--merge {}`)",
                file.display(),
                folder.display()
            ));
        }
        let len = file.metadata().map_err(|error| unreadable(&file, error))?.len();
        let mut found = Vec::new();
        for encoding in Encoding::ALL {
            let coded = format!("{}.{}", self.name, encoding.extension());
            let file = folder.join(&coded);
            if taken.contains(&*coded) || !file.is_file() {
                continue;
            }
            let bytes = std::fs::read(&file).map_err(|error| unreadable(&file, error))?;
            let len = usize::try_from(len).unwrap_or(usize::MAX);
            if !decodes_to(encoding.coding(), &bytes, len, &sha256) {
                return Err(format!(
                    "{}: is no compressed form of the file beside it (collect that release again, or delete this file)",
                    file.display()
                ));
            }
            found.push((coded, file));
        }
        found.push((self.name.to_owned(), file));
        Ok(found)
    }
}

/// The message about a file whose name has the hash of other bytes.
pub(crate) const OTHER_BYTES: &str = "has other bytes than those that its name stands for";

/// The message about a file that the manifest of an export names.
pub(crate) fn is_missing(file: &Path) -> String {
    format!("{}: is in the manifest, but not there (collect again)", file.display())
}
