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
mod tests {
    use super::*;

    fn published(path: &str) -> Published {
        Published {
            path: path.to_owned(),
            name: path.to_owned(),
            url: path.to_owned(),
            content_type: tailprint_core::media_type(path),
            fingerprint: String::new(),
            integrity: String::new(),
            immutable: false,
            bytes: Vec::new(),
            encoded: Vec::new(),
            references: Vec::new(),
        }
    }

    fn header(glob: &str, name: &str, value: &str) -> Header {
        let mut problems = Problems::default();
        let header = Header::new(glob, name, value, &mut problems);
        assert!(!problems.has_errors());
        header
    }

    #[test]
    fn fonts_allow_every_origin_unless_told_otherwise() {
        assert_eq!(lines(&published("a.woff2"), &[]), "access-control-allow-origin: *");
        let other = header("*.woff2", "Access-Control-Allow-Origin", "https://a.example");
        assert_eq!(
            lines(&published("a.woff2"), &[other]),
            "access-control-allow-origin: https://a.example"
        );
        let none = header("*", "access-control-allow-origin", "");
        assert_eq!(lines(&published("a.woff2"), &[none]), "");
    }

    #[test]
    fn a_header_goes_to_what_its_glob_matches() {
        let headers = [
            header("svg/**", "Content-Security-Policy", "script-src 'none'"),
            header("*", "Cross-Origin-Resource-Policy", "cross-origin"),
        ];
        assert_eq!(
            lines(&published("svg/a.svg"), &headers),
            "content-security-policy: script-src 'none'\ncross-origin-resource-policy: cross-origin"
        );
        assert_eq!(
            lines(&published("a.css"), &headers),
            "cross-origin-resource-policy: cross-origin"
        );
    }

    #[test]
    fn what_no_header_can_be_is_reported() {
        let mut problems = Problems::default();
        for (name, value) in [("a b", "c"), ("x", "a\nb: c"), ("ETag", "\"1\"")] {
            let _ = Header::new("*", name, value, &mut problems);
        }
        assert_eq!(
            problems.into_report().to_string(),
            "header: malformed name in \"a b: c\" (names are letters, digits and `-`)\n\
             header: malformed value in \"x: a\nb: c\" (values are printable ASCII)\n\
             header: not yours to set in \"ETag: \"1\"\" (this header follows from the asset)"
        );
    }
}
