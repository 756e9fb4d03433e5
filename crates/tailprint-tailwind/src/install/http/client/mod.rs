//! An HTTP client for a few files whose digests are known.

mod part;

use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use tailprint_core::io_error::reason;

use self::part::Part;
use super::transport::{Answer, Transport};
use super::url::{is_https, joined, safe};
use super::{Error, Network};

/// The most tries of a request that brings little or nothing.
const TRIES: u32 = 3;
/// The pause after the first failed try. It grows with every one.
const PAUSE: Duration = Duration::from_millis(200);
/// The most redirects that are followed. GitHub and jsDelivr answer with one or none.
const REDIRECTS: u32 = 5;
/// The bytes that are read and hashed at once.
const BUFFER: usize = 64 << 10;
/// The bytes after which a broken answer does not count as a failed try. So a binary of 100 MB arrives over a line
/// that breaks every few megabytes.
const PROGRESS: u64 = 1 << 20;

/// The digest and length that a file must have.
#[derive(Clone, Copy, Debug)]
pub(in crate::install) struct Expected<'a> {
    pub(in crate::install) sha256: &'a str,
    /// Its length, if it is known.
    pub(in crate::install) size: Option<u64>,
}

/// The most bytes of a file without a known length. The standalone binary of Tailwind 4.0 had 123 MB.
const LARGEST: u64 = 1 << 30;

/// The status codes that a [`Client`] tells apart.
const OK: u16 = 200;
const PARTIAL_CONTENT: u16 = 206;
const RANGE_NOT_SATISFIABLE: u16 = 416;

/// An HTTP client.
#[derive(Debug)]
pub(in crate::install) struct Client {
    transport: Transport,
}

impl Client {
    pub(in crate::install) fn new(network: &Network) -> Result<Self, Error> {
        Ok(Self { transport: Transport::new(network)? })
    }

    /// Fetches a small file, unverified.
    pub(in crate::install) fn bytes(&self, url: &str, limit: u64) -> Result<Vec<u8>, Error> {
        retried(|| {
            let mut bytes = Vec::new();
            let body = self.get(url, 0)?.body;
            body.take(limit + 1).read_to_end(&mut bytes).map_err(|error| broken(url, &error))?;
            if bytes.len() as u64 > limit {
                return Err(Error::Network {
                    url: url.to_owned(),
                    reason: format!("longer than {limit} bytes"),
                });
            }
            Ok(bytes)
        })
    }

    /// Fetches a file to `target`, where it appears after it was verified.
    ///
    /// Until then it is in `<target>.part`. A part that an interrupted download has left is continued. The caller holds
    /// the lock of the folder.
    pub(in crate::install) fn file(
        &self,
        url: &str,
        target: &Path,
        expected: Expected<'_>,
    ) -> Result<(), Error> {
        let mut part = Part::open(target)?;
        let mut result = self.fill(url, &mut part, expected);
        if part.is_patched && matches!(result, Err(Error::Refused { .. })) {
            // The part that was continued may have been that of another file.
            part.restart()?;
            result = self.fill(url, &mut part, expected);
        }
        if matches!(result, Err(Error::Refused { .. })) {
            part.discard();
        }
        result?;
        part.finish(target)
    }

    fn fill(&self, url: &str, part: &mut Part, expected: Expected<'_>) -> Result<(), Error> {
        let mut failures = 0;
        while part.digest() != expected.sha256 {
            let before = part.length;
            let Err(error) = self.append(url, part, expected.size) else {
                let found = part.digest();
                if found == expected.sha256 {
                    break;
                }
                let (url, expected) = (url.to_owned(), expected.sha256.to_owned());
                return Err(Error::Refused { url, expected, found });
            };
            if part.length.saturating_sub(before) < PROGRESS {
                failures += 1;
            }
            if failures == TRIES || !error.is_passing() {
                return Err(error);
            }
            pause(failures);
        }
        Ok(())
    }

    /// Adds the missing bytes to `part`, or all bytes if the server does not support ranges.
    fn append(&self, url: &str, part: &mut Part, size: Option<u64>) -> Result<(), Error> {
        let mut answer = self.get(url, part.length)?;
        part.is_patched = part.length > 0;
        if part.is_patched && !continues(&answer, part.length) {
            part.restart()?;
            if answer.status != OK {
                answer = self.get(url, 0)?;
            }
        }
        // One byte too many is enough to make the digest differ. A size comes from the table of this crate, never from
        // a server.
        let left = (size.unwrap_or(LARGEST) + 1).saturating_sub(part.length);
        let mut body = answer.body.take(left);
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = body.read(&mut buffer).map_err(|error| broken(url, &error))?;
            if read == 0 {
                break;
            }
            part.add(buffer.get(..read).unwrap_or_default())?;
        }
        match size.filter(|size| part.length < *size) {
            Some(size) => {
                let reason = format!("ended after {} of {size} bytes", part.length);
                Err(Error::Network { url: url.to_owned(), reason })
            }
            None => Ok(()),
        }
    }

    /// Requests the bytes from `start` on, and follows redirects.
    fn get(&self, url: &str, start: u64) -> Result<Answer, Error> {
        let mut at = url.to_owned();
        for _ in 0..=REDIRECTS {
            // A redirect may lead to another scheme.
            if !safe(&at) || is_https(url) && !is_https(&at) {
                return Err(Error::Insecure { url: at });
            }
            let answer = self.transport.get(&at, start)?;
            match (answer.status, &answer.location) {
                (301 | 302 | 303 | 307 | 308, Some(to)) => at = joined(&at, to),
                (OK, _) => return Ok(answer),
                (PARTIAL_CONTENT | RANGE_NOT_SATISFIABLE, _) if start > 0 => return Ok(answer),
                (status, _) => return Err(Error::Status { url: url.to_owned(), status }),
            }
        }
        let (url, reason) = (url.to_owned(), "too many redirects".to_owned());
        Err(Error::Network { url, reason })
    }
}

/// Returns true if an answer begins at byte `length` of the file.
fn continues(answer: &Answer, length: u64) -> bool {
    let range = answer.content_range.as_deref();
    answer.status == PARTIAL_CONTENT
        && range.is_some_and(|range| range.trim().starts_with(&format!("bytes {length}-")))
}

/// The error of an answer that breaks off.
fn broken(url: &str, error: &io::Error) -> Error {
    Error::Network { url: url.to_owned(), reason: reason(error) }
}

fn retried<T>(mut attempt: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    let mut failures = 0;
    loop {
        match attempt() {
            Err(error) if error.is_passing() && failures + 1 < TRIES => failures += 1,
            done => return done,
        }
        pause(failures);
    }
}

fn pause(failures: u32) {
    std::thread::sleep(PAUSE * failures);
}
