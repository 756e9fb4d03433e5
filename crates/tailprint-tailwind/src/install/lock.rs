//! The lock that keeps two builds from filling the same folder of the cache.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Waits for `<folder>.lock`, which is held until the returned file is dropped.
pub(super) fn hold(folder: &Path) -> io::Result<File> {
    let mut lock = folder.to_owned().into_os_string();
    lock.push(".lock");
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    let file = File::create(&lock)?;
    match file.lock() {
        // Some network file systems have no locks. Files and folders still appear whole, since they are renamed into
        // their places.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        held => held.map(|()| file),
    }
}
