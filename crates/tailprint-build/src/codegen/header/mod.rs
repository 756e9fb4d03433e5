//! Further response headers of assets.

use crate::error::{Problem, Problems};
use crate::globs::Globs;
use crate::publish::Published;

/// A response header of the assets that a glob matches.
#[derive(Debug)]
pub(crate) struct Header {
    glob: Globs,
    /// Lower case.
    name: String,
    value: String,
}

impl Header {
    /// Checks glob, name and value; what is wrong with them is reported.
    pub(crate) fn new(glob: &str, name: &str, value: &str, problems: &mut Problems) -> Self {
        let report = |problems: &mut Problems, what: &str, repair: &str| {
            let what = format!("header: {what} in \"{name}: {value}\"");
            problems.push(Problem::error(what).help(repair));
        };
        if name.is_empty() || !name.bytes().all(is_token) {
            report(problems, "malformed name", "names are letters, digits and `-`");
        }
        if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) || value.trim() != value {
            report(problems, "malformed value", "values are printable ASCII");
        }
        let name = name.to_ascii_lowercase();
        if OWN.contains(&&*name) {
            report(problems, "not yours to set", "this header follows from the asset");
        }
        let glob = Globs::new("header", [glob], problems);
        Self { glob, name, value: value.to_owned() }
    }
}

/// What the service itself says, and must, for it to be true.
const OWN: [&str; 11] = [
    "accept-ranges",
    "cache-control",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "transfer-encoding",
    "vary",
];

/// RFC 9110 section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// The headers of an asset, a line `name: value` each; a later one replaces an earlier one of the same name.
///
/// Browsers load fonts in CORS mode, even those of a CDN that is the same host by another name (CSS Fonts 4,
/// section 4.9), so these allow every origin unless told otherwise.
pub(super) fn lines(asset: &Published, headers: &[Header]) -> String {
    let mut chosen: Vec<(&str, &str)> = Vec::new();
    if asset.content_type.starts_with("font/") {
        chosen.push(("access-control-allow-origin", "*"));
    }
    for header in headers.iter().filter(|header| header.glob.matches_within(&asset.path)) {
        chosen.retain(|(name, _)| *name != header.name);
        chosen.push((&header.name, &header.value));
    }
    chosen.retain(|(_, value)| !value.is_empty());
    chosen.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
