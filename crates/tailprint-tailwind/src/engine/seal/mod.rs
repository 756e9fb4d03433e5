//! Files that are only accepted if this user wrote them on this machine.
//!
//! Each file begins with an HMAC-SHA-256 over the rest of it. The key is made of random bytes in a file that
//! nobody else may read, and of that file's identity in its file system: a folder that was copied from
//! another machine, restored from a backup or unpacked from a CI cache has the bytes but not the identity, so
//! that its files count as not there.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tempfile::NamedTempFile;

/// The file with the random bytes.
const KEY: &str = "seal.key";
const KEY_LENGTH: usize = 32;
const TAG_LENGTH: usize = 32;

/// A folder with sealed files.
#[derive(Debug)]
pub(super) struct Seal {
    folder: PathBuf,
    mac: Hmac<Sha256>,
}

impl Seal {
    /// Opens a folder, which is made if there is none.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(KEY);
        let key = match key(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_key(folder, &path)?;
                key(&path)?
            }
            key => key?,
        };
        let mac = Hmac::<Sha256>::new_from_slice(&key).map_err(io::Error::other)?;
        Ok(Self { folder: folder.to_owned(), mac })
    }

    /// What was written under `name`, if it was here.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(name)).ok()?;
        let content = bytes.split_off(TAG_LENGTH.min(bytes.len()));
        self.over(name, &content).verify_slice(&bytes).ok()?;
        Some(content)
    }

    pub(super) fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut file = NamedTempFile::new_in(&self.folder)?;
        file.write_all(&self.over(name, content).finalize().into_bytes())?;
        file.write_all(content)?;
        file.persist(self.folder.join(name))?;
        Ok(())
    }

    fn over(&self, name: &str, content: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(name.as_bytes());
        mac.update(&[0]);
        mac.update(content);
        mac
    }
}

fn make_key(folder: &Path, path: &Path) -> io::Result<()> {
    let mut random = [0; KEY_LENGTH];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    // Only its owner may read it.
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(&random)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        // Another build was quicker.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

/// The random bytes and the identity of the file that they are in.
fn key(path: &Path) -> io::Result<Vec<u8>> {
    let named = fs::symlink_metadata(path)?;
    let mut file = File::open(path)?;
    // What was opened is what was looked at, even if someone puts another file there meanwhile.
    let opened = file.metadata()?;
    if !named.is_file() || opened.len() != KEY_LENGTH as u64 {
        return Err(io::Error::other("is no key"));
    }
    let mut key = Vec::new();
    file.read_to_end(&mut key)?;
    key.extend(identity(&opened)?);
    Ok(key)
}

#[cfg(unix)]
fn identity(file: &fs::Metadata) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::MetadataExt as _;

    if file.uid() != rustix::process::geteuid().as_raw() || file.mode() & 0o077 != 0 {
        return Err(io::Error::other("others have access to the key"));
    }
    Ok([file.dev().to_be_bytes(), file.ino().to_be_bytes()].concat())
}

#[cfg(not(unix))]
fn identity(file: &fs::Metadata) -> io::Result<Vec<u8>> {
    let made = file.created()?.duration_since(std::time::UNIX_EPOCH).map_err(io::Error::other)?;
    Ok(made.as_nanos().to_be_bytes().to_vec())
}

#[cfg(test)]
mod tests;
