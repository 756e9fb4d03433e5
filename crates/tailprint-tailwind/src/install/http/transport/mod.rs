//! One request and its answer, by whatever this machine can fetch with. Redirects are left to the client.

#[cfg(feature = "tls")]
mod built_in;
mod head;
mod program;

use std::fmt;
use std::fs;
use std::io::Read;

use self::program::{Kind, Program};
use super::{Error, Fetcher, Network};

/// The name under which servers see a request.
const USER_AGENT: &str = concat!("tailprint/", env!("CARGO_PKG_VERSION"));

/// The answer to a request, with a body that is read on demand.
pub(super) struct Answer {
    pub(super) status: u16,
    /// `bytes 100-199/200`
    pub(super) content_range: Option<String>,
    /// The place that a redirect leads to, relative to the requested one.
    pub(super) location: Option<String>,
    pub(super) body: Box<dyn Read>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The means of sending a request.
#[derive(Debug)]
pub(super) struct Transport(Means);

#[derive(Debug)]
enum Means {
    Program(Program),
    #[cfg(feature = "tls")]
    BuiltIn(built_in::BuiltIn),
}

impl Transport {
    pub(super) fn new(network: &Network) -> Result<Self, Error> {
        check_certificates(network)?;
        let (kind, path) = match &network.fetcher {
            Fetcher::Missing => return Err(Error::NoFetcher),
            Fetcher::Curl(path) => (Kind::Curl, path),
            Fetcher::Wget(path) => (Kind::Wget, path),
            Fetcher::PowerShell(path) => (Kind::PowerShell, path),
            #[cfg(feature = "tls")]
            Fetcher::BuiltIn => {
                return built_in::BuiltIn::new(network).map(|it| Self(Means::BuiltIn(it)));
            }
        };
        let program = Program { kind, path: path.clone(), network: network.clone() };
        Ok(Self(Means::Program(program)))
    }

    /// Requests the bytes of a file from `start` on. A server or a program without ranges gives all of them.
    pub(super) fn get(&self, url: &str, start: u64) -> Result<Answer, Error> {
        match &self.0 {
            Means::Program(program) => program.get(url, start),
            #[cfg(feature = "tls")]
            Means::BuiltIn(built_in) => built_in.get(url, start),
        }
    }
}

/// Refuses a file without certificates, which every means of fetching would describe in other words.
fn check_certificates(network: &Network) -> Result<(), Error> {
    let Some(path) = &network.certificates else { return Ok(()) };
    let text = fs::read(path).map_err(|error| Error::local("read", path, &error))?;
    if String::from_utf8_lossy(&text).contains("-----BEGIN CERTIFICATE-----") {
        return Ok(());
    }
    Err(Error::Local { reason: format!("no certificate in {}", path.display()) })
}
