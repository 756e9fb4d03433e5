//! The folder of the cache that keeps one binary.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tailprint_core::io_error::reason;
use tailprint_core::whole_file::write_if_changed;

use super::super::http::{self, Client, Expected};
use super::super::verified::{Verified, identity, is_settled};
use super::super::{Error, ErrorKind, lock, owned};
use super::trusted::Lock;
use super::{Binary, Request};

const RELEASES: &str = "https://github.com/tailwindlabs/tailwindcss/releases/download";
const SUMS: &str = "sha256sums.txt";

/// The most bytes of a `sha256sums.txt`. A release has seven binaries, each a line of about 90 bytes.
const LARGEST_SUMS: u64 = 1 << 16;

/// The bytes that are read and hashed at once.
const BUFFER: usize = 64 << 10;

/// The reason why a store has no binary.
pub(super) enum Failure {
    /// The folder cannot be written.
    Store(String),
    /// The binary cannot be fetched.
    Fetch(String),
    /// The binary does not have the expected digest.
    Refused(Box<Error>),
}

/// The folder of one binary.
#[derive(Debug)]
pub(super) struct Store<'a> {
    request: &'a Request<'a>,
    folder: PathBuf,
    program: PathBuf,
    verified: Verified,
    /// The `sha256sums.txt` of the release, in the folder of the build; none without one.
    sums: Option<PathBuf>,
}

impl<'a> Store<'a> {
    pub(super) fn new(root: &Path, request: &'a Request<'a>) -> Self {
        let Request { version, name, .. } = request;
        let folder = root.join(format!("tailwindcss-{version}-standalone"));
        let program = folder.join(name);
        let scratch = request.places.scratch.as_deref();
        let verified = Verified::of(scratch, &program);
        let sums = scratch.map(|scratch| scratch.join(format!("tailwindcss-{version}-{SUMS}")));
        Self { request, folder, program, verified, sums }
    }

    /// Returns the binary, and the digests of the release if none is expected.
    pub(super) fn provide(&self, expected: Option<String>) -> Result<(Binary, Lock), Failure> {
        if let Some(expected) = &expected
            && self.is_verified(expected)
        {
            return Ok((self.binary(expected, false), Lock::default()));
        }
        let _held = match (self.hold(), &expected) {
            (Ok(held), _) => held,
            // The cache of a container image may be readable only.
            (Err(_), Some(expected)) if self.verify(expected) && self.is_executable() => {
                return Ok((self.binary(expected, false), Lock::default()));
            }
            (Err(failure), _) => return Err(failure),
        };
        let is_trusted = expected.is_none();
        let (expected, sums) = match expected {
            Some(expected) => (expected, Lock::default()),
            None => self.trust()?,
        };
        let mut fetched = false;
        if !self.is_verified(&expected) {
            if !self.verify(&expected) {
                self.fetch(&expected, is_trusted)?;
                fetched = true;
            }
            if !self.is_executable() {
                make_executable(&self.program)
                    .map_err(|error| cannot_write(&self.program, &error))?;
            }
        }
        Ok((self.binary(&expected, fetched), sums))
    }

    fn binary(&self, digest: &str, fetched: bool) -> Binary {
        let (program, digest) = (self.program.clone(), digest.to_owned());
        Binary { program, digest, fetched, note: None }
    }

    fn hold(&self) -> Result<File, Failure> {
        let held = lock::hold(&self.folder);
        held.and_then(|held| owned::create(&self.folder).map(|()| held)).map_err(|error| {
            let folder = self.folder.display();
            Failure::Store(format!("cannot write to {folder}: {}", reason(&error)))
        })
    }

    /// Reads the digests of the release: from the server, or from what this build has read before.
    fn trust(&self) -> Result<(String, Lock), Failure> {
        let kept = self.sums.as_ref().and_then(|sums| fs::read_to_string(sums).ok());
        if let Some(trusted) = kept.and_then(|text| self.digests(&text).ok()) {
            return Ok(trusted);
        }
        let bytes = self.client()?.bytes(&self.url(SUMS), LARGEST_SUMS);
        let bytes = bytes.map_err(|error| Failure::Fetch(error.to_string()))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let trusted = self.digests(&text).map_err(Failure::Fetch)?;
        if let Some(sums) = &self.sums {
            // Without the file they are asked for again.
            let _ = write_if_changed(sums, text.as_bytes());
        }
        Ok(trusted)
    }

    /// Returns the digest of the binary in a `sha256sums.txt`, and all digests in it.
    fn digests(&self, sums: &str) -> Result<(String, Lock), String> {
        let Request { version, name, .. } = self.request;
        let lock = Lock::of_release(version, sums).map_err(|name| {
            format!("the sha256sums.txt of the release {version} has two digests of {name}")
        })?;
        match lock.digest(version, name) {
            Some(digest) => Ok((digest.to_owned(), lock)),
            None => {
                Err(format!("the sha256sums.txt of the release {version} does not name {name}"))
            }
        }
    }

    fn url(&self, name: &str) -> String {
        let base =
            self.request.places.releases.as_deref().unwrap_or(RELEASES).trim_end_matches('/');
        format!("{base}/v{}/{name}", self.request.version)
    }

    fn client(&self) -> Result<Client, Failure> {
        if let Some(reason) = &self.request.places.offline {
            return Err(Failure::Fetch(format!("nothing may be fetched: {reason}")));
        }
        Client::new(&self.request.places.network).map_err(|error| Failure::Fetch(error.to_string()))
    }

    fn fetch(&self, expected: &str, is_trusted: bool) -> Result<(), Failure> {
        let wanted = Expected { sha256: expected, size: None };
        let fetched = self.client()?.file(&self.url(self.request.name), &self.program, wanted);
        fetched.map_err(|error| match error {
            http::Error::Refused { .. } => {
                let repair = self.repair(is_trusted);
                let error = Error::new(ErrorKind::Refused, error.to_string(), repair);
                Failure::Refused(Box::new(error))
            }
            other => Failure::Fetch(other.to_string()),
        })?;
        make_executable(&self.program).map_err(|error| cannot_write(&self.program, &error))
    }

    /// The repair for a binary with another digest than expected.
    fn repair(&self, is_trusted: bool) -> String {
        if is_trusted {
            // The next build asks for the digests again: the release may have been made anew meanwhile.
            let _ = self.sums.as_ref().map(fs::remove_file);
            return "build again; if the sha256sums.txt of the release still says something else, do not trust it"
                .to_owned();
        }
        let correct = match self.request.digest {
            Some(_) => "correct the configured digest".to_owned(),
            None => format!("remove its line from {}", self.request.lock.display()),
        };
        format!("if the release was made anew, {correct}")
    }

    /// Returns true if this build has verified the file, and it has not changed since.
    fn is_verified(&self, expected: &str) -> bool {
        let data = fs::metadata(&self.program);
        data.is_ok_and(|data| self.verified.holds(expected, &identity(&data)))
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

    /// Hashes the file, and remembers that it has the expected digest.
    fn verify(&self, expected: &str) -> bool {
        let Ok(data) = fs::metadata(&self.program) else { return false };
        if digest_of(&self.program).is_ok_and(|found| found == expected) {
            let identity = identity(&data);
            self.verified.remember(expected, is_settled(&data).then_some(&identity));
            return true;
        }
        false
    }
}

#[cfg(unix)]
fn make_executable(program: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(program, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::Store(format!("cannot write {}: {}", path.display(), reason(error)))
}

fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(base16ct::lower::encode_string(&hasher.finalize()));
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}
