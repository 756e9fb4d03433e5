//! An HTTP client for a few files whose digests are known.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use ureq::http::{Response, StatusCode, Uri, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, ResponseExt as _};

use super::{Error, Network};

/// How often a request that brings little or nothing is tried.
const TRIES: u32 = 3;
/// An answer that broke off after as much as this does not count as a failed try.
const PROGRESS: u64 = 1 << 20;

/// What a file must be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) sha256: &'a str,
    /// Its length, where that is known.
    pub(crate) size: Option<u64>,
}

/// More than any file that is fetched has.
const LARGEST: u64 = 1 << 30;

/// An HTTP client.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
}

impl Client {
    pub(crate) fn new(network: &Network) -> Result<Self, Error> {
        let patience = network.patience;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(5)
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

    /// A small file, unverified.
    pub(crate) fn bytes(&self, url: &str, limit: u64) -> Result<Vec<u8>, Error> {
        retried(|| {
            let mut answer = self.get(url, 0)?;
            let body = answer.body_mut().with_config().limit(limit);
            body.read_to_vec().map_err(|error| network(url, error))
        })
    }

    /// Puts a file at `target` once it is known to be what it must be.
    ///
    /// What arrives is kept in `<target>.part`; if that is there already, what is missing is added to it. The
    /// caller sees to it that nobody else does the same at this time.
    pub(crate) fn file(
        &self,
        url: &str,
        target: &Path,
        expected: Expected<'_>,
    ) -> Result<(), Error> {
        let mut part = Part::open(target)?;
        let mut result = self.fill(url, &mut part, expected);
        if part.is_patched && matches!(result, Err(Error::Refused { .. })) {
            // The beginning may have been that of something else.
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

    /// Adds to `part` what it lacks, or all of it if the server knows no ranges.
    fn append(&self, url: &str, part: &mut Part, size: Option<u64>) -> Result<(), Error> {
        let mut answer = self.get(url, part.length)?;
        part.is_patched = part.length > 0;
        if part.is_patched && !continues(&answer, part.length) {
            part.restart()?;
            if answer.status() != StatusCode::OK {
                answer = self.get(url, 0)?;
            }
        }
        // One more byte than it may have, so that its digest cannot be right.
        let left = (size.unwrap_or(LARGEST) + 1).saturating_sub(part.length);
        let mut body = answer.body_mut().with_config().limit(u64::MAX).reader().take(left);
        let mut buffer = vec![0; 64 << 10];
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

    /// The answer to a request for everything from `start`.
    fn get(&self, url: &str, start: u64) -> Result<Response<Body>, Error> {
        check(url)?;
        let https = url.starts_with("https:");
        let mut request = self.agent.get(url).config().https_only(https).build();
        if start > 0 {
            request = request.header(header::RANGE, format!("bytes={start}-"));
        }
        let answer = request.call().map_err(|error| network(url, error))?;
        // It may have been redirected.
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

/// A server that cannot be known for sure is asked on this machine only.
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

/// Whether an answer begins where the file ends.
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
    std::thread::sleep(Duration::from_millis(200) * failures);
}

fn network(url: &str, error: ureq::Error) -> Error {
    let url = url.to_owned();
    let reason = match error {
        ureq::Error::Io(error) => super::reason(&error),
        ureq::Error::Timeout(phase) => format!("timed out ({phase})"),
        ureq::Error::RequireHttpsOnly(to) => return Error::Insecure { url: to },
        other => lower(&other.to_string()),
    };
    Error::Network { url, reason }
}

fn lower(text: &str) -> String {
    super::reason(&io::Error::other(text))
}

fn proxy(network: &Network) -> Result<Option<ureq::Proxy>, Error> {
    let Some(proxy) = network.proxy.as_deref().filter(|proxy| !proxy.is_empty()) else {
        return Ok(None);
    };
    let wrong = |_| Error::Local { reason: format!("{proxy:?} is not the address of a proxy") };
    let plain = ureq::Proxy::new(proxy).map_err(wrong)?;
    if !matches!(plain.protocol(), ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https) {
        // It would panic at the first request.
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
        // With all that is below it, as curl and others read it.
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
    /// Whether it is made of more than one answer.
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
        let mut buffer = vec![0; 64 << 10];
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
        // Kept, it would only be downloaded again.
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
