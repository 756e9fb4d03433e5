//! Plain mode: files as they are on the disk now.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use tailprint_core::path::slashed;
use tailprint_core::selection::Selection;

use super::path;
use crate::generated::{Disk, Root};

/// Returns true if there is a published file of this name.
pub(crate) fn is_published(disk: &Disk, name: &str) -> bool {
    find(disk, name).is_some()
}

/// The file of a published name.
pub(crate) fn find(disk: &Disk, name: &str) -> Option<PathBuf> {
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
    let selection = Selection::new(disk.ignore, disk.include).unwrap_or_default();
    let published = |below: &str| {
        path::is_safe(below) && selection.publishes(root.prefix, &logical(root, below))
    };
    let hidden = is_hidden(disk, root, &real);
    (!miscased && published(below) && published(&real) && !hidden && file.is_file()).then_some(file)
}

fn is_hidden(disk: &Disk, root: &Root, below: &str) -> bool {
    disk.hidden.contains(&&*logical(root, below))
}

/// The logical path of a file of a root.
fn logical<'a>(root: &Root, below: &'a str) -> Cow<'a, str> {
    match root.prefix {
        "" => Cow::Borrowed(below),
        prefix => Cow::Owned(format!("{prefix}/{below}")),
    }
}
