//! Digests for `integrity` attributes.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// A hash function of W3C Subresource Integrity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// Returns the function of this name, which browsers compare without case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [("sha256", Self::Sha256), ("sha384", Self::Sha384), ("sha512", Self::Sha512)];
        all.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, it)| it)
    }

    /// Returns the digest of `bytes` in base64.
    pub(crate) fn digest(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => Base64::encode_string(&Sha256::digest(bytes)),
            Self::Sha384 => Base64::encode_string(&Sha384::digest(bytes)),
            Self::Sha512 => Base64::encode_string(&Sha512::digest(bytes)),
        }
    }
}

/// Returns the value of an `integrity` attribute with a digest that the fingerprint is made of as well (W3C Subresource
/// Integrity). A longer one would cost as much time as all other work on thousands of files, and protects no better.
pub(crate) fn value(sha256: &[u8; 32]) -> String {
    format!("sha256-{}", Base64::encode_string(sha256))
}

#[cfg(test)]
mod tests;
