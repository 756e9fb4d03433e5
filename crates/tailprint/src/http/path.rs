//! From the path of a request to the name of an asset.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The name below the mount that a path means, decoded once.
///
/// None, hence 404, for a path that
///
/// - does not begin with a slash, or is nothing but one,
/// - is not UTF-8 once decoded,
/// - has an empty segment (`//`, or a slash at the end), or one that begins with a dot (`..`, `.`, dotfiles),
/// - has a backslash or a control character (NUL among them), or a segment with a drive prefix (`C:`).
pub(crate) fn name(path: &str) -> Option<Cow<'_, str>> {
    let name = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    is_safe(&name).then_some(name)
}

/// Whether a name, appended to a folder, cannot leave it on any platform.
pub(crate) fn is_safe(name: &str) -> bool {
    !name.bytes().any(|byte| byte == b'\\' || byte.is_ascii_control())
        && name
            .split('/')
            .all(|segment| !segment.is_empty() && !segment.starts_with('.') && !has_drive(segment))
}

/// `C:`; on Windows any colon, which there separates a file from its streams.
fn has_drive(segment: &str) -> bool {
    match segment.find(':') {
        Some(1) => segment.starts_with(|first: char| first.is_ascii_alphabetic()) || cfg!(windows),
        Some(_) => cfg!(windows),
        None => false,
    }
}
