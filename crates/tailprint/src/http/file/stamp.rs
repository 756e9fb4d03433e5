//! The time after which a [`Stamp`] tells the content of a file.

use std::time::{Duration, SystemTime};

use tailprint_core::stamp::Stamp;

/// The time within which a file can change twice and have the same times: FAT counts in steps of two seconds, and most
/// file systems in those of the kernel's tick.
const GRANULE: Duration = Duration::from_secs(2);

/// Returns true if other content would have another stamp: the file has an inode, and its last change is long ago.
pub(super) fn is_settled(stamp: Stamp, now: SystemTime) -> bool {
    let granule = GRANULE.as_nanos().cast_signed();
    let now = now.duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |since| since.as_nanos().cast_signed());
    stamp.place.is_some() && stamp.changed + granule <= now
}
