//! Fingerprints: the hexadecimal digits of a content's hash, and their place in the published name.

use crate::files::path;

/// The number of hexadecimal digits: 48 bits of SHA-256, as many as Django's `ManifestStaticFilesStorage` takes.
pub const LEN: usize = 12;

/// Returns true for a text that can be a fingerprint: [`LEN`] hexadecimal digits in lower case.
///
/// ```
/// use tailprint_core::fingerprint::is_fingerprint;
///
/// assert!(is_fingerprint("4e3e58f1a4a4"));
/// assert!(!is_fingerprint("4E3E58F1A4A4"));
/// assert!(!is_fingerprint("4e3e"));
/// ```
#[must_use]
pub fn is_fingerprint(text: &str) -> bool {
    text.len() == LEN && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The name under which an asset is published: the fingerprint stands before the last extension of the file name, or
/// at the end of a name without extension.
///
/// ```
/// use tailprint_core::fingerprint::hashed_name;
///
/// assert_eq!(hashed_name("css/app.css", "4e3e58f1a4a4"), "css/app.4e3e58f1a4a4.css");
/// assert_eq!(hashed_name("app.css.map", "4e3e58f1a4a4"), "app.css.4e3e58f1a4a4.map");
/// assert_eq!(hashed_name("LICENSE", "4e3e58f1a4a4"), "LICENSE.4e3e58f1a4a4");
/// ```
#[must_use]
pub fn hashed_name(path: &str, fingerprint: &str) -> String {
    let (start, end) = path.split_at(place(path));
    format!("{start}.{fingerprint}{end}")
}

/// The logical path that a hashed name was made from, if it has the form of one: the reverse of [`hashed_name`].
///
/// ```
/// use tailprint_core::fingerprint::logical_path;
///
/// assert_eq!(logical_path("css/app.4e3e58f1a4a4.css").as_deref(), Some("css/app.css"));
/// assert_eq!(logical_path("css/app.css"), None);
/// ```
#[must_use]
pub fn logical_path(name: &str) -> Option<String> {
    split(name).map(|(path, _)| path)
}

/// The logical path and the fingerprint that a hashed name was made from, if it has the form of one.
///
/// ```
/// use tailprint_core::fingerprint::split;
///
/// let (path, fingerprint) = split("css/app.4e3e58f1a4a4.css").unwrap();
/// assert_eq!((&*path, fingerprint), ("css/app.css", "4e3e58f1a4a4"));
/// ```
#[must_use]
pub fn split(name: &str) -> Option<(String, &str)> {
    let (start, end) = name.split_at(place(name));
    // A name with an extension, and one without, whose fingerprint looks like its extension.
    let candidates = [(start, end), (name, "")];
    candidates.into_iter().find_map(|(start, end)| {
        let (start, fingerprint) = start.rsplit_once('.')?;
        let path = format!("{start}{end}");
        let is_hashed = is_fingerprint(fingerprint) && hashed_name(&path, fingerprint) == name;
        is_hashed.then_some((path, fingerprint))
    })
}

/// The byte of a path before which `.` and the fingerprint are inserted.
fn place(path: &str) -> usize {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    name + path::extension(&path[name..])
}

#[cfg(test)]
mod tests;
