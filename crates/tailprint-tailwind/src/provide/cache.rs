//! A folder that keeps the files of one version between builds.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::package::Package;
use crate::download::reason;

/// What the names of folders and files begin with that are there for a moment.
const SCRATCH: &str = ".npm-";
const TEMPORARY: &str = ".tailprint-";

/// The place of one version in a folder for caches.
#[derive(Debug)]
pub(super) struct Cache {
    /// The user's folder for caches.
    root: PathBuf,
    /// The folder of this version.
    pub(super) folder: PathBuf,
}

impl Cache {
    pub(super) fn all(roots: &[PathBuf], version: &str) -> Vec<Self> {
        let cache = |root: &PathBuf| Self {
            root: root.clone(),
            folder: root.join(format!("tailwindcss-{version}-files")),
        };
        roots.iter().map(cache).collect()
    }

    /// Waits until no other build fills this folder, and keeps others from it until the file is dropped.
    pub(super) fn lock(&self) -> Result<File, String> {
        let held = hold(&self.folder).map_err(|error| {
            format!("cannot write to {}: {}", self.root.display(), reason(&error))
        })?;
        self.sweep();
        Ok(held)
    }

    /// A folder for the time of a download, removed when it goes out of scope.
    pub(super) fn scratch(&self) -> io::Result<tempfile::TempDir> {
        tempfile::Builder::new().prefix(SCRATCH).tempdir_in(&self.folder)
    }

    /// Removes what builds that were killed have left.
    fn sweep(&self) {
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries(&self.folder) {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with(SCRATCH) {
                // Nobody needs it, and nobody is helped by an error.
                let _ = fs::remove_dir_all(path);
                continue;
            }
            let below = entries(&path).map(|entry| entry.path());
            for path in below.chain([path]) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if name.starts_with(TEMPORARY) {
                    let _ = fs::remove_file(path);
                }
            }
        }
    }

    /// Writes what is not there yet.
    pub(super) fn keep(&self, mut package: Package) -> Result<Package, String> {
        for (path, content) in &package.files {
            let target = self.place(path)?;
            write(&target, content).map_err(|error| {
                format!("cannot write {}: {}", target.display(), reason(&error))
            })?;
        }
        package.folder.clone_from(&self.folder);
        Ok(package)
    }

    /// Where a file belongs. Whatever is there and is no file is removed, or it would be in the way for ever.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf, String> {
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

/// Removes what is neither missing nor a folder or a file, as wanted.
fn clear(place: &Path, is_folder: bool) -> io::Result<()> {
    let Ok(data) = fs::symlink_metadata(place) else { return Ok(()) };
    match data.is_dir() {
        is_dir if is_dir == is_folder && (is_dir || data.is_file()) => Ok(()),
        true => fs::remove_dir_all(place),
        false => fs::remove_file(place),
    }
}

/// Makes a folder and waits for `<folder>.lock`, which is held until the file is dropped.
pub(crate) fn hold(folder: &Path) -> io::Result<File> {
    let mut lock = folder.to_owned().into_os_string();
    lock.push(".lock");
    fs::create_dir_all(folder)?;
    let file = File::create(&lock)?;
    match file.lock() {
        // Files still appear whole, since they are renamed into their places.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        held => held.map(|()| file),
    }
}

/// Writes a file by temporary file and rename; an equal one is left alone.
pub(crate) fn write(target: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(target).is_ok_and(|there| there == content) {
        return Ok(());
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Readable for whom the process's umask lets read.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(TEMPORARY).tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}
