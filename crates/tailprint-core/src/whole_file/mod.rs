//! Writes files that appear whole: beside their path first, then renamed to it.
//!
//! Another process sees the former content or the new one. A crash of the machine may still lose the new one, so every
//! reader of such a file verifies it or can have it written again.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

mod scratch;

pub use scratch::{Scratch, sweep, temporary};

/// Writes a file, and the folders above it.
///
/// # Errors
/// The error of the operating system, if a folder or the file cannot be written.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = match temporary(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            temporary(folder)?
        }
        other => other?,
    };
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}

/// Writes a file, unless it has this content: then it is left untouched, its modification time included. Returns true if
/// it was written.
///
/// # Errors
/// As [`write()`].
pub fn write_if_changed(path: &Path, content: &[u8]) -> io::Result<bool> {
    let same_size = fs::metadata(path).is_ok_and(|old| old.len() == content.len() as u64);
    if same_size && fs::read(path).is_ok_and(|old| old == content) {
        return Ok(false);
    }
    write(path, content).map(|()| true)
}

#[cfg(test)]
mod tests;
