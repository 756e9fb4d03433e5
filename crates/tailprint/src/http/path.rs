//! The path of a request to the name of an asset.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The name below the mount that a path means, decoded once.
///
/// None, hence 404, for a path that
///
/// - does not begin with a slash, or is nothing but one,
/// - has an encoded slash, which is no separator (RFC 3986 section 2.2),
/// - is not UTF-8 once decoded.
pub(crate) fn name(path: &str) -> Option<Cow<'_, str>> {
    let path = path.strip_prefix('/').filter(|path| !path.is_empty())?;
    // Nearly no path has encoded characters, and looking for one byte is quick.
    if !path.as_bytes().contains(&b'%') {
        return Some(Cow::Borrowed(path));
    }
    percent_decode_str(path).decode_utf8().ok().filter(|_| !has_encoded_slash(path))
}

fn has_encoded_slash(path: &str) -> bool {
    path.as_bytes().windows(3).any(|octet| octet.eq_ignore_ascii_case(b"%2f"))
}

/// Returns true if a name that is appended to a folder does not lead out of it, on any platform. A safe name has no
///
/// - empty segment (`//`, or a slash at the end), no `.` and no `..`,
/// - backslash or control character (NUL among them), no drive prefix (`C:`),
/// - on Windows, colon, or dot or space at the end of a segment.
pub(crate) fn is_safe(name: &str) -> bool {
    !name.bytes().any(|byte| byte == b'\\' || byte.is_ascii_control())
        && name.split('/').all(|segment| {
            !matches!(segment, "" | "." | "..") && !has_drive(segment) && !is_trimmed(segment)
        })
}

/// Returns true for a segment that Windows shortens: it opens `app.css` for `app.css. `.
fn is_trimmed(segment: &str) -> bool {
    cfg!(windows) && segment.ends_with(['.', ' '])
}

/// Returns true for a segment with a drive, such as `C:`; on Windows with any colon, which separates a file from its
/// streams.
fn has_drive(segment: &str) -> bool {
    match segment.find(':') {
        Some(1) => segment.starts_with(|first: char| first.is_ascii_alphabetic()) || cfg!(windows),
        Some(_) => cfg!(windows),
        None => false,
    }
}
