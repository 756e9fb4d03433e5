//! A copy of Tailwind in the user's own repository.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::package::Package;
use super::search::Search;
use super::{Error, ErrorKind, Found, Places, cache, versions};

/// Keeps git from changing line ends, which would change digests.
const ATTRIBUTES: &str = "* -text\n";
/// Keeps patterns of folders above, such as `dist`, from leaving files out.
const IGNORED_NOT: &str = "!*\n";

/// What [`vendor`] did.
#[derive(Clone, Debug)]
pub struct Vendored {
    /// `vendor/tailwindcss-<version>`, absolute.
    pub folder: PathBuf,
    /// Whether it was there already, complete.
    pub unchanged: bool,
    /// What was written, and where it came from.
    pub found: Found,
}

/// Writes `vendor/tailwindcss-<version>/` into `root`: the verified files of Tailwind, with its licence.
///
/// They come from `node_modules`, the cache, npm or the CDN, as in [`find`](super::find).
///
/// # Errors
///
/// When Tailwind is not found, and when the folder cannot be written.
pub fn vendor(root: &Path, places: &Places) -> Result<Vendored, Error> {
    let mut found =
        Search::new(places)?.run_elsewhere().map_err(|error| with_digest(error, places))?;
    let parent = root.join("vendor");
    let folder = parent.join(format!("tailwindcss-{}", found.package.version));
    let wrong: Vec<String> = missing(&folder, &found.package).map(str::to_owned).collect();
    let written = if folder.exists() {
        let changed = wrong.iter().filter(|path| folder.join(path).exists());
        let notes = changed.map(|path| format!("{path} was not Tailwind's; it is restored"));
        found.notes.extend(notes);
        restore(&folder, &found.package)
    } else {
        create(&parent, &folder, &found.package)
    };
    written.map_err(|error| Error::io("write", &folder, &error))?;
    Ok(Vendored { folder, unchanged: wrong.is_empty(), found })
}

/// Adds the digest of a version that is neither supported nor pinned, so that it can be pinned after a review.
fn with_digest(error: Error, places: &Places) -> Error {
    let (Some(npm), Some(version)) = (&places.npm, &places.version) else { return error };
    if error.kind() != ErrorKind::UnknownVersion || places.offline.is_some() {
        return error;
    }
    match npm.digest(version) {
        Ok(digest) => Error::unknown(
            version,
            "what npm gives",
            Some(&digest),
            &format!("`Config::tailwind_version(\"{}\")`", versions::DEFAULT),
        ),
        Err(reason) => Error::new(
            ErrorKind::NotFound,
            format!("{}: {reason}", error.message()),
            error.repair(),
        ),
    }
}

/// All that belongs into the folder.
fn contents(package: &Package) -> impl Iterator<Item = (&str, &[u8])> {
    let files = package.files.iter().map(|(path, content)| (&**path, &**content));
    let own = [(".gitattributes", ATTRIBUTES), (".gitignore", IGNORED_NOT)];
    files.chain(own.map(|(path, text)| (path, text.as_bytes())))
}

/// What the folder lacks, or has otherwise.
fn missing<'a>(folder: &Path, package: &'a Package) -> impl Iterator<Item = &'a str> {
    let is = |path: &str, content: &[u8]| fs::read(folder.join(path)).is_ok_and(|it| it == content);
    contents(package).filter(move |(path, content)| !is(path, content)).map(|(path, _)| path)
}

/// Puts a new folder into its place, complete from the first moment on.
fn create(parent: &Path, folder: &Path, package: &Package) -> io::Result<()> {
    fs::create_dir_all(parent)?;
    let new = tempfile::Builder::new().prefix(".tailwindcss-").tempdir_in(parent)?;
    let made = new.path().join("new");
    restore(&made, package)?;
    fs::rename(&made, folder)
}

/// Writes what is missing or other; what else lies there is the user's.
fn restore(folder: &Path, package: &Package) -> io::Result<()> {
    contents(package).try_for_each(|(path, content)| cache::write(&folder.join(path), content))
}
