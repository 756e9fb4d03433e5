//! Verified files, remembered in the folder of the build.
//!
//! Hashing takes a second for 47 MB in a build script that is not optimised. So a build remembers the digest of what it
//! verified with the identity of each file: device, inode, size, and the times at which content and inode changed. The
//! note is not in the cache, where whoever changes a file could change the note as well, and where another machine's
//! note would come from with a cache that a CI restores.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

#[cfg(unix)]
use tailprint_core::stamp::has_change_time;
use tailprint_core::whole_file::write_if_changed;

use super::super::http::sha256;

/// The folder of the notes in the folder of the build.
const FOLDER: &str = "verified";

/// The coarsest times of file systems: 2 s on FAT, 1 s on some network file systems. A file that changed no longer ago
/// may change once more without another time.
const COARSE: Duration = Duration::from_secs(2);

/// The note about one place in a cache.
#[derive(Debug)]
pub(in crate::install) struct Verified {
    /// The file of the note; none without a folder of the build. Nothing is remembered then.
    note: Option<PathBuf>,
}

impl Verified {
    pub(in crate::install) fn of(scratch: Option<&Path>, place: &Path) -> Self {
        let name = sha256(place.as_os_str().as_encoded_bytes());
        Self { note: scratch.map(|scratch| scratch.join(FOLDER).join(name)) }
    }

    /// Returns the digest that the place had when it was verified last.
    pub(in crate::install) fn digest(&self) -> Option<String> {
        self.read().map(|(digest, _)| digest)
    }

    /// Returns true if the place had this digest, and its files are still the same.
    pub(in crate::install) fn holds(&self, digest: &str, identity: &str) -> bool {
        self.read().is_some_and(|(known, of)| known == digest && of == identity)
    }

    /// Remembers a digest; with the identity of the files unless they have changed a moment ago.
    pub(in crate::install) fn remember(&self, digest: &str, identity: Option<&str>) {
        let Some(note) = &self.note else { return };
        let identity = identity.unwrap_or_default();
        // Without the note the files are hashed again, no more.
        let _ = write_if_changed(note, format!("{digest} {identity}\n").as_bytes());
    }

    fn read(&self) -> Option<(String, String)> {
        let text = fs::read_to_string(self.note.as_ref()?).ok()?;
        let (digest, identity) = text.strip_suffix('\n')?.split_once(' ')?;
        Some((digest.to_owned(), identity.to_owned()))
    }
}

/// The identity of a file.
#[cfg(unix)]
pub(in crate::install) fn identity(data: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let times = [data.mtime(), data.mtime_nsec(), data.ctime(), data.ctime_nsec()];
    format!("{} {} {} {} {times:?}", data.dev(), data.ino(), data.mode(), data.size())
}

/// The identity of a file, as far as the standard library tells it.
#[cfg(not(unix))]
pub(in crate::install) fn identity(data: &Metadata) -> String {
    format!("{} {:?} {:?}", data.len(), data.modified().ok(), data.created().ok())
}

/// Returns true if the file changed long enough ago for its times to tell the next change. A time in the future tells
/// nothing.
pub(in crate::install) fn is_settled(data: &Metadata) -> bool {
    changed(data).is_some_and(|changed| {
        SystemTime::now().duration_since(changed).is_ok_and(|age| age > COARSE)
    })
}

#[cfg(unix)]
fn changed(data: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(data.ctime()).ok().filter(|_| has_change_time(data))?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(not(unix))]
fn changed(data: &Metadata) -> Option<SystemTime> {
    data.modified().ok()
}
