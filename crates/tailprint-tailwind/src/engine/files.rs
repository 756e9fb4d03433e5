//! Reads files, and remembers which ones, even those that did not exist.

use std::cell::{RefCell, RefMut};
use std::collections::BTreeMap;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tailprint_core::io_error::reason;
use tailprint_core::path::canonical;

use super::error::Error;
use super::progress::Progress;
use super::reach::Reach;
use crate::install::Package;
use crate::install::http::sha256;

/// The files of Tailwind, which are in memory, and those of the user, which are not.
#[derive(Debug)]
pub(super) struct Files {
    package: Rc<Package>,
    /// The digest of each file when it was first read, as in [`Seen`].
    looked_for: RefCell<BTreeMap<PathBuf, Option<String>>>,
    /// The real paths of paths with links.
    links: RefCell<BTreeMap<PathBuf, PathBuf>>,
    progress: Progress,
    reach: RefCell<Reach>,
}

impl Files {
    /// Files that are read are added to `progress`, except those of Tailwind: they were verified, and another
    /// version of them is another package.
    pub(super) fn new(package: Rc<Package>, progress: Progress) -> Self {
        Self {
            package,
            looked_for: RefCell::default(),
            links: RefCell::default(),
            progress,
            reach: RefCell::default(),
        }
    }

    pub(super) fn package(&self) -> &Package {
        &self.package
    }

    /// Returns the places that plugins may read.
    pub(super) fn reach(&self) -> RefMut<'_, Reach> {
        self.reach.borrow_mut()
    }

    /// Reads the text of a file.
    pub(super) fn text(&self, path: &Path) -> Result<String, Error> {
        if let Some(bytes) = self.own(path) {
            return decoded(bytes.to_vec(), path);
        }
        self.progress.read(path);
        let read = std::fs::read(path);
        self.remember(path, digest(path, read.as_ref().ok()));
        let bytes = read.map_err(|error| {
            Error::new(format!("cannot be read: {}", reason(&error))).in_file(path)
        })?;
        decoded(bytes, path)
    }

    /// Reads the bytes of a file.
    pub(super) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.own(path) {
            return Ok(bytes.to_vec());
        }
        let read = std::fs::read(path);
        self.progress.read(path);
        self.remember(path, digest(path, read.as_ref().ok()));
        read
    }

    /// Lists a folder, sorted by name.
    pub(super) fn list(&self, path: &Path) -> io::Result<Vec<(String, FileType)>> {
        let listed = entries(path);
        match &listed {
            Ok(entries) => {
                self.progress.read(path);
                self.remember(path, Some(digest_of(entries)));
            }
            Err(_) => self.look_at(path),
        }
        listed
    }

    /// Notes that a plugin asked about a path that is no file: about a folder, or about nothing at all.
    pub(super) fn look_at(&self, path: &Path) {
        let digest = digest(path, None);
        if digest.is_none() {
            self.progress.read(path);
        }
        self.remember(path, digest);
    }

    /// Reads the text of a file, if there is such a file.
    pub(super) fn text_if_any(&self, path: &Path) -> Result<Option<String>, Error> {
        if self.is_file(path) { self.text(path).map(Some) } else { Ok(None) }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        let is_file = self.is_own(path) || path.is_file();
        if !is_file {
            self.remember(path, digest(path, None));
        }
        is_file
    }

    /// The first look counts: a later one may see what has changed meanwhile. The list of a folder says more than
    /// that there is one.
    fn remember(&self, path: &Path, digest: Option<String>) {
        let mut looked_for = self.looked_for.borrow_mut();
        let known = looked_for.entry(path.to_owned()).or_insert_with(|| digest.clone());
        if known.as_deref() == Some(FOLDER) {
            *known = digest;
        }
    }

    /// Returns the path of a file without links. Packages find their dependencies next to their real path: pnpm
    /// links them together that way.
    pub(super) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self.own(path) {
            Some(_) => Ok(path.to_owned()),
            None => {
                let real = canonical(path)?;
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
    /// The SHA-256 of the content in hex; none if there was nothing that could be read. `folder` stands for a folder, and
    /// a text that begins with `list:` for one whose list was read.
    pub digest: Option<String>,
}

impl Seen {
    /// Reads a file as it is now.
    #[must_use]
    pub fn now(path: &Path) -> Self {
        let bytes = std::fs::read(path).ok();
        Self { path: path.to_owned(), digest: digest(path, bytes.as_ref()) }
    }

    /// Returns true if the file has the same content now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        if self.digest.as_ref().is_some_and(|digest| digest.starts_with(LIST)) {
            return entries(&self.path).is_ok_and(|now| self.digest == Some(digest_of(&now)));
        }
        Self::now(&self.path) == *self
    }
}

/// The digest of a folder whose list was not read.
const FOLDER: &str = "folder";

/// Returns the digest of what is at a path, of which a file has bytes.
fn digest(path: &Path, bytes: Option<&Vec<u8>>) -> Option<String> {
    match bytes {
        Some(bytes) => Some(sha256(bytes)),
        None => path.is_dir().then(|| FOLDER.to_owned()),
    }
}

/// The beginning of the digest of a folder's list.
const LIST: &str = "list:";

/// The names in a folder, with their kinds, sorted.
fn entries(folder: &Path) -> io::Result<Vec<(String, FileType)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        entries.push((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?));
    }
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(entries)
}

fn digest_of(entries: &[(String, FileType)]) -> String {
    let lines = entries.iter().map(|(name, kind)| format!("{} {name}\0", kind.is_dir()));
    format!("{LIST}{}", sha256(lines.collect::<String>().as_bytes()))
}

fn decoded(bytes: Vec<u8>, path: &Path) -> Result<String, Error> {
    String::from_utf8(bytes)
        .map_err(|_| Error::new("is not UTF-8").in_file(path).help("save the file as UTF-8"))
}
