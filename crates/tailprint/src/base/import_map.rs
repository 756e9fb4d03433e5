//! The import map of the build, written for another URL prefix.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

/// An import map as it is sent.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) json: String,
    pub(crate) csp_hash: String,
}

impl Written {
    /// Writes the map of the build, whose URLs begin with another prefix.
    pub(super) fn new(json: &str, of_build: &str, prefix: &str) -> Self {
        let json = super::with_prefix(json, of_build, prefix);
        let csp_hash = format!("sha256-{}", Base64::encode_string(&Sha256::digest(&json)));
        Self { json, csp_hash }
    }
}
