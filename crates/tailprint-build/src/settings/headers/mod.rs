//! Response headers that the user adds to assets.

use tailprint_core::glob::GlobSet;

use super::globs;
use crate::error::{Problem, Problems, Setting};

/// A response header of the assets that a glob matches.
#[derive(Debug)]
pub(crate) struct Header {
    glob: GlobSet,
    /// Lower case.
    name: String,
    value: String,
}

impl Header {
    /// Checks glob, name and value. Errors are reported.
    pub(crate) fn new(glob: &str, name: &str, value: &str, problems: &mut Problems) -> Self {
        let report = |problems: &mut Problems, what: &str, repair: &str| {
            let what = format!("{what} in \"{name}: {value}\"");
            problems.push(Problem::error(what).about(Setting::Header).help(repair));
        };
        if name.is_empty() || !name.bytes().all(is_token) {
            report(problems, "malformed name", "names are letters, digits and `-`");
        }
        if !is_value(value) {
            report(problems, "malformed value", "values are printable ASCII");
        }
        let shown = name;
        let name = name.to_ascii_lowercase();
        if OWN.contains(&&*name) {
            let what = format!("not yours to set in \"{shown}: {value}\"");
            let problem = Problem::error(what).about(Setting::Header);
            let problem = problem.help("this header follows from the asset");
            problems.push(match &*name {
                "cache-control" => problem.or("or from", Setting::CacheControl),
                "content-type" => problem.or("or from", Setting::ContentType),
                _ => problem,
            });
        }
        let glob = globs::compile(Setting::Header, [glob], problems);
        Self { glob, name, value: value.to_owned() }
    }
}

/// The headers that the service sets itself, since they follow from asset and request.
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

/// Returns true for a value that is sent as it is written.
pub(super) fn is_value(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b' '..=b'~')) && value.trim() == value
}

/// Returns true for the characters of a token (RFC 9110 section 5.6.2).
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Returns the headers of an asset, a line `name: value` each. A later one replaces an earlier one of the same name.
///
/// Fonts allow every origin by default: browsers load them in CORS mode (CSS Fonts 4, section 4.9), so that those of a
/// CDN would be refused.
pub(crate) fn lines(path: &str, content_type: &str, headers: &[Header]) -> String {
    let mut chosen: Vec<(&str, &str)> = Vec::new();
    if content_type.starts_with("font/") {
        chosen.push(("access-control-allow-origin", "*"));
    }
    for header in headers.iter().filter(|header| header.glob.matches_within(path)) {
        chosen.retain(|(name, _)| *name != header.name);
        chosen.push((&header.name, &header.value));
    }
    chosen.retain(|(_, value)| !value.is_empty());
    chosen.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
