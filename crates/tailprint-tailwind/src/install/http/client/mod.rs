//! An HTTP client for a few files whose digests are known.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tailprint_core::io_error::reason;
use ureq::http::{Response, StatusCode, Uri, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, ResponseExt as _};

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

/// An HTTP client.
#[derive(Debug)]
pub(in crate::install) struct Client {
    agent: Agent,
}

impl Client {
    pub(in crate::install) fn new(network: &Network) -> Result<Self, Error> {
        let patience = network.patience;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            .proxy(proxy(network)?)
            .tls_config(TlsConfig::builder().root_certs(roots(network)?).build())
            .user_agent(concat!("tailprint/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(patience.connect))
            .timeout_connect(Some(patience.connect))
            .timeout_recv_response(Some(patience.connect))
            .timeout_per_read(Some(patience.read))
            .timeout_recv_body(Some(patience.body))
            .build();
        Ok(Self { agent: config.into() })
    }

    /// Fetches a small file, unverified.
    pub(in crate::install) fn bytes(&self, url: &str, limit: u64) -> Result<Vec<u8>, Error> {
        retried(|| {
            let mut answer = self.get(url, 0)?;
            let body = answer.body_mut().with_config().limit(limit);
            body.read_to_vec().map_err(|error| network(url, error))
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
            if answer.status() != StatusCode::OK {
                answer = self.get(url, 0)?;
            }
        }
        // One byte too many is enough to make the digest differ.
        let left = (size.unwrap_or(LARGEST) + 1).saturating_sub(part.length);
        let mut body = answer.body_mut().with_config().limit(u64::MAX).reader().take(left);
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = body.read(&mut buffer).map_err(|error| network(url, error.into()))?;
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

    /// Requests the bytes from `start` on.
    fn get(&self, url: &str, start: u64) -> Result<Response<Body>, Error> {
        check(url)?;
        let https = url.starts_with("https:");
        let mut request = self.agent.get(url).config().https_only(https).build();
        if start > 0 {
            request = request.header(header::RANGE, format!("bytes={start}-"));
        }
        let answer = request.call().map_err(|error| network(url, error))?;
        // A redirect may lead to another scheme.
        check(&answer.get_uri().to_string())?;
        match answer.status() {
            StatusCode::OK => Ok(answer),
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE if start > 0 => {
                Ok(answer)
            }
            status => Err(Error::Status { url: url.to_owned(), status: status.as_u16() }),
        }
    }
}

/// Refuses plain HTTP, except to this machine, since the server cannot prove who it is.
fn check(url: &str) -> Result<(), Error> {
    let insecure = || Error::Insecure { url: url.to_owned() };
    let uri: Uri = url.parse().map_err(|_| insecure())?;
    let host = uri.host().unwrap_or_default();
    let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if is_local => Ok(()),
        _ => Err(insecure()),
    }
}

/// Returns true if an answer begins at byte `length` of the file.
fn continues(answer: &Response<Body>, length: u64) -> bool {
    let range = answer.headers().get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok());
    answer.status() == StatusCode::PARTIAL_CONTENT
        && range.is_some_and(|range| range.trim().starts_with(&format!("bytes {length}-")))
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

fn network(url: &str, error: ureq::Error) -> Error {
    let url = url.to_owned();
    let reason = match error {
        ureq::Error::Io(error) => reason(&error),
        ureq::Error::Timeout(phase) => format!("timed out ({phase})"),
        ureq::Error::RequireHttpsOnly(to) => return Error::Insecure { url: to },
        other => reason(&io::Error::other(other.to_string())),
    };
    Error::Network { url, reason }
}

fn proxy(network: &Network) -> Result<Option<ureq::Proxy>, Error> {
    let Some(proxy) = network.proxy.as_deref().filter(|proxy| !proxy.is_empty()) else {
        return Ok(None);
    };
    let wrong = |_| Error::Local { reason: format!("{proxy:?} is not the address of a proxy") };
    let plain = ureq::Proxy::new(proxy).map_err(wrong)?;
    if !matches!(plain.protocol(), ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https) {
        // Without its feature `socks-proxy`, ureq panics at the first request (`WarnOnNoSocksConnector::connect` in
        // its transport/mod.rs). This check can go when that is an error.
        let reason = "the proxy is a SOCKS proxy, which is not supported: name one for HTTPS";
        return Err(Error::Local { reason: reason.to_owned() });
    }
    let Some(exceptions) = network.no_proxy.as_deref() else { return Ok(Some(plain)) };
    let mut builder = ureq::Proxy::builder(plain.protocol()).host(plain.host()).port(plain.port());
    if let Some(name) = plain.username() {
        builder = builder.username(name);
    }
    if let Some(password) = plain.password() {
        builder = builder.password(password);
    }
    for host in exceptions.split(',').map(str::trim).filter(|host| !host.is_empty()) {
        // An exception covers the subdomains as well, as in curl.
        builder = builder.no_proxy(host).no_proxy(&format!(".{}", host.trim_start_matches('.')));
    }
    builder.build().map(Some).map_err(wrong)
}

fn roots(network: &Network) -> Result<RootCerts, Error> {
    let Some(path) = &network.certificates else { return Ok(RootCerts::WebPki) };
    let text = fs::read(path).map_err(|error| Error::local("read", path, &error))?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&text)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(Error::Local { reason: format!("no certificate in {}", path.display()) });
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// A file that is not complete yet.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    file: File,
    length: u64,
    hasher: Sha256,
    /// True if it is made of more than one answer.
    is_patched: bool,
}

impl Part {
    fn open(target: &Path) -> Result<Self, Error> {
        let mut path = target.as_os_str().to_owned();
        path.push(".part");
        let path = PathBuf::from(path);
        let error = |error| Error::local("write", &path, &error);
        let mut options = File::options();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(error)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; BUFFER];
        let mut length = 0;
        loop {
            let read = file.read(&mut buffer).map_err(error)?;
            if read == 0 {
                return Ok(Self { path, file, length, hasher, is_patched: false });
            }
            hasher.update(buffer.get(..read).unwrap_or_default());
            length += read as u64;
        }
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| Error::local("write", &self.path, &error))?;
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    fn restart(&mut self) -> Result<(), Error> {
        let empty = self.file.set_len(0).and_then(|()| self.file.rewind());
        empty.map_err(|error| Error::local("write", &self.path, &error))?;
        self.hasher = Sha256::new();
        self.length = 0;
        self.is_patched = false;
        Ok(())
    }

    fn discard(&self) {
        // A part with a wrong digest cannot be continued.
        let _ = fs::remove_file(&self.path);
    }

    fn digest(&self) -> String {
        base16ct::lower::encode_string(&self.hasher.clone().finalize())
    }

    fn finish(self, target: &Path) -> Result<(), Error> {
        let synced = self.file.sync_all().and_then(|()| fs::rename(&self.path, target));
        synced.map_err(|error| Error::local("write", target, &error))
    }
}

#[cfg(test)]
mod tests;
