//! Paths as text: suffixes of logical paths, extensions of names, normalisation, separators, and names that not every
//! system can hold.

mod portable;

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

pub use portable::{Unportable, unportable};

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

/// The path without links, as [`Path::canonicalize`] finds it, in the form that people write and other programs read.
///
/// On Windows the standard library begins such a path with `\\?\`. Few programs understand that, and a path that begins
/// with it is never equal to one that does not. It is kept only where no shorter form names the same file.
///
/// # Errors
/// The error of the operating system, such as that of a missing file.
pub fn canonical(path: &Path) -> std::io::Result<PathBuf> {
    path.canonicalize().map(plain)
}

/// The path without the `\\?\` of Windows, if it means the same without.
#[must_use]
pub fn plain(path: PathBuf) -> PathBuf {
    if cfg!(windows) { without_verbatim(path) } else { path }
}

fn without_verbatim(path: PathBuf) -> PathBuf {
    // The longest path that every program of Windows opens without the prefix (`MAX_PATH`, which counts a NUL).
    const LONGEST: usize = 259;
    let short = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    // `\\?\UNC\server\share` has no shorter form that means the same everywhere, and without the prefix Windows takes
    // `aux.svg` for a device and `a.` for `a`.
    let is_plain = |path: &str| {
        path.as_bytes().get(1) == Some(&b':')
            && path.encode_utf16().count() <= LONGEST
            && path.split('\\').skip(1).all(|name| unportable(name).is_none())
    };
    short.filter(|path| is_plain(path)).map(PathBuf::from).unwrap_or(path)
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

/// Returns true for a path that leads below the folder that it is appended to: it has names alone.
///
/// ```
/// use std::path::Path;
///
/// use tailprint_core::path::is_below;
///
/// assert!(is_below(Path::new("img/logo.svg")));
/// assert!(!is_below(Path::new("../logo.svg")));
/// ```
#[must_use]
pub fn is_below(path: &Path) -> bool {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.as_os_str().is_empty() && path.components().all(is_name)
}

#[cfg(test)]
mod tests;
