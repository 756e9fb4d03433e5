//! Plain mode: files as they are on the disk now.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::PathBuf;

use http::HeaderValue;
use tailprint_core::glob::GlobSet;
use tailprint_core::path::slashed;

use super::path;
use crate::generated::{Disk, Root};

/// The content of a published file, all of it: this is for development only.
pub(crate) fn read(disk: &Disk, name: &str) -> Option<Vec<u8>> {
    fs::read(find(disk, name)?).ok()
}

/// Returns true if there is a published file of this name.
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
    if !path::is_safe(name) || disk.hidden.contains(&name) {
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
    // A symbolic link counts as the file that it leads to, which must be in the root and be published itself.
    let file = fs::canonicalize(dir.join(below)).ok()?;
    let real = slashed(file.strip_prefix(&dir).ok()?)?;
    if !disk.follow_symlinks && real != below {
        return None;
    }
    // The release build does not ignore case as some file systems do, and would answer 404.
    let miscased = real != below && real.eq_ignore_ascii_case(below);
    // The build script has refused globs that are malformed.
    let ignored = GlobSet::new(disk.ignore).unwrap_or_default();
    let published = |below: &str| path::is_safe(below) && !ignored.matches_within(below);
    let hidden = is_hidden(disk, root, &real);
    (!miscased && published(below) && published(&real) && !hidden && file.is_file()).then_some(file)
}

fn is_hidden(disk: &Disk, root: &Root, below: &str) -> bool {
    disk.hidden.iter().any(|hidden| match root.prefix {
        "" => *hidden == below,
        prefix => {
            hidden.strip_prefix(prefix).and_then(|hidden| hidden.strip_prefix('/')) == Some(below)
        }
    })
}
