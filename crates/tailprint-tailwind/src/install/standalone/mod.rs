//! Tailwind's standalone binary: its command line program with all it needs, from its GitHub releases.
//!
//! The digest of the right binary comes from the configuration, or from `tailwind.lock` in the user's package. If
//! neither has one, the `sha256sums.txt` of the release is trusted once, and its digests are written to
//! `tailwind.lock` (trust on first use). From then on, every machine with that file refuses other binaries.
//!
//! ```text
//! <cache>/tailwindcss-4.3.5-standalone/
//!     tailwindcss-linux-x64               the program
//!     tailwindcss-linux-x64.part          a download that was interrupted
//! <cache>/tailwindcss-4.3.5-standalone.lock
//! ```
//!
//! No digest comes from the cache. The note that the program was verified and the `sha256sums.txt` of a release are kept
//! in the folder of the build.

mod store;
mod system;
mod trusted;

use std::path::PathBuf;

use tailprint_core::io_error::reason;
use tailprint_core::whole_file::write_if_changed;

use self::store::{Failure, Store};
pub use self::system::{name, name_here};
use self::trusted::Lock;
use super::http::is_digest;
use super::{Error, ErrorKind, Places, Program, versions};

/// The file in the user's package that names the trusted binaries.
const LOCK: &str = "tailwind.lock";

/// One binary, and the places to look in.
#[derive(Debug)]
struct Request<'a> {
    places: &'a Places,
    version: &'a str,
    /// The name of the binary among the files of the release.
    name: &'a str,
    /// The SHA-256 that the user has configured for it.
    digest: Option<&'a str>,
    /// The user's `tailwind.lock`. It need not exist.
    lock: PathBuf,
}

/// A verified binary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// The program.
    pub program: PathBuf,
    /// Its SHA-256.
    pub digest: String,
    /// True if it was fetched just now.
    pub fetched: bool,
    /// The reason why `tailwind.lock` could not be written, with the line that should stand in it.
    pub note: Option<String>,
}

/// Returns true if the user has chosen the standalone binary, by a configured digest or by `tailwind.lock`.
pub(super) fn is_chosen(places: &Places) -> bool {
    !places.binary_digests.is_empty() || places.package.join(LOCK).exists()
}

/// Finds the binary for this machine, and fetches it if needed.
pub(super) fn program(places: &Places) -> Result<Program, Error> {
    let name = name_here().ok_or_else(|| {
        let system = format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH);
        let message = format!("there is no standalone Tailwind for {system}");
        Error::new(ErrorKind::NotFound, message, "install Node.js and Tailwind's CLI")
    })?;
    let binary = find(places, &name)?;
    let lock = places.package.join(LOCK);
    Ok(Program {
        path: binary.program,
        version: places.version().to_owned(),
        origin: "standalone binary",
        modules: None,
        watch: Some(lock).filter(|lock| lock.exists()),
        note: binary.note,
        refused_cache: places.refused_cache(),
    })
}

/// Finds the binary `name`, and fetches it if needed. See [`name()`].
///
/// # Errors
///
/// If it cannot be fetched, or does not have the expected digest.
pub fn find(places: &Places, name: &str) -> Result<Binary, Error> {
    let version = places.version();
    let mut digests = places.binary_digests.iter().rev();
    let digest = digests.find(|(of, _)| of == name).map(|(_, digest)| digest.trim());
    let request = &Request { places, version, name, digest, lock: places.package.join(LOCK) };
    let lock = check(request)?;
    let expected = digest.or_else(|| lock.digest(version, name));
    let expected = expected.map(str::to_ascii_lowercase);
    let mut tried = Vec::new();
    for root in places.caches() {
        match Store::new(root, request).provide(expected.clone()) {
            Ok((mut binary, sums)) => {
                if expected.is_none() {
                    binary.note = remember(request, &sums, &binary.digest)?;
                }
                return Ok(binary);
            }
            Err(Failure::Store(reason)) => tried.push(reason),
            Err(Failure::Fetch(reason)) => {
                tried.push(reason);
                break;
            }
            Err(Failure::Refused(error)) => return Err(*error),
        }
    }
    if tried.is_empty() {
        tried.push("no cache folder is known".to_owned());
    }
    let message = format!("no {name} {version}: {}", tried.join("; "));
    let repair =
        "build once where it can be downloaded, or install it and set TAILWINDCSS to its path";
    Err(Error::new(ErrorKind::NotFound, message, repair))
}

/// Checks the request and reads `tailwind.lock`.
fn check(request: &Request<'_>) -> Result<Lock, Error> {
    let wrong =
        |message: String, repair: &str| Err(Error::new(ErrorKind::Configuration, message, repair));
    versions::check(request.version)?;
    if let Some(digest) = request.digest.filter(|digest| !is_digest(digest)) {
        let message = format!("{digest:?}, configured for {}, is not a SHA-256", request.name);
        return wrong(message, "take it from the sha256sums.txt of the release");
    }
    Lock::read(&request.lock)
        .or_else(|message| wrong(message, "restore it, or remove it to trust anew"))
}

/// Adds the digests of the release to `tailwind.lock`. Returns the reason if the file cannot be written.
fn remember(request: &Request<'_>, sums: &Lock, trusted: &str) -> Result<Option<String>, Error> {
    let Request { version, name, lock: path, .. } = request;
    // Another build may have written it while this one waited for the network.
    let mut lock = check(request)?;
    lock.extend(sums);
    let locked = lock.digest(version, name).unwrap_or_default();
    if locked != trusted {
        let path = path.display();
        let message = format!(
            "{path} has another digest of {name} {version} than the release: \
             expected sha256 {locked}, found {trusted}"
        );
        let repair = format!("find out who is right, and correct or remove {path}");
        return Err(Error::new(ErrorKind::Refused, message, repair));
    }
    Ok(write_if_changed(path, lock.text().as_bytes()).err().map(|error| {
        format!(
            "cannot write {}: {}; it should have the line `{version} {name} {trusted}`",
            path.display(),
            reason(&error)
        )
    }))
}
