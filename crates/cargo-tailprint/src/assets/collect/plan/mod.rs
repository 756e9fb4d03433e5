//! The plan of an export: the files of the export compared with those in the output folder.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::{cannot, parallel};

use super::export::{Export, Exported};
use super::prune::{Prune, unwanted};

/// The difference between the export and the output folder.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// Files of the export, each with those of its names that are missing or have other content.
    pub(crate) write: Vec<(&'a Exported, Vec<&'a str>)>,
    /// Files to remove.
    pub(crate) remove: Vec<PathBuf>,
    /// The number of assets that are written.
    pub(crate) written: usize,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(out: &Path, export: &'a Export, prune: Prune) -> Result<Self, String> {
        folders_are_folders(out, export)?;
        let exists = out.exists();
        let files: Vec<&'a Exported> = export.files.iter().collect();
        let stale = parallel(&files, |file: &&'a Exported| {
            if exists {
                stale(out, file)
            } else {
                Ok(file.names.iter().map(String::as_str).collect())
            }
        });
        let mut write = Vec::new();
        for (file, names) in files.into_iter().zip(stale) {
            let names = names?;
            if !names.is_empty() {
                write.push((file, names));
            }
        }
        let assets: BTreeSet<&str> =
            write.iter().filter_map(|(file, _)| file.asset.as_deref()).collect();
        let written = assets.len();
        Ok(Self { write, remove: unwanted(out, export, prune), written })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// The folders that these names lie in, parents first.
pub(crate) fn folders<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    for name in names {
        let ends = name.rmatch_indices('/').map(|(end, _)| end);
        // The parents of a known folder are known as well.
        let _ = ends.map_while(|end| name.get(..end)).all(|folder| folders.insert(folder));
    }
    folders
}

/// Refuses a symbolic link or a file in the place of a folder: a link would lead the export elsewhere.
fn folders_are_folders(out: &Path, export: &Export) -> Result<(), String> {
    for folder in folders(export.names()) {
        let folder = out.join(folder);
        match folder.symlink_metadata() {
            Ok(metadata) if !metadata.is_dir() => {
                let what = if metadata.is_symlink() { "a symbolic link" } else { "a file" };
                let shown = folder.display();
                return Err(format!("{shown}: is {what} where the export has a folder; remove it"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The names under which the file is missing or differs.
fn stale<'a>(out: &Path, file: &'a Exported) -> Result<Vec<&'a str>, String> {
    let mut stale = Vec::new();
    let mut same: Option<std::fs::Metadata> = None;
    for name in &file.names {
        let path = out.join(name);
        let failed = |error| cannot("be compared", &path, &error);
        let metadata = match path.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => {
                let shown = path.display();
                return Err(format!("{shown}: is a folder where the export has a file; remove it"));
            }
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                stale.push(name.as_str());
                continue;
            }
            Err(error) => return Err(failed(error)),
        };
        let linked = same.as_ref().is_some_and(|same| is_same_file(same, &metadata));
        let equal = linked
            || metadata.is_file()
                && file.content.size().map_err(failed)? == metadata.len()
                && file.content.is_in(&path).map_err(failed)?;
        if equal {
            same = Some(metadata);
        } else {
            stale.push(name.as_str());
        }
    }
    Ok(stale)
}

#[cfg(unix)]
fn is_same_file(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same_file(_one: &std::fs::Metadata, _other: &std::fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests;
