//! A folder that keeps the files of one version between builds.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;
use tailprint_core::whole_file::{Scratch, sweep, write_if_changed};

use super::super::package::Package;
use super::lock;
use super::owned;

/// The folder of one version in a folder for caches.
#[derive(Debug)]
pub(in crate::install) struct Cache {
    /// The user's folder for caches.
    root: PathBuf,
    /// The folder of this version.
    pub(in crate::install) folder: PathBuf,
}

impl Cache {
    pub(in crate::install) fn new(root: &Path, version: &str) -> Self {
        let folder = root.join(format!("tailwindcss-{version}-files"));
        Self { root: root.to_owned(), folder }
    }

    /// Waits until no other build fills this folder, and keeps others from it until the file is dropped.
    pub(in crate::install) fn lock(&self) -> Result<File, String> {
        let held = lock::hold(&self.folder)
            .and_then(|held| owned::create(&self.folder).map(|()| held))
            .map_err(|error| {
                format!("cannot write to {}: {}", self.root.display(), reason(&error))
            })?;
        self.sweep();
        Ok(held)
    }

    /// Makes a folder for one download. It is removed when the returned value is dropped.
    pub(in crate::install) fn scratch(&self) -> io::Result<Scratch> {
        Scratch::new_in(&self.folder)
    }

    /// Removes the temporary files of builds that were killed.
    fn sweep(&self) {
        sweep(&self.folder);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            sweep(&entry.path());
        }
    }

    /// Writes the files that are not there yet.
    pub(in crate::install) fn keep(&self, mut package: Package) -> Result<Package, String> {
        for (path, content) in &package.files {
            let target = self.place(path)?;
            write_if_changed(&target, content).map_err(|error| {
                format!("cannot write {}: {}", target.display(), reason(&error))
            })?;
        }
        package.folder.clone_from(&self.folder);
        Ok(package)
    }

    /// Returns the path of a file in the cache. A folder or link at that path is removed, since nobody else would.
    pub(in crate::install) fn place(&self, path: &str) -> Result<PathBuf, String> {
        let target = self.folder.join(path);
        // From the outermost folder to the file itself.
        let below = target.ancestors().take_while(|place| **place != self.folder);
        for place in below.collect::<Vec<_>>().into_iter().rev() {
            clear(place, place != target).map_err(|error| {
                format!("cannot remove {}: {}", place.display(), reason(&error))
            })?;
        }
        Ok(target)
    }
}

/// Removes whatever is at `place`, unless it is a folder or a file, as wanted.
fn clear(place: &Path, is_folder: bool) -> io::Result<()> {
    let Ok(data) = fs::symlink_metadata(place) else { return Ok(()) };
    match data.is_dir() {
        is_dir if is_dir == is_folder && (is_dir || data.is_file()) => Ok(()),
        true => fs::remove_dir_all(place),
        false => fs::remove_file(place),
    }
}
