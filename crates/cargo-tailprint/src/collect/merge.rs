//! Files of earlier exports: those that their manifests name by a hash.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tailprint_build::cli_support::cannot;
use tailprint_core::fingerprint::logical_path;

use super::export::MANIFEST;
use crate::cli::Encoding;

#[derive(Deserialize)]
struct Manifest {
    paths: BTreeMap<String, String>,
}

/// Reads the manifest of an export: logical paths, and the names that they are published under.
pub(crate) fn manifest(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let file = folder.join(MANIFEST);
    let json = std::fs::read(&file).map_err(|error| {
        format!(
            "{} (give the output folder of `cargo tailprint collect`)",
            cannot("be read", &file, &error)
        )
    })?;
    let manifest: Manifest = serde_json::from_slice(&json)
        .map_err(|error| format!("{}: not understood: {error}", file.display()))?;
    Ok(manifest.paths)
}

/// Finds the hashed files of an export, and their precompressed forms. What that export has kept of others is left out, so
/// that files do not travel for ever.
pub(super) fn hashed(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut found = Vec::new();
    for (path, name) in manifest(folder)? {
        if name == path || logical_path(&name).as_deref() != Some(&*path) {
            continue;
        }
        let file = folder.join(&name);
        if !file.is_file() {
            return Err(is_missing(&file));
        }
        for encoding in Encoding::ALL {
            let coded = format!("{name}.{}", encoding.extension());
            let file = folder.join(&coded);
            if file.is_file() {
                found.push((coded, file));
            }
        }
        found.push((name, file));
    }
    Ok(found)
}

/// The message about a file that the manifest of an export names.
pub(crate) fn is_missing(file: &Path) -> String {
    format!("{}: is in the manifest, but not there (collect again)", file.display())
}
