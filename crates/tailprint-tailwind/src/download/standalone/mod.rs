//! Tailwind's standalone binary: its command line program with all it needs, from its GitHub releases.
//!
//! Which bytes are right is said by the configuration, or by `tailwind.lock` in the user's package. Where neither
//! says anything, the `sha256sums.txt` of the release is trusted this one time, and what it says is written to
//! `tailwind.lock`: trust on first use. From then on, on every machine that has that file, other bytes are refused.
//!
//! ```text
//! <cache>/tailwindcss-4.3.5-standalone/
//!     tailwindcss-linux-x64               the program
//!     tailwindcss-linux-x64.part          a download that was interrupted
//!     tailwindcss-linux-x64.verified      digest, size and time of the file that was verified
//!     sha256sums.txt
//! <cache>/tailwindcss-4.3.5-standalone.lock
//! ```

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

use super::lock::Lock;
use super::{Client, Expected, Network, is_digest, reason};
use crate::provide::{self, Error, ErrorKind};

const RELEASES: &str = "https://github.com/tailwindlabs/tailwindcss/releases/download";
/// More than any `sha256sums.txt` has.
const SUMS: u64 = 1 << 16;

/// Which binary is wanted, and where to look.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `4.3.5`
    pub version: String,
    /// The name of the binary among the files of the release; see [`name`].
    pub name: String,
    /// The SHA-256 that it must have, if the user has configured one.
    pub digest: Option<String>,
    /// The user's `tailwind.lock`, absolute; it need not exist.
    pub lock: PathBuf,
    /// Folders to keep the binary in, the first that can be written.
    pub caches: Vec<PathBuf>,
    /// Why nothing may be fetched.
    pub offline: Option<String>,
    /// What is asked instead of GitHub; its files are at `/v4.3.5/tailwindcss-linux-x64`.
    pub mirror: Option<String>,
    /// How it is reached.
    pub network: Network,
}

/// A verified binary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// The program.
    pub program: PathBuf,
    /// Its SHA-256.
    pub digest: String,
    /// Whether it was fetched just now.
    pub fetched: bool,
    /// Why `tailwind.lock` could not be written, with what should stand in it.
    pub note: Option<String>,
}

/// The name of the binary for a system, as [`std::env::consts`] calls it; none if there is none.
#[must_use]
pub fn name(os: &str, arch: &str, musl: bool) -> Option<String> {
    let arch = match (os, arch) {
        // Windows runs programs for x64 on arm64, and there is no other.
        (_, "x86_64") | ("windows", "aarch64") => "x64",
        (_, "aarch64") => "arm64",
        _ => return None,
    };
    match os {
        "linux" => Some(format!("tailwindcss-linux-{arch}{}", if musl { "-musl" } else { "" })),
        "macos" => Some(format!("tailwindcss-macos-{arch}")),
        "windows" => Some(format!("tailwindcss-windows-{arch}.exe")),
        _ => None,
    }
}

/// The name of the binary for this machine; none if there is none.
#[must_use]
pub fn name_here() -> Option<String> {
    let arch = std::env::consts::ARCH;
    name(std::env::consts::OS, arch, is_musl(Path::new("/"), arch))
}

/// Whether a Linux at `root` runs programs for musl rather than for glibc.
///
/// What this program was compiled for does not tell: one for musl is static and runs on both.
fn is_musl(root: &Path, arch: &str) -> bool {
    let glibc = match arch {
        "aarch64" => "lib/ld-linux-aarch64.so.1",
        _ => "lib64/ld-linux-x86-64.so.2",
    };
    let musl = format!("lib/ld-musl-{arch}.so.1");
    !root.join(glibc).exists() && (root.join(musl).exists() || cfg!(target_env = "musl"))
}

