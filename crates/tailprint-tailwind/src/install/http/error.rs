//! The error of a download.

use std::fmt;
use std::io;
use std::path::Path;

use tailprint_core::io_error::reason;

/// The reason why a file was not fetched.
///
/// Its `Display` is one line, lower case, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::install) enum Error {
    /// There is nothing to fetch with.
    NoFetcher,
    /// The address is neither `https` nor on this machine.
    Insecure { url: String },
    /// The server answered with an error.
    Status { url: String, status: u16 },
    /// There was no answer, or not a whole one.
    Network { url: String, reason: String },
    /// The file does not have the expected SHA-256.
    Refused { url: String, expected: String, found: String },
    /// The file could not be written, or the configuration of the network could not be read.
    Local { reason: String },
}

impl Error {
    pub(super) fn local(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::Local { reason: format!("cannot {verb} {}: {}", path.display(), reason(error)) }
    }

    /// Returns true if another try may succeed.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Network { .. } => true,
            Self::Status { status, .. } => matches!(status, 408 | 429 | 500..),
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFetcher => f.write_str(
                "no curl and no wget on PATH to fetch with (install one, or add the feature `tls` of tailprint-build)",
            ),
            Self::Insecure { url } => write!(f, "{url} is not https, and not on this machine"),
            Self::Status { url, status } => write!(f, "{url} answers {status}"),
            Self::Network { url, reason } => write!(f, "{url}: {reason}"),
            Self::Refused { url, expected, found } => {
                write!(f, "{url} is refused: expected sha256 {expected}, found {found}")
            }
            Self::Local { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}
