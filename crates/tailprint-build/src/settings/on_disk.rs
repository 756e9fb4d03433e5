//! The assets that are files beside the program, not bytes in it.

use tailprint_core::glob::GlobSet;

use crate::config::Storage;

/// The choice of `Config::on_disk` and `Config::storage`.
#[derive(Debug)]
pub(crate) struct OnDisk {
    pub(super) globs: GlobSet,
    pub(super) rest: Storage,
}

impl OnDisk {
    /// Returns the storage of the asset with this logical path.
    pub(crate) fn storage(&self, path: &str) -> Storage {
        if self.globs.matches_within(path) { Storage::Disk } else { self.rest }
    }
}
