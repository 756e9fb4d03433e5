//! Temporary files and folders that a killed process does not leave behind for long.
//!
//! The name of each begins with [`TEMPORARY`]: it is hidden, so it is no asset. Each is locked as long as its process
//! lives, and the next process that writes to the same folder removes those that nobody holds. A folder ignores itself,
//! so neither git nor Tailwind sees it meanwhile.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

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
    folder: Folder,
}

#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A file to be renamed to its path. It is removed when it is dropped before that.
#[derive(Debug)]
pub struct Temporary {
    pub(super) file: File,
    pub(super) written: Written,
}

/// The path of a file, which is removed when it is dropped before it was renamed.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) path: PathBuf,
    pub(super) is_renamed: bool,
}

impl Temporary {
    /// The open file.
    #[must_use]
    pub const fn file(&self) -> &File {
        &self.file
    }

    /// The path until it is renamed.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.written.path
    }
}

impl io::Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if !self.is_renamed {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Scratch {
    /// Makes a folder in `parent`, and removes those that killed processes have left there.
    ///
    /// # Errors
    /// The error of the operating system, such as a missing `parent`.
    pub fn new_in(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        attempt(parent, || {
            let folder = unused(parent, |path| fs::create_dir(path).map(|()| Folder(path.into())))?;
            let lock = folder.0.join(LOCK);
            let held = hold(File::create_new(&lock)?, &lock)?;
            fs::write(folder.0.join(".gitignore"), "*\n")?;
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
        &self.folder.0
    }
}

/// Creates an empty file to be renamed to a path in `folder`.
///
/// On Windows a lock would keep this process from writing to the file by its path, so there the open file tells that its
/// process lives.
///
/// # Errors
/// The error of the operating system, such as a missing folder.
pub fn temporary(folder: &Path) -> io::Result<Temporary> {
    // Other users, such as that of a web server, read it as far as the umask allows.
    create(folder, &new_file())
}

/// Creates a file as [`temporary`] does, for its owner alone.
pub(super) fn private(folder: &Path) -> io::Result<Temporary> {
    create(folder, &private_file())
}

fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    options
}

fn private_file() -> OpenOptions {
    #[cfg_attr(
        not(unix),
        allow(unused_mut, reason = "elsewhere a new file has the rights of its folder")
    )]
    let mut options = new_file();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn create(folder: &Path, options: &OpenOptions) -> io::Result<Temporary> {
    attempt(folder, || {
        let file = unused(folder, |path| {
            let file = options.open(path)?;
            Ok(Temporary { file, written: Written { path: path.into(), is_renamed: false } })
        })?;
        if cfg!(unix) {
            // The lock is that of the open file, so it stays when this handle is closed.
            hold(file.file.try_clone()?, file.path())?;
        }
        Ok(file)
    })
}

/// Creates an empty file for reading and writing that no path leads to, for the output of a program.
///
/// Everything is written at its end: handles that are made from each other share one position, so a program would
/// otherwise write over what is being read meanwhile. Windows gives the path up only when the last handle is closed.
///
/// # Errors
/// The error of the operating system.
pub fn unnamed() -> io::Result<File> {
    let mut options = private_file();
    options.append(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
        options.custom_flags(FILE_FLAG_DELETE_ON_CLOSE);
    }
    unused(&std::env::temp_dir(), |path| {
        let file = options.open(path)?;
        if !cfg!(windows) {
            fs::remove_file(path)?;
        }
        Ok(file)
    })
}

/// Makes something at a path in `folder` that nothing is at.
fn unused<T>(folder: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    for _ in 1..ATTEMPTS {
        match make(&folder.join(random_name())) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            other => return other,
        }
    }
    make(&folder.join(random_name()))
}

/// Returns [`TEMPORARY`] and random characters. The hasher's keys come from the system.
fn random_name() -> String {
    const CHARACTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut random = RandomState::new().hash_one(std::process::id());
    let mut name = TEMPORARY.to_owned();
    for _ in 0..RANDOM {
        name.push(char::from(CHARACTERS[(random % 36) as usize]));
        random /= 36;
    }
    name
}

/// Removes the temporary files and folders that killed processes have left in a folder. What cannot be removed stays.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_temporary)) {
        let path = entry.path();
        // A link is nothing that we made.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => sweep_folder(&path),
            Ok(kind) if kind.is_file() => sweep_file(&path),
            _ => {}
        }
    }
}

// In both cases the lock is held during the removal, so that its owner waits and sees it.

#[cfg(not(windows))]
fn sweep_file(path: &Path) {
    let Ok(file) = lockable(path) else { return };
    if file.try_lock().is_ok() {
        let _ = fs::remove_file(path);
    }
}

/// Removes a file that can be opened for this process alone: no other one has it open.
#[cfg(windows)]
fn sweep_file(path: &Path) {
    use std::os::windows::fs::OpenOptionsExt as _;
    const DELETE: u32 = 0x0001_0000;
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
    /// Opens a link itself, not the file behind it.
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    let flags = FILE_FLAG_DELETE_ON_CLOSE | FILE_FLAG_OPEN_REPARSE_POINT;
    let _ = OpenOptions::new().access_mode(DELETE).share_mode(0).custom_flags(flags).open(path);
}

fn sweep_folder(path: &Path) {
    let Ok(file) = lockable(&path.join(LOCK)) else {
        // Its process was killed before it made the lock, or is about to: an empty folder is removed in both cases.
        let _ = fs::remove_dir(path);
        return;
    };
    if file.try_lock().is_err() {
        return;
    }
    // What cannot be removed now is left to the next sweep.
    let entries = fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.file_name() != LOCK) {
        let inner = entry.path();
        let _ = fs::remove_dir_all(&inner).or_else(|_| fs::remove_file(&inner));
    }
    // Windows removes no folder in which a file is open. An owner that is about to lock it finds it gone, and begins anew.
    let held = (!cfg!(windows)).then_some(file);
    let _ = fs::remove_dir_all(path);
    drop(held);
    // NFS keeps a file that is open under another name, and the folder with it.
    let _ = fs::remove_dir(path);
}

/// Opens a file for a lock. NFS gives one process alone a lock only where the file is open for writing.
fn lockable(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(path).or_else(|_| File::open(path))
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
        Err(error) if !has_no_locks(&error) => return Err(error),
        _ => {}
    }
    match path.symlink_metadata() {
        // Windows says this of a file that is removed as soon as nobody has it open.
        Err(error) if cfg!(windows) && error.kind() == ErrorKind::PermissionDenied => {
            Err(ErrorKind::NotFound.into())
        }
        other => other.map(|_| file),
    }
}

/// Returns true for the errors of file systems that have no locks. NFS says `ENOLCK` where no server answers for them.
#[must_use]
pub fn has_no_locks(error: &io::Error) -> bool {
    let no_locks = if cfg!(target_os = "linux") { 37 } else { 77 };
    error.kind() == ErrorKind::Unsupported || cfg!(unix) && error.raw_os_error() == Some(no_locks)
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
