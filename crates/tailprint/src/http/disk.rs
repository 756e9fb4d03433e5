//! Plain mode: files as they are on the disk now.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use tailprint_core::glob::GlobSet;
use tailprint_core::path::slashed;
use tailprint_core::selection::Selection;

use super::Place;
use super::request::path;
use crate::generated::{Disk, Root};

/// A published file.
#[derive(Debug)]
pub(crate) struct Located {
    pub(crate) file: PathBuf,
    /// True if it is served at the root of the host.
    pub(crate) is_at_root: bool,
}

/// The file of a published name.
pub(crate) fn find(disk: &Disk, name: &str, place: Place) -> Option<Located> {
    if !path::is_safe(name) || disk.hidden.contains(&name) {
        return None;
    }
    let is_named = is_at_root(disk, name);
    if let Some((_, file)) = disk.files.iter().find(|(path, _)| *path == name) {
        let file = Some(PathBuf::from(file)).filter(|file| place.has(is_named) && file.is_file());
        return Some(Located { file: file?, is_at_root: is_named });
    }
    disk.roots.iter().find_map(|root| {
        let is_at_root = is_named || root.at_root;
        let file = if place.has(is_at_root) { find_in(root, disk, name)? } else { return None };
        Some(Located { file, is_at_root })
    })
}

/// Returns true for a path that a glob brings to the root of the host.
fn is_at_root(disk: &Disk, name: &str) -> bool {
    // The build script has refused globs that are malformed.
    !disk.at_root.is_empty()
        && GlobSet::new(disk.at_root).is_ok_and(|globs| globs.matches_within(name))
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
