//! Folders of which Cargo watches the list of files, but not what is in them (Linux).
//!
//! Cargo has no such directive: it compares the times of everything below an announced folder
//! (`cargo_util::paths::mtime_recursive`, since <https://github.com/rust-lang/cargo/pull/8973>). For a folder with
//! `target/` in it, every build would run the build script again.
//!
//! That walk ignores the paths that it cannot look at. So the folder is announced by a path of
//! [`LONGEST_PATH`] bytes: the system refuses every longer path, and Cargo sees the folder alone, whose own time
//! changes when a file is added or removed. Cargo promises nothing of the kind; if it reported such errors, it would
//! run the build script on every build.
//!
//! On other systems these folders are not watched. Delete this module when Cargo can watch the list of a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The most folders that are announced in this way, those nearest to the root first.
///
/// Each path costs 4 KiB in the output of the build script that Cargo keeps, and 40 µs instead of 4 µs for each look at
/// the folder. Together that is 256 KiB, and 3 ms in a build that does nothing.
const MOST: usize = 64;

/// The most bytes of a path on Linux: `PATH_MAX` of `linux/limits.h`, without the zero byte at its end.
#[cfg(target_os = "linux")]
const LONGEST_PATH: usize = 4095;

/// Returns the paths by which folders are announced, for those that have one.
pub(super) fn paths<'a>(
    folders: impl Iterator<Item = &'a PathBuf>,
) -> impl Iterator<Item = String> {
    let folders: BTreeSet<(usize, &PathBuf)> =
        folders.map(|folder| (folder.components().count(), folder)).collect();
    folders.into_iter().take(MOST).filter_map(|(_, folder)| long(folder))
}

/// Returns a path of the folder that is as long as the system allows: `/app/../app/../app`.
#[cfg(target_os = "linux")]
fn long(folder: &Path) -> Option<String> {
    // In a path with links, `..` may lead elsewhere.
    let folder = folder.canonicalize().ok()?;
    let name = folder.file_name()?.to_str()?;
    let step = format!("/../{name}");
    let mut path = folder.to_str()?.to_owned();
    let missing = LONGEST_PATH.checked_sub(path.len() + step.len())?;
    path.push_str(&step.repeat(missing / step.len()));
    // Slashes fill the rest. They stand before the last name, since Cargo drops those at the end of a path.
    path.push_str(&format!("/..{}{name}", "/".repeat(missing % step.len() + 1)));
    let is_longest = std::fs::metadata(format!("{path}/a"))
        .is_err_and(|error| error.kind() == std::io::ErrorKind::InvalidFilename);
    (is_longest && std::fs::metadata(&path).is_ok()).then_some(path)
}

#[cfg(not(target_os = "linux"))]
fn long(_folder: &Path) -> Option<String> {
    None
}

#[cfg(test)]
mod tests;
