//! Plain mode: files as they are on the disk now.

use std::ffi::OsStr;
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
    // What a symlink leads to counts: it must lie in the root and be published itself.
    let file = fs::canonicalize(dir.join(below)).ok()?;
    let real = slashes(file.strip_prefix(&dir).ok()?)?;
    if !disk.follow_symlinks && real != below {
        return None;
    }
    // Where the file system ignores case, the release build, which does not, would answer 404.
    let miscased = real != below && real.eq_ignore_ascii_case(below);
    let published = |below: &str| path::is_safe(below) && !is_ignored(disk, below);
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

fn slashes(path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    Some(names?.join("/"))
}

/// Whether a glob matches the path below its root, or a folder that it is in.
fn is_ignored(disk: &Disk, below: &str) -> bool {
    let folders = below.match_indices('/').filter_map(|(end, _)| below.get(..end));
    folders.chain([below]).any(|path| disk.ignore.iter().any(|glob| matches(glob, path)))
}

/// As the build script does: a glob without a slash matches a name, one with a slash a path.
fn matches(glob: &str, path: &str) -> bool {
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: false,
    };
    let glob = glob.trim_end_matches('/');
    let subject = if glob.contains('/') { path } else { path.rsplit('/').next().unwrap_or(path) };
    Pattern::new(glob.trim_start_matches('/'))
        .is_ok_and(|pattern| pattern.matches_with(subject, options))
}
