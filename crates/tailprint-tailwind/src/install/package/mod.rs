//! The files of the npm package that the engine needs, and their digests.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;
use tailprint_core::lock::Tailwind;
use tailprint_core::path::is_below;

use super::http::sha256;
use super::versions::{self, Version};
use crate::node::{Manifest, Target};

/// The most bytes that are read of one file. The largest one of Tailwind 4.3.5, `dist/lib.js`, has 300 KB.
pub(super) const LARGEST: u64 = 16 << 20;

/// The verified files of one version of Tailwind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// `4.3.5`
    pub version: String,
    /// The folder that they were read from.
    pub folder: PathBuf,
    /// Their contents by their paths in the npm package: `dist/lib.js`, `theme.css`, `package.json`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The SHA-256 of each file. They are kept because hashing is slow in a build script that is not optimised:
    /// 47 MB a second.
    digests: BTreeMap<String, String>,
}

impl Package {
    /// Makes a package of files that nobody has verified.
    #[must_use]
    pub fn new(
        version: impl Into<String>,
        folder: impl Into<PathBuf>,
        files: BTreeMap<String, Vec<u8>>,
    ) -> Self {
        let digests = digests(&files);
        Self { version: version.into(), folder: folder.into(), files, digests }
    }

    /// Returns true if these are the files of a release that the tests of this crate have seen.
    #[must_use]
    pub fn is_tested(&self) -> bool {
        let is_same = |file: &versions::File| {
            self.digests.get(file.path).is_some_and(|digest| digest == file.sha256)
        };
        versions::known(&self.version).is_some_and(|known| known.files.iter().all(is_same))
    }

    /// Returns the one digest of all files; see [`digest`].
    #[must_use]
    pub fn digest(&self) -> String {
        together(&self.digests)
    }
}

/// A version that the user has reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// `4.4.0`
    pub version: String,
    /// The [`digest`] of its files.
    pub digest: String,
}

/// Returns the one digest of all files of a version.
///
/// It is the SHA-256 of the output of `sha256sum` for them, sorted by path.
#[must_use]
pub fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    together(&digests(files))
}

fn digests(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    files.iter().map(|(path, content)| (path.clone(), sha256(content))).collect()
}

pub(super) fn together(digests: &BTreeMap<String, String>) -> String {
    let lines = digests.iter().map(|(path, digest)| format!("{digest}  {path}\n"));
    sha256(lines.collect::<String>().as_bytes())
}

/// The fault of the files in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A file is not there.
    Missing(String),
    /// A file cannot be read.
    Unreadable(String, String),
    /// A file, or all of them together, has another digest than expected.
    Differs {
        /// The file. Nothing if it is all of them together.
        path: Option<String>,
        expected: String,
        found: String,
    },
    /// `package.json` does not name the files.
    Manifest(String),
}

impl Flaw {
    pub(super) fn io(path: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            return Self::Missing(path.to_owned());
        }
        Self::Unreadable(path.to_owned(), reason(error))
    }
}

/// One version, and the digests that its files must have.
#[derive(Clone, Debug)]
pub(super) struct Release<'a> {
    pub(super) version: &'a str,
    pub(super) known: Option<&'static Version>,
    pub(super) pin: Option<&'a Pin>,
    /// The entry of `tailprint.lock`.
    locked: Option<&'a Tailwind>,
}

impl<'a> Release<'a> {
    pub(super) fn new(
        version: &'a str,
        pin: Option<&'a Pin>,
        locked: Option<&'a Tailwind>,
    ) -> Self {
        // A pin does not admit a version that cannot run.
        let pin = pin.filter(|pin| pin.version == version && !versions::is_too_old(version));
        Self { version, known: versions::known(version), pin, locked }
    }

    /// Returns true if there is a digest to verify its files by.
    pub(super) fn is_known(&self) -> bool {
        self.known.is_some() || self.pin.is_some() || self.locked.is_some()
    }

    /// Returns the integrity that its tarball must have.
    pub(super) fn integrity(&self) -> Option<&'a str> {
        let known = self.known.map(|known| known.integrity);
        known.or(self.locked.map(|locked| &*locked.integrity))
    }

    /// Reads and verifies the files in `folder`.
    pub(super) fn read(&self, folder: &Path) -> Result<Package, Flaw> {
        self.verify(folder, &mut |path| read_file(&folder.join(path), path))
    }

    /// Reads the files in a `folder` of the project. Like the project's plugins they are its own code: no digest is
    /// asked for unless the user has pinned one.
    pub(super) fn read_own(&self, folder: &Path) -> Result<Package, Flaw> {
        let files = needed(&mut |path| read_file(&folder.join(path), path))?;
        self.pinned(Package::new(self.version, folder, files))
    }

    /// Verifies the files that `read` returns. They are in `folder`.
    pub(super) fn verify(
        &self,
        folder: &Path,
        read: &mut dyn FnMut(&str) -> Result<Vec<u8>, Flaw>,
    ) -> Result<Package, Flaw> {
        let package = match self.known {
            Some(known) => of_table(known, folder, read)?,
            None => {
                let package = Package::new(self.version, folder, needed(read)?);
                match self.locked {
                    Some(locked) => having(package, &locked.files)?,
                    None => package,
                }
            }
        };
        self.pinned(package)
    }

    fn pinned(&self, package: Package) -> Result<Package, Flaw> {
        match self.pin {
            Some(pin) => having(package, &pin.digest),
            None => Ok(package),
        }
    }
}

