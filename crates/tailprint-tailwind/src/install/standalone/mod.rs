//! Tailwind's standalone binary: its command line program with all it needs, from its GitHub releases.
//!
//! The digest of the right binary comes from the configuration, from `tailprint.lock`, or from a `tailwind.lock` of an
//! earlier version of tailprint. If none has one, the `sha256sums.txt` of the release is trusted once, and its digests
//! are written to `tailprint.lock` (trust on first use), unless [`Places::fixed_lock`] forbids it. From then on, every
//! machine with that file refuses other binaries.
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
mod sums;
mod system;
mod trusted;

use std::fs;
use std::io;
use std::path::PathBuf;

use tailprint_core::io_error::reason;
use tailprint_core::lock::{self, FILE, with_programs};
use tailprint_core::whole_file::write_if_changed;

use self::store::{Failure, Store};
use self::sums::Sums;
pub use self::system::{name, name_here};
use self::trusted::Trusted;
use super::http::is_digest;
use super::pins::locked::Locked;
use super::{Error, ErrorKind, Places, Program, versions};

/// The lock of earlier versions of tailprint, in the user's package. It is read, and never written.
const OLD_LOCK: &str = "tailwind.lock";

/// One binary, and the places to look in.
#[derive(Debug)]
struct Request<'a> {
    places: &'a Places,
    version: &'a str,
    /// The name of the binary among the files of the release.
    name: &'a str,
    /// The SHA-256 that the user has configured for it.
    digest: Option<&'a str>,
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
}

/// Returns true if the user has chosen the standalone binary, by a configured digest or by a lock.
pub(super) fn is_chosen(places: &Places, locked: &Locked) -> bool {
    !places.binary_digests.is_empty()
        || !locked.programs.is_empty()
        || places.package.join(OLD_LOCK).exists()
}

/// Finds the binary for this machine, and fetches it if needed.
pub(super) fn program(places: &Places, locked: &Locked) -> Result<Program, Error> {
    let name = name_here().ok_or_else(|| {
        let system = format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH);
        let message = format!("there is no standalone Tailwind for {system}");
        Error::new(ErrorKind::NotFound, message, "install Node.js and Tailwind's CLI")
    })?;
    let binary = find(places, &name)?;
    let lock = locked.path.clone().unwrap_or_else(|| places.package.join(FILE));
    let old = places.package.join(OLD_LOCK);
    Ok(Program {
        path: binary.program,
        version: places.version().to_owned(),
        origin: "standalone binary",
        modules: None,
        watch: [lock, old].into_iter().find(|lock| lock.exists()),
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
    let request = &Request { places, version, name, digest };
    let trusted = check(request)?;
    let expected = digest.or_else(|| trusted.digest(version, name));
    let expected = expected.map(str::to_ascii_lowercase);
    if let (None, Some(reason)) = (&expected, &places.fixed_lock) {
        let message = format!(
            "{FILE} has no digest of {name} {version}, and no build writes that file while {reason}"
        );
        return Err(unpinned(request, message));
    }
    let mut tried = Vec::new();
    for root in places.caches() {
        match Store::new(root, request).provide(expected.clone()) {
            Ok((binary, sums)) => {
                if expected.is_none() {
                    remember(request, &sums, &binary.digest)?;
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

/// Reads the digests of a release, to pin its standalone programs.
///
/// # Errors
///
/// If they cannot be fetched or contradict each other.
pub fn programs(places: &Places, version: &str) -> Result<Vec<lock::Program>, Error> {
    versions::check(version)?;
    let sums = Sums::of(places, version).ask().map_err(|reason| {
        let message = format!("no digests of the programs of Tailwind {version}: {reason}");
        Error::new(ErrorKind::NotFound, message, "repeat it where they can be downloaded")
    })?;
    let programs = sums.programs();
    if programs.is_empty() {
        let message = format!("the sha256sums.txt of the release {version} names no program");
        let repair = "find out which server answers in place of the releases";
        return Err(Error::new(ErrorKind::Refused, message, repair));
    }
    Ok(programs)
}

/// Checks the request and reads the locks.
fn check(request: &Request<'_>) -> Result<Trusted, Error> {
    let wrong =
        |message: String, repair: &str| Err(Error::new(ErrorKind::Configuration, message, repair));
    versions::check(request.version)?;
    if let Some(digest) = request.digest.filter(|digest| !is_digest(digest)) {
        let message = format!("{digest:?}, configured for {}, is not a SHA-256", request.name);
        return wrong(message, "take it from the sha256sums.txt of the release");
    }
    let old = request.places.package.join(OLD_LOCK);
    let mut trusted = Trusted::read(&old)
        .or_else(|message| wrong(message, "restore it, or remove it to trust anew"))?;
    for program in &Locked::read(request.places)?.programs {
        let lock::Program { version, name, sha256 } = program;
        if !trusted.add(version, name, sha256) {
            let message = format!("the locks have two digests of {name} {version}");
            return wrong(message, "remove the wrong one from tailprint.lock or tailwind.lock");
        }
    }
    Ok(trusted)
}

/// Adds the digests of the release to `tailprint.lock`.
fn remember(request: &Request<'_>, sums: &Trusted, downloaded: &str) -> Result<(), Error> {
    let Request { version, name, places, .. } = request;
    // Another build may have written it while this one waited for the network.
    let trusted = check(request)?;
    let path = locked_in(places)?;
    if let Some(locked) = trusted.digest(version, name).filter(|locked| *locked != downloaded) {
        let path = path.display();
        let message = format!(
            "{path} has another digest of {name} {version} than the release: \
             expected sha256 {locked}, found {downloaded}"
        );
        let repair = format!("find out who is right, and correct or remove {path}");
        return Err(Error::new(ErrorKind::Refused, message, repair));
    }
    let is_new = |it: &lock::Program| trusted.digest(&it.version, &it.name).is_none();
    let new: Vec<_> = sums.programs().into_iter().filter(is_new).collect();
    if new.is_empty() {
        return Ok(());
    }
    write(&path, &new).map_err(|error| {
        let message = format!(
            "cannot write {}, which has no digest of {name} {version}: {}",
            path.display(),
            reason(&error)
        );
        unpinned(request, message)
    })
}

fn write(path: &std::path::Path, new: &[lock::Program]) -> io::Result<()> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        read => read?,
    };
    write_if_changed(path, with_programs(&text, new).as_bytes()).map(drop)
}

/// The `tailprint.lock` that pins Tailwind, or would.
fn locked_in(places: &Places) -> Result<PathBuf, Error> {
    let locked = Locked::read(places)?;
    Ok(locked.path.unwrap_or_else(|| places.package.join(FILE)))
}

fn unpinned(request: &Request<'_>, message: String) -> Error {
    let version = request.version;
    let repair = format!(
        "`cargo tailprint update-tailwind --program --version {version}` and commit {FILE}"
    );
    Error::new(ErrorKind::Configuration, message, repair)
}
