//! An asset of the inventory.

use tailprint::{Asset, Coding};
use tailprint_report::Kind;

use super::Size;
use crate::print::{Arc, ridges};

/// An asset with its size and its relations from `build.json`.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) asset: Asset,
    pub(crate) size: Size,
    /// Indices of the assets that this one refers to.
    pub(super) references: Vec<usize>,
    /// Indices of the assets that refer to this one.
    pub(super) referrers: Vec<usize>,
}

/// A content coding that an asset is stored in.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) coding: &'static str,
    pub(crate) size: Size,
    /// In hundredths of the size without coding.
    pub(crate) percent: u64,
}

impl Entry {
    /// An asset that nothing refers to yet.
    pub(super) fn new(asset: Asset, size: Size, references: Vec<usize>) -> Self {
        Self { asset, size, references, referrers: Vec::new() }
    }

    /// The folder part of the path, slash included.
    pub(crate) fn folder(&self) -> &'static str {
        let path = self.asset.path();
        path.split_at(path.rfind('/').map_or(0, |slash| slash + 1)).0
    }

    /// The path without its folder.
    pub(crate) fn file(&self) -> &'static str {
        let path = self.asset.path();
        path.split_at(path.rfind('/').map_or(0, |slash| slash + 1)).1
    }

    /// Media type without parameters.
    pub(crate) fn media_type(&self) -> &'static str {
        let content_type = self.asset.content_type();
        content_type.split_once(';').map_or(content_type, |(media_type, _)| media_type)
    }

    /// The kind of the asset, by its media type.
    pub(crate) fn kind(&self) -> Kind {
        Kind::of(self.asset.content_type())
    }

    /// The size in a content coding that the asset is stored in.
    pub(crate) fn coded(&self, coding: Coding) -> Option<Size> {
        self.asset.size_of(coding).filter(|_| coding != Coding::Identity).map(Size)
    }

    /// The stored content codings.
    pub(crate) fn codings(&self) -> Vec<Stored> {
        let stored = |coding: Coding| {
            let size = self.coded(coding)?;
            Some(Stored { coding: coding.name(), size, percent: size.percent_of(self.size) })
        };
        Coding::ALL.into_iter().filter_map(stored).collect()
    }

    /// The size of the smallest stored coding.
    pub(crate) fn sent(&self) -> Size {
        self.codings().iter().map(|stored| stored.size).min().unwrap_or(self.size)
    }

    /// The number of assets that this one refers to.
    pub(crate) fn reference_count(&self) -> usize {
        self.references.len()
    }

    /// The number of assets that refer to this one.
    pub(crate) fn referrer_count(&self) -> usize {
        self.referrers.len()
    }

    /// The fingerprint as a picture.
    pub(crate) fn ridges(&self) -> Vec<Arc> {
        ridges(self.asset.fingerprint().unwrap_or_default())
    }
}