/// The verified binary, fetched where needed.
///
/// # Errors
///
/// When it cannot be had, and when it is not what it must be.
pub fn find(request: &Request) -> Result<Binary, Error> {
    let Request { version, name, .. } = request;
    let lock = check(request)?;
    let expected = request.digest.as_deref().map(str::trim).or_else(|| lock.digest(version, name));
    let expected = expected.map(str::to_ascii_lowercase);
    let mut tried = Vec::new();
    for root in &request.caches {
        let store = Store::new(root, version, name);
        match store.provide(request, expected.clone()) {
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

/// What `tailwind.lock` says, if the request makes sense.
fn check(request: &Request) -> Result<Lock, Error> {
    let wrong =
        |message: String, repair: &str| Err(Error::new(ErrorKind::Configuration, message, repair));
    if !provide::is_exact(&request.version) {
        let message = format!("{:?} is not an exact version", request.version);
        return wrong(message, "configure an exact one");
    }
    let configured = request.digest.as_deref().map(str::trim);
    if let Some(digest) = configured.filter(|digest| !is_digest(digest)) {
        let message = format!("{digest:?}, configured for {}, is not a SHA-256", request.name);
        return wrong(message, "take it from the sha256sums.txt of the release");
    }
    Lock::read(&request.lock)
        .or_else(|message| wrong(message, "restore it, or remove it to trust anew"))
}

/// Writes what the release says to `tailwind.lock`; the text says why it could not be written.
fn remember(request: &Request, sums: &Lock, trusted: &str) -> Result<Option<String>, Error> {
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
    Ok(provide::write(path, lock.text().as_bytes()).err().map(|error| {
        format!(
            "cannot write {}: {}; it should have the line `{version} {name} {trusted}`",
            path.display(),
            reason(&error)
        )
    }))
}

/// Why a store has no binary.
enum Failure {
    /// It cannot be written.
    Store(String),
    /// The binary cannot be had.
    Fetch(String),
    Refused(Box<Error>),
}

/// The place of one binary in a folder for caches.
#[derive(Debug)]
struct Store {
    folder: PathBuf,
    program: PathBuf,
    verified: PathBuf,
    /// What the release said its digests are.
    sums: PathBuf,
}

impl Store {
    fn new(root: &Path, version: &str, name: &str) -> Self {
        let folder = root.join(format!("tailwindcss-{version}-standalone"));
        let program = folder.join(name);
        let verified = folder.join(format!("{name}.verified"));
        let sums = folder.join("sha256sums.txt");
        Self { folder, program, verified, sums }
    }

    /// The binary, and what the release said if that was asked for.
    fn provide(
        &self,
        request: &Request,
        expected: Option<String>,
    ) -> Result<(Binary, Lock), Failure> {
        if let Some(expected) = &expected
            && self.is_verified(expected)
        {
            return Ok((self.binary(expected, false), Lock::default()));
        }
        let _held = match (self.hold(), &expected) {
            (Ok(held), _) => held,
            // A cache that is only read, as in an image of a container.
            (Err(_), Some(expected)) if self.is_whole(expected) && self.is_executable() => {
                return Ok((self.binary(expected, false), Lock::default()));
            }
            (Err(failure), _) => return Err(failure),
        };
        let is_trusted = expected.is_none();
        let (expected, sums) = match expected {
            Some(expected) => (expected, Lock::default()),
            None => self.trust(request)?,
        };
        let mut fetched = false;
        if !self.is_verified(&expected) && !self.verify(&expected) {
            self.fetch(request, &expected, is_trusted)?;
            fetched = true;
        }
        Ok((self.binary(&expected, fetched), sums))
    }

    fn binary(&self, digest: &str, fetched: bool) -> Binary {
        let (program, digest) = (self.program.clone(), digest.to_owned());
        Binary { program, digest, fetched, note: None }
    }

    fn hold(&self) -> Result<File, Failure> {
        provide::hold(&self.folder).map_err(|error| {
            let folder = self.folder.display();
            Failure::Store(format!("cannot write to {folder}: {}", reason(&error)))
        })
    }

    /// What the release says its digests are: asked for once, and kept.
    fn trust(&self, request: &Request) -> Result<(String, Lock), Failure> {
        let kept = fs::read_to_string(&self.sums).ok();
        if let Some(trusted) = kept.and_then(|text| said(request, &text).ok()) {
            return Ok(trusted);
        }
        let client = self.client(request)?;
        let bytes = client.bytes(&url(request, "sha256sums.txt"), SUMS);
        let bytes = bytes.map_err(|error| Failure::Fetch(error.to_string()))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let trusted = said(request, &text).map_err(Failure::Fetch)?;
        provide::write(&self.sums, text.as_bytes()).map_err(|error| {
            Failure::Store(format!("cannot write {}: {}", self.sums.display(), reason(&error)))
        })?;
        Ok(trusted)
    }

    fn client(&self, request: &Request) -> Result<Client, Failure> {
        if let Some(reason) = &request.offline {
            return Err(Failure::Fetch(format!("nothing may be fetched: {reason}")));
        }
        Client::new(&request.network).map_err(|error| Failure::Fetch(error.to_string()))
    }

    fn fetch(&self, request: &Request, expected: &str, is_trusted: bool) -> Result<(), Failure> {
        let client = self.client(request)?;
        let url = url(request, &request.name);
        let wanted = Expected { sha256: expected, size: None };
        client.file(&url, &self.program, wanted).map_err(|error| match error {
            super::Error::Refused { .. } => {
                let repair = self.repair(request, is_trusted);
                let error = Error::new(ErrorKind::Refused, error.to_string(), repair);
                Failure::Refused(Box::new(error))
            }
            other => Failure::Fetch(other.to_string()),
        })?;
        self.seal(expected).map_err(|error| {
            let program = self.program.display();
            Failure::Store(format!("cannot write {program}: {}", reason(&error)))
        })
    }

    /// What to do about a binary that is not what it must be.
    fn repair(&self, request: &Request, is_trusted: bool) -> String {
        if is_trusted {
            // The next build asks for it again: the release may have been made anew meanwhile.
            let _ = fs::remove_file(&self.sums);
            return "build again; if the sha256sums.txt of the release still says something else, do not trust it"
                .to_owned();
        }
        let correct = match request.digest {
            Some(_) => "correct the configured digest".to_owned(),
            None => format!("remove its line from {}", request.lock.display()),
        };
        format!("if the release was made anew, {correct}")
    }

    /// Whether the file is still the one that was verified: hashing it takes seconds in a build script.
    fn is_verified(&self, expected: &str) -> bool {
        let stamp = fs::read_to_string(&self.verified).ok();
        stamp.is_some_and(|stamp| self.stamp(expected).is_ok_and(|now| now == stamp))
            && self.is_executable()
    }

    fn is_executable(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::metadata(&self.program).is_ok_and(|data| data.permissions().mode() & 0o111 != 0)
        }
        #[cfg(not(unix))]
        true
    }

    fn is_whole(&self, expected: &str) -> bool {
        digest_of(&self.program).is_ok_and(|found| found == expected)
    }

    /// Whether the file is the right one, whatever is noted about it.
    fn verify(&self, expected: &str) -> bool {
        self.is_whole(expected) && self.seal(expected).is_ok()
    }

    fn stamp(&self, digest: &str) -> io::Result<String> {
        let data = fs::metadata(&self.program)?;
        let modified = data.modified()?.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
        Ok(format!("{digest} {} {}\n", data.len(), modified.as_nanos()))
    }

    /// Makes the verified file a program and notes that it was verified.
    fn seal(&self, digest: &str) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&self.program, fs::Permissions::from_mode(0o755))?;
        }
        provide::write(&self.verified, self.stamp(digest)?.as_bytes())
    }
}

/// What a `sha256sums.txt` says of the binary, and all else that it says.
fn said(request: &Request, sums: &str) -> Result<(String, Lock), String> {
    let Request { version, name, .. } = request;
    let lock = Lock::of_release(version, sums).map_err(|name| {
        format!("the sha256sums.txt of the release {version} has two digests of {name}")
    })?;
    match lock.digest(version, name) {
        Some(digest) => Ok((digest.to_owned(), lock)),
        None => Err(format!("the sha256sums.txt of the release {version} does not name {name}")),
    }
}

fn url(request: &Request, name: &str) -> String {
    let base = request.mirror.as_deref().unwrap_or(RELEASES).trim_end_matches('/');
    format!("{base}/v{}/{name}", request.version)
}

fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(base16ct::lower::encode_string(&hasher.finalize()));
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests;
