//! Paths as text: suffixes of logical paths, extensions of names, normalisation and separators.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// Splits a path as written in a template into the logical path and what follows it: a query, a
/// fragment, or both.
///
/// `sprite.svg#icon` names the asset `sprite.svg`; the URL keeps `#icon`.
///
/// ```
/// use tailprint_core::path::split_suffix;
///
/// assert_eq!(split_suffix("a.css?v=1#x"), ("a.css", "?v=1#x"));
/// assert_eq!(split_suffix("a.css"), ("a.css", ""));
/// ```
#[must_use]
pub fn split_suffix(path: &str) -> (&str, &str) {
    path.split_at(path.find(['?', '#']).unwrap_or(path.len()))
}

/// The byte of a file name at which its extension begins, `.` included; the length of a name without one.
///
/// Dots at the beginning of the name begin no extension.
///
/// ```
/// use tailprint_core::path::extension;
///
/// assert_eq!(extension("app.css.map"), "app.css".len());
/// assert_eq!(extension(".htaccess"), ".htaccess".len());
/// ```
#[must_use]
pub fn extension(name: &str) -> usize {
    let stem = name.len() - name.trim_start_matches('.').len();
    name[stem..].rfind('.').map_or(name.len(), |dot| stem + dot)
}

/// The path without `.` and `..`, as text: links are not followed.
///
/// A `..` that leads out of a relative path is kept; one that leads above the root means the root.
///
/// ```
/// use std::path::Path;
/// use tailprint_core::path::normalize;
///
/// assert_eq!(normalize(Path::new("a/./b/../c")), Path::new("a/c"));
/// assert_eq!(normalize(Path::new("a/../../c")), Path::new("../c"));
/// assert_eq!(normalize(Path::new("/../c")), Path::new("/c"));
/// ```
#[must_use]
pub fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match normal.components().next_back() {
                Some(Component::Normal(_)) => {
                    normal.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => normal.push(component),
            },
            other => normal.push(other),
        }
    }
    normal
}

/// The path as text separated by `/`, on every platform; none for a path that is not Unicode.
///
/// ```
/// use std::path::Path;
///
/// assert_eq!(tailprint_core::path::slashed(Path::new("img/logo.svg")).as_deref(), Some("img/logo.svg"));
/// ```
#[must_use]
pub fn slashed(path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    Some(names?.join("/"))
}

#[cfg(test)]
mod tests;
