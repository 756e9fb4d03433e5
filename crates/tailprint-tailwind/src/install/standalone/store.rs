//! The folder of the cache that keeps one binary.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tailprint_core::io_error::reason;
use tailprint_core::lock::Program;

use super::super::folders::lock;
use super::super::folders::owned;
use super::super::folders::verified::{Verified, identity, is_settled};
use super::super::http::{self, Expected};
use super::super::pins::locked::Locked;
use super::super::{Error, ErrorKind};
use super::sums::{self, Sums};
use super::trusted::Trusted;
use super::{Binary, OLD_LOCK, Request};

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
    sums: Sums<'a>,
}

impl<'a> Store<'a> {
    pub(super) fn new(root: &Path, request: &'a Request<'a>) -> Self {
        let Request { version, name, .. } = request;
        let folder = root.join(format!("tailwindcss-{version}-standalone"));
        let program = folder.join(name);
        let scratch = request.places.scratch.as_deref();
        let verified = Verified::of(scratch, &program);
        let sums = Sums::of(request.places, request.version);
        Self { request, folder, program, verified, sums }
    }

    /// Returns the binary, and the digests of the release if none is expected.
    pub(super) fn provide(&self, expected: Option<String>) -> Result<(Binary, Trusted), Failure> {
        if let Some(expected) = &expected
            && self.is_verified(expected)
        {
            return Ok((self.binary(expected, false), Trusted::default()));
        }
        let _held = match (self.hold(), &expected) {
            (Ok(held), _) => held,
            // The cache of a container image may be readable only.
            (Err(_), Some(expected)) if self.verify(expected) && self.is_executable() => {
                return Ok((self.binary(expected, false), Trusted::default()));
            }
            (Err(failure), _) => return Err(failure),
        };
        let is_trusted = expected.is_none();
        let (expected, sums) = match expected {
            Some(expected) => (expected, Trusted::default()),
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
        Binary { program, digest, fetched }
    }

    fn hold(&self) -> Result<File, Failure> {
        let held = lock::hold(&self.folder);
        held.and_then(|held| owned::create(&self.folder).map(|()| held)).map_err(|error| {
            let folder = self.folder.display();
            Failure::Store(format!("cannot write to {folder}: {}", reason(&error)))
        })
    }

    /// Returns the digest of the binary in the digests of the release, and all of them.
    fn trust(&self) -> Result<(String, Trusted), Failure> {
        let Request { version, name, .. } = self.request;
        let sums = self.sums.get().map_err(Failure::Fetch)?;
        match sums.digest(version, name) {
            Some(digest) => Ok((digest.to_owned(), sums)),
            None => Err(Failure::Fetch(format!(
                "the sha256sums.txt of the release {version} does not name {name}"
            ))),
        }
    }

    fn fetch(&self, expected: &str, is_trusted: bool) -> Result<(), Failure> {
        let wanted = Expected { sha256: expected, size: None };
        let Request { places, version, name, .. } = self.request;
        let client = sums::client(places).map_err(Failure::Fetch)?;
        let fetched = client.file(&sums::url(places, version, name), &self.program, wanted);
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
            self.sums.forget();
            return "build again; if the sha256sums.txt of the release still says something else, do not trust it"
                .to_owned();
        }
        let correct = match self.request.digest {
            Some(_) => "correct the configured digest".to_owned(),
            None => format!("remove its entry from {}", self.lock().display()),
        };
        format!("if the release was made anew, {correct}")
    }

    /// The lock that has the digest.
    fn lock(&self) -> PathBuf {
        let Request { places, version, name, .. } = self.request;
        let locked = Locked::read(places).unwrap_or_default();
        let is = |it: &Program| it.version == **version && it.name == **name;
        let path = locked.path.filter(|_| locked.programs.iter().any(is));
        path.unwrap_or_else(|| places.package.join(OLD_LOCK))
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
