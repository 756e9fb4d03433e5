//! A file that is being fetched, with its digest so far.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::super::Error;
use super::BUFFER;

/// A file that is not complete yet.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    file: File,
    pub(super) length: u64,
    hasher: Sha256,
    /// True if it is made of more than one answer.
    pub(super) is_patched: bool,
}

impl Part {
    pub(super) fn open(target: &Path) -> Result<Self, Error> {
        let mut path = target.as_os_str().to_owned();
        path.push(".part");
        let path = PathBuf::from(path);
        let error = |error| Error::local("write", &path, &error);
        let mut options = File::options();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(error)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; BUFFER];
        let mut length = 0;
        loop {
            let read = file.read(&mut buffer).map_err(error)?;
            if read == 0 {
                return Ok(Self { path, file, length, hasher, is_patched: false });
            }
            hasher.update(buffer.get(..read).unwrap_or_default());
            length += read as u64;
        }
    }

    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| Error::local("write", &self.path, &error))?;
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn restart(&mut self) -> Result<(), Error> {
        let empty = self.file.set_len(0).and_then(|()| self.file.rewind());
        empty.map_err(|error| Error::local("write", &self.path, &error))?;
        self.hasher = Sha256::new();
        self.length = 0;
        self.is_patched = false;
        Ok(())
    }

    pub(super) fn discard(&self) {
        // A part with a wrong digest cannot be continued.
        let _ = fs::remove_file(&self.path);
    }

    pub(super) fn digest(&self) -> String {
        base16ct::lower::encode_string(&self.hasher.clone().finalize())
    }

    pub(super) fn finish(self, target: &Path) -> Result<(), Error> {
        let synced = self.file.sync_all().and_then(|()| fs::rename(&self.path, target));
        synced.map_err(|error| Error::local("write", target, &error))
    }
}
