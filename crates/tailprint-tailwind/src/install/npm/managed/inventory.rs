//! The list of installed files, which is written when an install is complete.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::super::super::http::sha256;

/// The name of the list. A folder without it holds no complete install.
pub(super) const NAME: &str = "installed.json";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Inventory {
    /// The files by their paths below the folder.
    files: BTreeMap<String, File>,
}

#[derive(Debug, Serialize, Deserialize)]
struct File {
    size: u64,
    sha256: String,
}

/// Writes the list of all files in `folder`.
pub(super) fn take(folder: &Path) -> io::Result<()> {
    let mut inventory = Inventory::default();
    for found in walkdir::WalkDir::new(folder) {
        let found = found?;
        // Symbolic links lead to files of the same folder.
        if found.file_type().is_file() {
            let size = found.metadata()?.len();
            let sha256 = sha256(&fs::read(found.path())?);
            let path = found.path().strip_prefix(folder).map_err(io::Error::other)?;
            inventory.files.insert(path.to_string_lossy().into_owned(), File { size, sha256 });
        }
    }
    fs::write(folder.join(NAME), serde_json::to_string_pretty(&inventory)?)
}

/// Returns true if every installed file is there, unchanged.
///
/// Only files that are younger than the list are hashed again. Usually there are none, and a file that was changed
/// after the install is one.
pub(super) fn is_intact(folder: &Path) -> bool {
    let list = folder.join(NAME);
    let intact = || -> io::Result<bool> {
        let inventory: Inventory = serde_json::from_slice(&fs::read(&list)?)?;
        let finished = fs::metadata(&list)?.modified()?;
        let has_program = folder.join("node_modules/.bin").read_dir()?.next().is_some();
        let mut files = inventory.files.iter();
        Ok(has_program
            && files
                .all(|(path, file)| is_same(&folder.join(path), file, finished).unwrap_or(false)))
    };
    intact().unwrap_or(false)
}

fn is_same(path: &Path, file: &File, finished: SystemTime) -> io::Result<bool> {
    let data = fs::metadata(path)?;
    Ok(data.len() == file.size
        && (data.modified()? <= finished || sha256(&fs::read(path)?) == file.sha256))
}
