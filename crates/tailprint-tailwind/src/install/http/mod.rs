//! Files over HTTPS, verified before they are used.

#[cfg(all(feature = "engine", feature = "download"))]
pub(super) mod cdn;
#[cfg(feature = "download")]
mod client;
#[cfg(feature = "download")]
mod error;
#[cfg(feature = "download")]
mod transport;
#[cfg(feature = "download")]
mod url;

use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

#[cfg(feature = "download")]
pub(super) use client::{Client, Expected};
#[cfg(feature = "download")]
pub(super) use error::Error;

/// The way to servers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// The proxy, as `HTTPS_PROXY` names it.
    pub proxy: Option<String>,
    /// The hosts that are reached without the proxy, as `NO_PROXY` names them.
    pub no_proxy: Option<String>,
    /// A file of certificates (PEM) to trust instead of the ones that browsers trust, as `SSL_CERT_FILE` names it.
    pub certificates: Option<PathBuf>,
    /// The timeouts.
    pub patience: Patience,
    /// The means of fetching. Defaults to this crate's own HTTPS with the feature `tls`, else to none.
    pub fetcher: Fetcher,
}

/// The means of fetching a file.
///
/// A program reads the variables that it knows of the environment of this process, such as those for proxies, but none
/// of its configuration files.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fetcher {
    /// None. A download fails, and the error names the ways out.
    Missing,
    /// The program `curl`.
    Curl(PathBuf),
    /// The program `wget` of GNU. It cannot continue a download where another one ended.
    Wget(PathBuf),
    /// Windows PowerShell.
    PowerShell(PathBuf),
    /// HTTPS in this crate.
    #[cfg(feature = "tls")]
    BuiltIn,
}

impl Default for Fetcher {
    fn default() -> Self {
        #[cfg(feature = "tls")]
        return Self::BuiltIn;
        #[cfg(not(feature = "tls"))]
        return Self::Missing;
    }
}

/// The timeouts for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The time for a connection, and again for the head of an answer. Defaults to 10 seconds.
    pub connect: Duration,
    /// The time for the next bytes. Defaults to 20 seconds.
    pub read: Duration,
    /// The time for all bytes of one answer. A longer download goes on with another request. Defaults to 120 seconds.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), read: seconds(20), body: seconds(120) }
    }
}

/// Returns true for a SHA-256 in hex.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the SHA-256 of `bytes` in lowercase hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}
