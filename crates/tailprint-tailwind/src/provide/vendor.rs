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
    let found = Search::new(places)?.run_elsewhere().map_err(|error| with_digest(error, places))?;
    let parent = root.join("vendor");
    let folder = parent.join(format!("tailwindcss-{}", found.package.version));
    let unchanged = is_complete(&folder, &found.package);
    if !unchanged {
        replace(&parent, &folder, &found.package)
            .map_err(|error| Error::io("write", &folder, &error))?;
    }
    Ok(Vendored { folder, unchanged, found })
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

fn is_complete(folder: &Path, package: &Package) -> bool {
    let is = |path: &str, content: &[u8]| fs::read(folder.join(path)).is_ok_and(|it| it == content);
    is(".gitattributes", ATTRIBUTES.as_bytes())
        && is(".gitignore", IGNORED_NOT.as_bytes())
        && package.files.iter().all(|(path, content)| is(path, content))
}

/// Puts a new folder into the place of the old one, if there is one.
fn replace(parent: &Path, folder: &Path, package: &Package) -> io::Result<()> {
    fs::create_dir_all(parent)?;
    let new = tempfile::Builder::new().prefix(".tailwindcss-").tempdir_in(parent)?;
    let made = new.path().join("new");
    for (path, content) in &package.files {
        cache::write(&made.join(path), content)?;
    }
    cache::write(&made.join(".gitattributes"), ATTRIBUTES.as_bytes())?;
    cache::write(&made.join(".gitignore"), IGNORED_NOT.as_bytes())?;
    if folder.exists() {
        fs::rename(folder, new.path().join("old"))?;
    }
    fs::rename(&made, folder)
}
