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
    /// Writes the map of the build, whose URLs begin with another prefix. `checked` are the URLs of modules whose bytes
    /// browsers are to check, and their integrity.
    pub(super) fn new<'a>(
        json: &str,
        of_build: &str,
        prefix: &str,
        checked: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut json = super::replaced(json, &[(of_build, prefix)]);
        let checked: Vec<String> =
            checked.map(|(url, integrity)| format!("\"{url}\":\"{integrity}\"")).collect();
        if !checked.is_empty() && json.ends_with('}') {
            json.pop();
            json.extend([",\"integrity\":{", &checked.join(","), "}}"]);
        }
        let csp_hash = format!("sha256-{}", Base64::encode_string(&Sha256::digest(&json)));
        Self { json, csp_hash }
    }
}
