//! [`Stamp`]: the identity of the content of a file, without reading it.

use std::fs::Metadata;

/// Facts about a file that are others once its content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Its length in bytes.
    pub len: u64,
    /// Device and inode; none where the standard library does not tell them, or the file system has no time of change.
    pub place: Option<(u64, u64)>,
    /// The time of the last change of the content, in nanoseconds since 1970.
    pub modified: i128,
    /// The time of the last change of the inode, in nanoseconds since 1970. Unlike the other time, a program cannot set
    /// it.
    pub changed: i128,
}

impl Stamp {
    /// Reads the facts.
    #[cfg(unix)]
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;

        let nanos =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            len: metadata.len(),
            place: has_change_time(metadata).then(|| (metadata.dev(), metadata.ino())),
            modified: nanos(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanos(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Reads the facts that the standard library tells: one time stands for both.
    #[cfg(not(unix))]
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        use std::time::SystemTime;

        let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).ok();
        let modified = metadata.modified().ok().and_then(since);
        let modified = modified.map_or(0, |since| since.as_nanos().cast_signed());
        Self { len: metadata.len(), place: None, modified, changed: modified }
    }
}

/// Returns true if the file system tells when an inode has changed, by a time that no program can set.
#[cfg(unix)]
#[must_use]
pub fn has_change_time(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    is_fine(metadata.ctime_nsec())
}

/// Returns true unless a time, in nanoseconds of its second, is a multiple of ten milliseconds. FAT, exFAT and SFTP have no
/// time of change. They give that of the content in its place, in steps of two seconds, ten milliseconds and a second,
/// and a program can set it. Of other file systems one time in ten million is such a multiple.
#[cfg(unix)]
fn is_fine(nanoseconds: i64) -> bool {
    nanoseconds % 10_000_000 != 0
}

#[cfg(all(test, unix))]
mod tests;
