//! Writes files that appear whole: beside their path first, then renamed to it.
//!
//! Another process sees the former content or the new one. A crash of the machine may still lose the new one, so every
//! reader of such a file verifies it or can have it written again.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

mod scratch;

pub use scratch::{Scratch, Temporary, has_no_locks, sweep, temporary, unnamed};

/// Writes a file, and the folders above it.
///
/// # Errors
/// The error of the operating system, if a folder or the file cannot be written.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    persist(written(path, content)?, path)
}

/// Writes a file as [`write()`] does, and waits until the system has written it out.
///
/// On NFS a full disk, or one's share of it, is told by the `close` of a file ([close(2)]), and Rust does not pass that on:
/// without waiting, a file would be replaced by a part of the new one. It takes milliseconds for each file, so it is for files
/// that nothing makes again, and where they are few.
///
/// [close(2)]: https://man7.org/linux/man-pages/man2/close.2.html
///
/// # Errors
/// As [`write()`].
pub fn write_through(path: &Path, content: &[u8]) -> io::Result<()> {
    let file = written(path, content)?;
    file.file.sync_data()?;
    persist(file, path)
}

/// Returns a file with this content to be renamed to a path.
fn written(path: &Path, content: &[u8]) -> io::Result<Temporary> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = match temporary(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            temporary(folder)?
        }
        other => other?,
    };
    file.write_all(content)?;
    Ok(file)
}

/// Renames a file that is written to its path, and replaces a file that is there.
///
/// Windows and SMB refuse that while another program reads the file that is there: a web server, an indexer, a virus
/// scanner. It is tried again for about a second.
///
/// # Errors
/// The error of the operating system. The written file is removed.
pub fn persist(file: Temporary, path: &Path) -> io::Result<()> {
    // The file is closed before its path is removed.
    let Temporary { mut written, file } = file;
    if let Err(error) = fs::rename(&written.path, path) {
        // Some clients of SMB, such as smbnetfs, rename no file that is open. Nor do they remove one, so another process that
        // sweeps, which has it open, does not remove this one.
        if error.kind() == io::ErrorKind::ResourceBusy {
            drop(file);
        }
        rename(&written.path, path)?;
    }
    written.is_renamed = true;
    Ok(())
}

/// Writes a file that only its owner may read. A link in its place is replaced, not followed.
///
/// # Errors
/// The error of the operating system, such as a missing folder.
pub fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = scratch::private(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    persist(file, path)
}

/// Renames a file as [`persist`] does.
///
/// # Errors
/// The error of the operating system.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to))
}

/// Tries again while another program reads a file.
fn patiently(mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    for _ in 0..PAUSES {
        match attempt() {
            Err(error) if is_in_use(&error) => std::thread::sleep(PAUSE),
            other => return other,
        }
    }
    attempt()
}

/// The pauses between attempts to replace a file that another program reads. Together they take longer than a reader of a
/// small file needs, and not so long that a user takes the build for hung.
const PAUSES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// Returns true for the errors about a file that is open: `EBUSY` of SMB, and of Windows `ERROR_ACCESS_DENIED`, which has
/// other causes as well, and `ERROR_SHARING_VIOLATION`.
fn is_in_use(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ResourceBusy
        || cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32))
}

/// Writes a file, unless it has this content: then it is left untouched, its modification time included. Returns true if
/// it was written.
///
/// # Errors
/// As [`write()`].
pub fn write_if_changed(path: &Path, content: &[u8]) -> io::Result<bool> {
    if is_same(path, content) {
        return Ok(false);
    }
    write(path, content).map(|()| true)
}

fn is_same(path: &Path, content: &[u8]) -> bool {
    let same_size = fs::metadata(path).is_ok_and(|old| old.len() == content.len() as u64);
    same_size && fs::read(path).is_ok_and(|old| old == content)
}

/// Writes a file that a person names, unless it has this content. What is there and is no usual file is written in place
/// instead of replaced: a link, a pipe, a device such as `/dev/stdout`.
///
/// # Errors
/// As [`write()`].
pub fn write_named(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() && !there.is_dir() => fs::write(path, content),
        _ if is_same(path, content) => Ok(()),
        _ => write_through(path, content),
    }
}

#[cfg(test)]
mod tests;
