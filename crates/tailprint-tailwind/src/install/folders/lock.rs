//! The lock that keeps two builds from filling the same folder of the cache.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use tailprint_core::whole_file::has_no_locks;

use super::owned;

/// Waits for `<folder>.lock`, which is held until the returned file is dropped.
pub(in crate::install) fn hold(folder: &Path) -> io::Result<File> {
    let mut lock = folder.to_owned().into_os_string();
    lock.push(".lock");
    if let Some(parent) = folder.parent() {
        owned::create(parent)?;
    }
    let file = open(lock.as_ref())?;
    match file.lock() {
        // Some network file systems have no locks. Files and folders still appear whole, since they are renamed into
        // their places.
        Err(error) if has_no_locks(&error) => Ok(file),
        held => held.map(|()| file),
    }
}

/// Opens a lock file, and creates it if it is not there. Content is never cut, and a link is not followed: whoever puts
/// one there chooses a file of the user that the build would open.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        /// Opens a link itself, not the file behind it.
        const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
        options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
    }
    options.open(path)
}
