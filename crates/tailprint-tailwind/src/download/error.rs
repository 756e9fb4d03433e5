//! Why a file could not be had.

use std::fmt;
use std::io;
#[cfg(feature = "download")]
use std::path::Path;

/// Why a file could not be had.
///
/// Its `Display` is one line, lower case, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The address is neither `https` nor on this machine.
    Insecure {
        /// The address.
        url: String,
    },
    /// The server answered something else.
    Status {
        /// The address.
        url: String,
        /// The status of the answer.
        status: u16,
    },
    /// No answer, or not a whole one.
    Network {
        /// The address.
        url: String,
        /// What happened.
        reason: String,
    },
    /// The file is not what it must be.
    Refused {
        /// The address.
        url: String,
        /// The digest it must have.
        expected: String,
        /// The digest it has.
        found: String,
    },
    /// The file could not be kept, or the configuration of the network could not be read.
    Local {
        /// What could not be done with what, and why.
        reason: String,
    },
}

#[cfg(feature = "download")]
impl Error {
    pub(crate) fn local(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::Local { reason: format!("cannot {verb} {}: {}", path.display(), reason(error)) }
    }

    /// Whether another try may go better.
    pub(crate) fn is_passing(&self) -> bool {
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

/// The text of an I/O error without the number that std appends.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        // `CONNECT proxy failed`
        (_, Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}
