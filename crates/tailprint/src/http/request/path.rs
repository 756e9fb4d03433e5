//! The path of a request to the name of an asset.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use tailprint_core::path::unportable;

/// The page that stands for the folder that it is in.
pub(crate) const INDEX: &str = "index.html";

/// The name below the mount that a path means, decoded once. Slashes directly behind the mount count as one: axum takes
/// one away when it nests a service, and the answer must not depend on the server.
///
/// None, hence 404, for a path that
///
/// - does not begin with a slash, or is nothing but slashes,
/// - has an encoded slash, which is no separator (RFC 3986 section 2.2),
/// - is not UTF-8 once decoded.
pub(crate) fn name(path: &str) -> Option<Cow<'_, str>> {
    let path = below(path)?;
    if path.is_empty() {
        return None;
    }
    // Nearly no path has encoded characters, and looking for one byte is quick.
    if !path.as_bytes().contains(&b'%') {
        return Some(Cow::Borrowed(path));
    }
    percent_decode_str(path).decode_utf8().ok().filter(|_| !has_encoded_slash(path))
}

/// The path without the slashes that it begins with.
fn below(path: &str) -> Option<&str> {
    let mut path = path.strip_prefix('/')?;
    while let Some(shorter) = path.strip_prefix('/') {
        path = shorter;
    }
    Some(path)
}

/// The name of the page that stands for a folder.
pub(crate) fn index_name(path: &str) -> Option<String> {
    if path.is_empty() || below(path)?.is_empty() {
        return Some(INDEX.to_owned());
    }
    let folder = name(path.strip_suffix('/').unwrap_or(path))?;
    Some(format!("{folder}/{INDEX}"))
}

/// The path with a slash at its end, relative to itself, so that it is right wherever the service is mounted; none if
/// it has the slash.
pub(crate) fn with_slash(path: &str) -> Option<String> {
    let (_, last) = path.rsplit_once('/')?;
    // `./` keeps a colon from ending a scheme.
    (!last.is_empty()).then(|| format!("./{last}/"))
}

fn has_encoded_slash(path: &str) -> bool {
    path.as_bytes().windows(3).any(|octet| octet.eq_ignore_ascii_case(b"%2f"))
}

/// Returns true if a name that is appended to a folder does not lead out of it, on any platform. A safe name has no
///
/// - empty segment (`//`, or a slash at the end), no `.` and no `..`,
/// - backslash or control character (NUL among them),
/// - on Windows, segment that no file can have as its name: it may be a drive (`C:`), a device (`aux.svg`), a stream of a
///   file (`app.css:x`), or another spelling of a file (`app.css.`).
pub(crate) fn is_safe(name: &str) -> bool {
    !name.bytes().any(|byte| byte == b'\\' || byte.is_ascii_control())
        && name.split('/').all(|segment| {
            !matches!(segment, "" | "." | "..")
                && (cfg!(not(windows)) || unportable(segment).is_none())
        })
}
