//! Temporary files and folders that a killed process does not leave behind for long.
//!
//! The name of each begins with [`TEMPORARY`]: it is hidden, so it is no asset. Each is locked as long as its process
//! lives, and the next process that writes to the same folder removes those that nobody holds. A folder ignores itself,
//! so neither git nor Tailwind sees it meanwhile.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempDir};

/// The beginning of the names of files and folders that are being written.
const TEMPORARY: &str = ".tailprint-";

/// The number of random characters behind it.
const RANDOM: usize = 6;

/// The file in a folder that its process holds.
const LOCK: &str = "lock";

/// The number of times that a new one may be taken for an abandoned one. Another process must look in the instant
/// between its creation and its lock.
const ATTEMPTS: usize = 16;

/// A temporary folder, removed when it is dropped.
#[derive(Debug)]
pub struct Scratch {
    // Windows removes no folder with an open file in it, so this is dropped first.
    _lock: File,
    folder: TempDir,
}

impl Scratch {
    /// Makes a folder in `parent`, and removes those that killed processes have left there.
    ///
    /// # Errors
    /// The error of the operating system, such as a missing `parent`.
    pub fn new_in(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        attempt(parent, || {
            let folder = Builder::new().prefix(TEMPORARY).rand_bytes(RANDOM).tempdir_in(parent)?;
            let lock = folder.path().join(LOCK);
            let held = hold(File::create_new(&lock)?, &lock)?;
            fs::write(folder.path().join(".gitignore"), "*\n")?;
            Ok(Self { _lock: held, folder })
        })
    }

    /// Makes a folder in the system's folder for temporary files.
    ///
    /// # Errors
    /// As [`Self::new_in`].
    pub fn new() -> io::Result<Self> {
        Self::new_in(&std::env::temp_dir())
    }

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Creates an empty file to be renamed to a path in `folder`.
///
/// On Windows a lock would keep this process from writing to the file by its path, so there it has none and is not
/// removed after a kill.
///
/// # Errors
/// The error of the operating system, such as a missing folder.
pub fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    attempt(folder, || {
        let mut builder = Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // `tempfile` makes files private. Other users, such as that of a web server, read these. The umask still
            // applies.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.prefix(TEMPORARY).rand_bytes(RANDOM).tempfile_in(folder)?;
        if cfg!(unix) {
            // The lock is that of the open file, so it stays when this handle is closed.
            hold(file.as_file().try_clone()?, file.path())?;
        }
        Ok(file)
    })
}

/// Removes the temporary files and folders that killed processes have left in a folder. What cannot be removed stays.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_temporary)) {
        let path = entry.path();
        // A link is nothing that we made.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => sweep_folder(&path),
            Ok(kind) if kind.is_file() && cfg!(unix) => sweep_file(&path),
            _ => {}
        }
    }
}

// In both cases the lock is held during the removal, so that its owner waits and sees it.

fn sweep_file(path: &Path) {
    let Ok(file) = File::open(path) else { return };
    if file.try_lock().is_ok() {
        let _ = fs::remove_file(path);
    }
}

fn sweep_folder(path: &Path) {
    let Ok(file) = File::open(path.join(LOCK)) else {
        // Its process was killed before it made the lock, or is about to: an empty folder is removed in both cases.
        let _ = fs::remove_dir(path);
        return;
    };
    if file.try_lock().is_ok() {
        let _ = fs::remove_dir_all(path);
    }
}

/// Returns true for a name that is given here.
fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY).is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Locks a new file. Fails with `NotFound` if another process has removed it before.
fn hold(file: File, path: &Path) -> io::Result<File> {
    // Not every file system has locks. There, nobody can hold one, so nothing is removed either.
    match file.lock() {
        Err(error) if error.kind() != ErrorKind::Unsupported => return Err(error),
        _ => {}
    }
    path.symlink_metadata().map(|_| file)
}

/// Makes something in a folder, once more if another process has removed it before it was locked.
fn attempt<T>(folder: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..ATTEMPTS {
        match make() {
            Err(error) if error.kind() == ErrorKind::NotFound && folder.is_dir() => {}
            other => return other,
        }
    }
    make()
}