/// Refuses a package whose files have another digest than `expected`.
fn having(package: Package, expected: &str) -> Result<Package, Flaw> {
    let found = package.digest();
    if found.eq_ignore_ascii_case(expected.trim()) {
        return Ok(package);
    }
    Err(Flaw::Differs { path: None, expected: expected.to_owned(), found })
}

fn of_table(
    known: &Version,
    folder: &Path,
    read: &mut dyn FnMut(&str) -> Result<Vec<u8>, Flaw>,
) -> Result<Package, Flaw> {
    let (mut files, mut digests) = (BTreeMap::new(), BTreeMap::new());
    for file in known.files {
        let content = read(file.path)?;
        let found = sha256(&content);
        if found != file.sha256 {
            return Err(Flaw::Differs {
                path: Some(file.path.to_owned()),
                expected: file.sha256.to_owned(),
                found,
            });
        }
        files.insert(file.path.to_owned(), content);
        digests.insert(file.path.to_owned(), found);
    }
    let version = known.number.to_owned();
    Ok(Package { version, folder: folder.to_owned(), files, digests })
}

/// Reads the needed files of a version that is in no table. They are not verified.
///
/// They are the exported files without types and without the ES module twin of the compiler, the modules that these
/// import, and the licence.
pub(super) fn needed(
    read: &mut dyn FnMut(&str) -> Result<Vec<u8>, Flaw>,
) -> Result<BTreeMap<String, Vec<u8>>, Flaw> {
    let mut files = BTreeMap::new();
    let manifest = read("package.json")?;
    let mut wanted = exported(&manifest)?;
    files.insert("package.json".to_owned(), manifest);
    wanted.insert("LICENSE".to_owned());
    while let Some(path) = wanted.pop_first() {
        if files.contains_key(&path) {
            continue;
        }
        let content = read(&path)?;
        if path.ends_with(".js") || path.ends_with(".mjs") {
            wanted.extend(imports(&path, &content));
        }
        files.insert(path, content);
    }
    Ok(files)
}

/// The files that `package.json` exports and that are needed.
fn exported(manifest: &[u8]) -> Result<BTreeSet<String>, Flaw> {
    let exports = manifest_of(manifest)?.exports;
    let mut paths = BTreeSet::new();
    for (name, target) in exports.iter().filter_map(Target::entries).flatten() {
        let is_needed =
            |condition: &str| condition != "types" && !(name == "." && condition == "import");
        // Node.js refuses other targets than paths in the package.
        let inner = target.paths(&is_needed).into_iter().filter(|path| path.starts_with("./"));
        paths.extend(inner.filter_map(inside));
    }
    if !paths.contains("dist/lib.js") {
        return Err(Flaw::Manifest("does not export dist/lib.js".to_owned()));
    }
    Ok(paths)
}

/// The files beside the module `path` that it imports.
fn imports(path: &str, content: &[u8]) -> BTreeSet<String> {
    let folder = path.rfind('/').map_or("", |end| path.get(..=end).unwrap_or_default());
    let mut found = BTreeSet::new();
    for before in ["from\"./", "import\"./", "import(\"./", "require(\"./"] {
        for start in memchr::memmem::find_iter(content, before) {
            let rest = content.get(start + before.len()..).unwrap_or_default();
            let name = memchr::memchr(b'"', rest).and_then(|end| rest.get(..end));
            let name = name.and_then(|name| std::str::from_utf8(name).ok());
            found.extend(name.and_then(|name| inside(&format!("{folder}{name}"))));
        }
    }
    found
}

/// Returns a path without `./` if it stays in the package. It becomes part of a file name and of a URL.
fn inside(path: &str) -> Option<String> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let is_file = !path.ends_with('/') && path.bytes().all(plain);
    (is_file && is_below(Path::new(path))).then(|| path.to_owned())
}

/// Reads a file of at most [`LARGEST`] bytes.
pub(super) fn read_file(file: &Path, path: &str) -> Result<Vec<u8>, Flaw> {
    let data = std::fs::metadata(file).map_err(|error| Flaw::io(path, &error))?;
    if !data.is_file() {
        return Err(Flaw::Unreadable(path.to_owned(), "not a file".to_owned()));
    }
    if data.len() > LARGEST {
        return Err(Flaw::Unreadable(path.to_owned(), format!("{} bytes long", data.len())));
    }
    std::fs::read(file).map_err(|error| Flaw::io(path, &error))
}

/// Returns the version in the `package.json` of Tailwind. Returns nothing if it is that of another package.
pub(super) fn version_of(manifest: &[u8]) -> Result<Option<String>, Flaw> {
    let manifest = manifest_of(manifest)?;
    Ok(manifest.version.filter(|_| manifest.name.as_deref() == Some("tailwindcss")))
}

fn manifest_of(text: &[u8]) -> Result<Manifest, Flaw> {
    Manifest::parse(text).map_err(|error| Flaw::Manifest(format!("is not JSON: {}", error.reason)))
}

#[cfg(test)]
mod tests;
