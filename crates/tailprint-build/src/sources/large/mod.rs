//! [`Large`]: a file that is not held in memory, since it is shipped as it is.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use tailprint_core::whole_file;

/// The bytes that are read at once. Chosen: the time of a call is small against that of hashing them.
const CHUNK: usize = 1 << 20;

/// A file that is not held in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Large {
    /// The path to read it from.
    pub(crate) file: PathBuf,
    pub(crate) len: u64,
    modified: Option<SystemTime>,
    /// The SHA-256 of the content; none in plain mode, where names carry no hash.
    digest: Option<[u8; 32]>,
}

impl Large {
    /// Reads the file from its start to its end, if its digest is needed.
    pub(crate) fn read(file: &Path, needs_digest: bool) -> io::Result<Self> {
        let mut opened = File::open(file)?;
        let metadata = opened.metadata()?;
        let large = Self {
            file: file.to_owned(),
            len: metadata.len(),
            modified: metadata.modified().ok(),
            digest: if needs_digest { Some(digest(&mut opened)?) } else { None },
        };
        if large.is_still(&opened.metadata()?) { Ok(large) } else { Err(changed()) }
    }

    /// Returns the SHA-256 of the content; none in plain mode.
    pub(crate) fn sha256(&self) -> Option<[u8; 32]> {
        self.digest
    }

    /// Copies the file, unless that has been done: on file systems that can by sharing its blocks. The copy appears whole,
    /// and has the time of the file.
    pub(crate) fn copy_if_changed(&self, target: &Path) -> io::Result<()> {
        if fs::metadata(target).is_ok_and(|copy| self.is_still(&copy)) {
            return Ok(());
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        whole_file::sweep(folder);
        let copy = whole_file::temporary(folder)?;
        fs::copy(&self.file, copy.path())?;
        if !self.is_still(&fs::metadata(&self.file)?) || copy.path().metadata()?.len() != self.len {
            return Err(changed());
        }
        if let Some(modified) = self.modified {
            copy.file().set_modified(modified)?;
        }
        whole_file::persist(copy, target)
    }

    fn is_still(&self, metadata: &Metadata) -> bool {
        (metadata.len(), metadata.modified().ok()) == (self.len, self.modified)
    }
}

/// Returns the SHA-256 of a file from its place to its end.
pub(crate) fn digest(file: &mut File) -> io::Result<[u8; 32]> {
    let mut digest = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(digest.finalize().into()),
            Ok(read) => digest.update(&chunk[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn changed() -> io::Error {
    io::Error::other("it has changed meanwhile")
}

#[cfg(test)]
mod tests;
