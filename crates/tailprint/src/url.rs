//! [`Url`]: the URL of a reference in a template.

use std::{error, fmt};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tailprint_core::path::split_suffix;
use tailprint_core::shown::Shown;

use crate::Assets;
use crate::generated::Content;
use crate::http::Place;

/// The characters that are encoded in the path of a URL: RFC 3986 section 3.3 does not allow them, or HTML gives them a
/// meaning in an attribute.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The URL of a reference; [`Assets::resolve`] returns it, and `Display` writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    base: &'static str,
    /// Empty, hence not allocated, unless the reference has a query or a fragment or names a folder.
    rest: String,
}

impl Url {
    pub(crate) fn resolve(assets: &'static Assets, reference: &str) -> Option<Self> {
        if let Some(base) = assets.url(reference) {
            return Some(Self { base, rest: String::new() });
        }
        let (path, suffix) = split_suffix(reference);
        if let Some(base) = assets.url(path) {
            return Some(Self { base, rest: suffix.to_owned() });
        }
        let is_folder = path.ends_with('/');
        let base = if is_folder { assets.url_prefix() } else { base_of_new(assets, path)? };
        let mut rest = utf8_percent_encode(path, PATH).to_string();
        rest.push_str(suffix);
        Some(Self { base, rest })
    }

    /// Returns true if the URL has a character that HTML gives a meaning to.
    #[cfg(any(feature = "askama", feature = "minijinja", feature = "tera", feature = "tera1"))]
    pub(crate) fn needs_escaping(&self) -> bool {
        let special = |byte| matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>');
        self.base.bytes().any(special) || self.rest.bytes().any(special)
    }
}

/// The text before the path of a file that was added since the build, which plain mode finds; none for any other path.
fn base_of_new(assets: &'static Assets, path: &str) -> Option<&'static str> {
    let Content::Disk(disk) = &assets.settings().content else { return None };
    let located = crate::http::find(disk, path, Place::Both)?;
    Some(if located.is_at_root { assets.site_root() } else { assets.url_prefix() })
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base)?;
        f.write_str(&self.rest)
    }
}

/// The error for a path that is no asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAsset {
    path: Box<str>,
}

impl UnknownAsset {
    pub(crate) fn new(path: &str) -> Self {
        Self { path: path.into() }
    }

    /// The path that was asked for.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for UnknownAsset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no static asset \"{}\"", Shown::line(&*self.path))
    }
}

impl error::Error for UnknownAsset {}
