//! Reads files, and remembers which ones, even those that did not exist.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tailprint_core::io_error::reason;

use super::error::Error;
use super::progress::Progress;
use crate::install::Package;
use crate::install::http::sha256;

/// The files of Tailwind, which are in memory, and those of the user, which are not.
#[derive(Debug)]
pub(super) struct Files {
    package: Rc<Package>,
    /// The digest of each file when it was first read; none if it could not be read.
    looked_for: RefCell<BTreeMap<PathBuf, Option<String>>>,
    /// The real paths of paths with links.
    links: RefCell<BTreeMap<PathBuf, PathBuf>>,
    progress: Progress,
}

impl Files {
    /// Files that are read are added to `progress`, except those of Tailwind: they were verified, and another
    /// version of them is another package.
    pub(super) fn new(package: Rc<Package>, progress: Progress) -> Self {
        Self { package, looked_for: RefCell::default(), links: RefCell::default(), progress }
    }

    pub(super) fn package(&self) -> &Package {
        &self.package
    }

    /// Reads the text of a file.
    pub(super) fn text(&self, path: &Path) -> Result<String, Error> {
        if let Some(bytes) = self.own(path) {
            return decoded(bytes.to_vec(), path);
        }
        self.progress.read(path);
        let read = std::fs::read(path);
        self.remember(path, read.as_ref().ok().map(|bytes| sha256(bytes)));
        let bytes = read.map_err(|error| {
            Error::new(format!("cannot be read: {}", reason(&error))).in_file(path)
        })?;
        decoded(bytes, path)
    }

    /// Reads the text of a file, if there is such a file.
    pub(super) fn text_if_any(&self, path: &Path) -> Result<Option<String>, Error> {
        if self.is_file(path) { self.text(path).map(Some) } else { Ok(None) }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        let is_file = self.is_own(path) || path.is_file();
        if !is_file {
            self.remember(path, None);
        }
        is_file
    }

    fn remember(&self, path: &Path, digest: Option<String>) {
        self.looked_for.borrow_mut().entry(path.to_owned()).or_insert(digest);
    }

    /// Returns the path of a file without links. Packages find their dependencies next to their real path: pnpm
    /// links them together that way.
    pub(super) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self.own(path) {
            Some(_) => Ok(path.to_owned()),
            None => {
                let real = path.canonicalize().map(plain)?;
                if real != path {
                    self.links.borrow_mut().insert(path.to_owned(), real.clone());
                }
                Ok(real)
            }
        }
    }

    /// Returns true for a file of Tailwind itself.
    pub(super) fn is_own(&self, path: &Path) -> bool {
        self.own(path).is_some()
    }

    /// Returns the bytes of a file of Tailwind itself.
    fn own(&self, path: &Path) -> Option<&[u8]> {
        let name = path.strip_prefix(&self.package.folder).ok()?.to_str()?;
        let file = if cfg!(windows) {
            self.package.files.get(&name.replace('\\', "/"))
        } else {
            self.package.files.get(name)
        };
        file.map(Vec::as_slice)
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Returns every file that was read or looked for, by the path that was asked for.
    pub(super) fn seen(&self) -> Vec<Seen> {
        let looked_for = self.looked_for.borrow();
        let links = self.links.borrow();
        let linked = links.iter().filter_map(|(path, real)| Some((path, looked_for.get(real)?)));
        let seen = looked_for.iter().chain(linked);
        seen.map(|(path, digest)| Seen { path: path.clone(), digest: digest.clone() }).collect()
    }
}

/// A file and its content at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The absolute path.
    pub path: PathBuf,
    /// The SHA-256 of the content in hex; none if there was no readable file.
    pub digest: Option<String>,
}

impl Seen {
    /// Reads a file as it is now.
    #[must_use]
    pub fn now(path: &Path) -> Self {
        let bytes = std::fs::read(path).ok();
        Self { path: path.to_owned(), digest: bytes.map(|bytes| sha256(&bytes)) }
    }

    /// Returns true if the file has the same content now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        Self::now(&self.path) == *self
    }
}

fn decoded(bytes: Vec<u8>, path: &Path) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::new("is not UTF-8").in_file(path))
}

/// Removes the `\\?\` that `canonicalize` puts before a path on Windows.
pub(super) fn plain(path: PathBuf) -> PathBuf {
    if !cfg!(windows) {
        return path;
    }
    let short = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    // `\\?\UNC\server\share` has no shorter form that means the same everywhere.
    short.filter(|path| path.as_bytes().get(1) == Some(&b':')).map(PathBuf::from).unwrap_or(path)
}
