//! Files over HTTPS, checked before anyone sees them.

#[cfg(feature = "download")]
mod client;
mod error;
#[cfg(feature = "download")]
mod lock;
#[cfg(feature = "download")]
pub mod standalone;

use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

#[cfg(feature = "download")]
pub(crate) use client::{Client, Expected};
pub use error::Error;
pub(crate) use error::reason;

/// How files are fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// The proxy, as `HTTPS_PROXY` names it.
    pub proxy: Option<String>,
    /// The hosts that are reached without it, as `NO_PROXY` names them.
    pub no_proxy: Option<String>,
    /// A file of certificates (PEM) to trust instead of the ones that browsers trust, as `SSL_CERT_FILE` names it.
    pub certificates: Option<PathBuf>,
    /// How long to wait.
    pub patience: Patience,
}

/// How long to wait for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection, and again for the head of an answer.
    pub connect: Duration,
    /// For the next bytes.
    pub read: Duration,
    /// For all bytes of one answer. A larger file goes on with another request where this one ended.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), read: seconds(20), body: seconds(120) }
    }
}

/// Whether this is a SHA-256 in hex.
pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The digest of `bytes` in lowercase hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}
