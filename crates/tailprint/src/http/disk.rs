//! Plain mode: files as they are on the disk now.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use http::HeaderValue;

use super::path;
use crate::generated::{Disk, Root};

/// The content of a published file. Read in one go, as it is in development only.
pub(crate) fn read(disk: &Disk, name: &str) -> Option<Vec<u8>> {
    fs::read(find(disk, name)?).ok()
}

/// Whether there is a published file of this name.
pub(crate) fn is_published(disk: &Disk, name: &str) -> bool {
    find(disk, name).is_some()
}

/// A strong validator: it follows the content, whatever the clock of the file system says.
pub(crate) fn etag(content: &[u8]) -> Option<HeaderValue> {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    HeaderValue::try_from(format!("\"{:016x}-{:x}\"", hasher.finish(), content.len())).ok()
}

fn find(disk: &Disk, name: &str) -> Option<PathBuf> {
    if !path::is_safe(name) || is_withheld(disk, name) {
        return None;
    }
    if let Some((_, file)) = disk.files.iter().find(|(path, _)| *path == name) {
        return Some(PathBuf::from(file)).filter(|file| file.is_file());
    }
    disk.roots.iter().find_map(|root| find_in(root, disk, name))
}

fn find_in(root: &Root, disk: &Disk, name: &str) -> Option<PathBuf> {
    let below = match root.prefix {
        "" => name,
        prefix => name.strip_prefix(prefix)?.strip_prefix('/')?,
    };
    let dir = fs::canonicalize(root.dir).ok()?;
    // What a symlink leads to counts: it must lie in the root and be published itself.
    let file = fs::canonicalize(dir.join(below)).ok()?;
    let real = logical_path(root, file.strip_prefix(&dir).ok()?)?;
    // Where the file system ignores case, the release build, which does not, would answer 404.
    let miscased = real != name && real.eq_ignore_ascii_case(name);
    (!miscased && path::is_safe(&real) && !is_withheld(disk, &real) && file.is_file())
        .then_some(file)
}

fn logical_path(root: &Root, below: &Path) -> Option<String> {
    let mut path = root.prefix.to_owned();
    for component in below {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(component.to_str()?);
    }
    Some(path)
}

fn is_withheld(disk: &Disk, name: &str) -> bool {
    disk.hidden.contains(&name) || disk.ignore.iter().any(|glob| matches(glob, name))
}

/// A glob without a slash is matched against the file's own name, as in `.gitignore`.
fn matches(glob: &str, name: &str) -> bool {
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: false,
    };
    let subject = if glob.contains('/') { name } else { name.rsplit('/').next().unwrap_or(name) };
    Pattern::new(glob).is_ok_and(|pattern| pattern.matches_with(subject, options))
}
