//! [`Stamp`]: the identity of the content of a file, without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// The time within which a file can change twice and have the same times: FAT counts in steps of two seconds, and most
/// file systems in those of the kernel's tick.
const GRANULE: Duration = Duration::from_secs(2);

/// Facts about a file that are others once its content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stamp {
    pub(super) len: u64,
    /// Device and inode; none where the standard library does not tell them.
    place: Option<(u64, u64)>,
    /// Times of the last changes of the content and of the inode, in nanoseconds.
    modified: i128,
    changed: i128,
}

impl Stamp {
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let nanos =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            len: metadata.len(),
            place: Some((metadata.dev(), metadata.ino())),
            modified: nanos(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanos(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().map_or(0, nanos_since_1970);
        Self { len: metadata.len(), place: None, modified, changed: modified }
    }

    /// Returns true if other content would have another stamp: the file has an inode, and its last change is long ago.
    /// Unlike the other time, that of the inode cannot be set by a program.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let granule = GRANULE.as_nanos().cast_signed();
        self.place.is_some() && self.changed + granule <= nanos_since_1970(now)
    }
}

fn nanos_since_1970(time: SystemTime) -> i128 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos().cast_signed())
}
