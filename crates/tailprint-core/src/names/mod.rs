//! Names and URLs of published files.

pub mod fingerprint;
pub mod typescript;
pub mod url_prefix;
