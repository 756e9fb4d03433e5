//! An HTTP client for a registry.

use std::io::Read as _;
use std::time::Duration;

use flate2::read::GzDecoder;
use tailprint_tailwind::tls;
use ureq::http::{Response, StatusCode, header};
use ureq::tls::TlsConfig;
use ureq::{Agent, Body, ResponseExt as _};

use super::config::Config;

/// The most tries of a request that a server does not answer.
const TRIES: u32 = 3;
/// The pause after the first failed try. It grows with every one.
const PAUSE: Duration = Duration::from_millis(200);
/// The most redirects that are followed.
const REDIRECTS: u32 = 5;

/// The most requests at once, whose connections wait for another one. It is a choice, not a measurement.
pub(super) const REQUESTS: usize = 8;

/// The first bytes of what gzip has packed.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The timeouts for a server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// The time for a connection, and again for the head of an answer.
    pub(crate) connect: Duration,
    /// The time for the next bytes.
    pub(crate) read: Duration,
    /// The time for all bytes of one answer.
    pub(crate) body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), read: seconds(20), body: seconds(120) }
    }
}

/// The reason why a request failed, in words that begin with the URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) message: String,
    /// The status, if the server has answered with an error.
    pub(crate) status: Option<u16>,
}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        error.message
    }
}

/// An HTTP client.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    config: Config,
}

impl Client {
    pub(crate) fn new(config: Config, patience: Patience) -> Result<Self, String> {
        let address = config.proxy();
        let proxy = address.map(|address| tls::proxy(&address, config.no_proxy().as_deref()));
        let proxy = proxy.transpose()?;
        let roots = tls::roots(config.certificates().as_deref())?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .max_idle_connections_per_host(REQUESTS)
            .user_agent(concat!("tailprint/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(patience.connect))
            .timeout_connect(Some(patience.connect))
            .timeout_recv_response(Some(patience.connect))
            .timeout_per_read(Some(patience.read))
            .timeout_recv_body(Some(patience.body))
            .build();
        Ok(Self { agent: agent.into(), config })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Fetches at most `limit` bytes as they are.
    pub(crate) fn get(&self, url: &str, limit: u64) -> Result<Vec<u8>, Error> {
        self.fetch(url, &[(header::ACCEPT, "*/*")], limit)
    }

    /// Fetches at most `limit` bytes of a text, which the server may compress. `accept` is the media type that is wanted.
    pub(crate) fn get_text(&self, url: &str, accept: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let wanted = [(header::ACCEPT, accept), (header::ACCEPT_ENCODING, "gzip")];
        self.fetch(url, &wanted, limit).and_then(|bytes| unpacked(url, bytes, limit))
    }

    fn fetch(
        &self,
        url: &str,
        wanted: &[(header::HeaderName, &str)],
        limit: u64,
    ) -> Result<Vec<u8>, Error> {
        retried(|| {
            let mut request = self.agent.get(url).config().https_only(is_secure(url)?).build();
            for (name, value) in wanted {
                request = request.header(name, *value);
            }
            if let Some(authorization) = self.config.authorization(url) {
                request = request.header(header::AUTHORIZATION, authorization);
            }
            body(url, request.call(), limit)
        })
    }

    /// Sends JSON, and returns at most `limit` bytes of the answer.
    pub(crate) fn post(&self, url: &str, json: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let request = self.agent.post(url).config().https_only(is_secure(url)?).build();
        let mut request = request
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT_ENCODING, "gzip");
        if let Some(authorization) = self.config.authorization(url) {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let answer = body(url, request.send(json), limit)?;
        unpacked(url, answer, limit)
    }
}

/// Returns a text without its coding. The beginning tells, since some servers compress without a header; no text begins
/// as gzip does.
fn unpacked(url: &str, bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, Error> {
    if !bytes.starts_with(GZIP) {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    let read = GzDecoder::new(&*bytes).take(limit + 1).read_to_end(&mut text);
    read.map_err(|error| failed(url, &ureq::Error::Io(error)))?;
    if text.len() as u64 > limit {
        return Err(failed(url, &ureq::Error::BodyExceedsLimit(limit)));
    }
    Ok(text)
}

/// Returns true for `https`. A registry over plain HTTP is the choice of its user, as in npm; a redirect from `https` to
/// it is not.
fn is_secure(url: &str) -> Result<bool, Error> {
    match url.split_once("://") {
        Some(("https", _)) => Ok(true),
        Some(("http", _)) => Ok(false),
        _ => Err(Error { message: format!("{url}: is neither https nor http"), status: None }),
    }
}

fn body(
    url: &str,
    answer: Result<Response<Body>, ureq::Error>,
    limit: u64,
) -> Result<Vec<u8>, Error> {
    let mut answer = answer.map_err(|error| failed(url, &error))?;
    let status = answer.status();
    if status != StatusCode::OK {
        let from = answer.get_uri().to_string();
        let message = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                format!("{from} answers {} (its token belongs into .npmrc)", status.as_u16())
            }
            _ => format!("{from} answers {}", status.as_u16()),
        };
        return Err(Error { message, status: Some(status.as_u16()) });
    }
    let body = answer.body_mut().with_config().limit(limit);
    body.read_to_vec().map_err(|error| failed(url, &error))
}

fn failed(url: &str, error: &ureq::Error) -> Error {
    let reason = match error {
        ureq::Error::Io(error) => tailprint_core::io_error::reason(error),
        ureq::Error::Timeout(phase) => format!("timed out ({phase})"),
        ureq::Error::RequireHttpsOnly(to) => format!("leads to {to}, which is not https"),
        ureq::Error::BodyExceedsLimit(limit) => format!("sends more than {limit} bytes"),
        other => other.to_string(),
    };
    // An answer that is too long or leads elsewhere is the same the next time.
    let is_final = matches!(
        error,
        ureq::Error::BodyExceedsLimit(_)
            | ureq::Error::RequireHttpsOnly(_)
            | ureq::Error::TooManyRedirects
    );
    Error { message: format!("{url}: {reason}"), status: is_final.then_some(0) }
}

fn retried<T>(mut attempt: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    let mut failures = 0;
    loop {
        match attempt() {
            Err(error) if is_passing(&error) && failures + 1 < TRIES => failures += 1,
            done => return done,
        }
        std::thread::sleep(PAUSE * failures);
    }
}

fn is_passing(error: &Error) -> bool {
    error.status.is_none_or(|status| matches!(status, 408 | 429 | 500..))
}
