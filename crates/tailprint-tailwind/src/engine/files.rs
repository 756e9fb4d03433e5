//! Reads files, and remembers which.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::error::Error;
use crate::provide::Package;

/// The files of Tailwind, which are in memory, and those of the user, which are not.
#[derive(Debug)]
pub(super) struct Files {
    package: Rc<Package>,
    read: RefCell<BTreeSet<PathBuf>>,
}

impl Files {
    pub(super) fn new(package: Rc<Package>) -> Self {
        Self { package, read: RefCell::default() }
    }

    pub(super) fn package(&self) -> &Package {
        &self.package
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &Path) -> Result<String, Error> {
        if let Some(bytes) = self.own(path) {
            return decoded(bytes.to_vec(), path);
        }
        self.read.borrow_mut().insert(path.to_owned());
        let bytes = std::fs::read(path)
            .map_err(|error| Error::new(format!("cannot be read: {error}")).in_file(path))?;
        decoded(bytes, path)
    }

    /// The text of a file, or `None` if there is no such file.
    pub(super) fn text_if_any(&self, path: &Path) -> Result<Option<String>, Error> {
        if self.own(path).is_none() && !path.is_file() {
            return Ok(None);
        }
        self.text(path).map(Some)
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        self.is_own(path) || path.is_file()
    }

    /// The path of a file without links in it: packages find their dependencies beside where they really
    /// lie, which is how pnpm arranges them.
    pub(super) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self.own(path) {
            Some(_) => Ok(path.to_owned()),
            None => path.canonicalize().map(plain),
        }
    }

    /// Whether a file is Tailwind's own.
    pub(super) fn is_own(&self, path: &Path) -> bool {
        self.own(path).is_some()
    }

    /// The bytes of a file of Tailwind's own.
    fn own(&self, path: &Path) -> Option<&[u8]> {
        let name = path.strip_prefix(&self.package.folder).ok()?.to_str()?;
        let file = if cfg!(windows) {
            self.package.files.get(&name.replace('\\', "/"))
        } else {
            self.package.files.get(name)
        };
        file.map(Vec::as_slice)
    }

    /// What was read, sorted. Tailwind's own files are not among it: they were verified, and another
    /// version of them is another package.
    pub(super) fn read(&self) -> Vec<PathBuf> {
        self.read.borrow().iter().cloned().collect()
    }
}

fn decoded(bytes: Vec<u8>, path: &Path) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::new("is not UTF-8").in_file(path))
}

/// Without the `\\?\` that Windows puts before a path without links.
pub(super) fn plain(path: PathBuf) -> PathBuf {
    if !cfg!(windows) {
        return path;
    }
    let short = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    // `\\?\UNC\server\share` has no shorter form that means the same everywhere.
    short.filter(|path| path.as_bytes().get(1) == Some(&b':')).map(PathBuf::from).unwrap_or(path)
}
