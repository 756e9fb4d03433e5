//! Published assets, from which all outputs are made.

use tailprint_core::table::Coding;

use crate::config::Storage;
use crate::naming::digests::Digest;
use crate::naming::relative::Based;
use crate::sources::large::Large;

/// A published asset.
#[derive(Debug)]
pub(crate) struct Published {
    /// Logical path.
    pub(crate) path: String,
    /// The published name: the path below the URL prefix, or below the root of the host, not percent-encoded.
    pub(crate) name: String,
    /// The URL, percent-encoded.
    pub(crate) url: String,
    /// True if it is served at the root of the host.
    pub(crate) at_root: bool,
    pub(crate) content_type: String,
    /// The twelve hexadecimal digits of its hash; empty in plain mode.
    pub(crate) fingerprint: String,
    /// The digest of the published bytes; of no use in plain mode.
    pub(crate) digest: Digest,
    /// True if these are the bytes of the source, and a language module has found nothing in them.
    pub(crate) is_leaf: bool,
    /// The value of an `integrity` attribute; empty in plain mode.
    pub(crate) integrity: String,
    /// True if the bytes that are served under `name` never change.
    pub(crate) immutable: bool,
    /// The place of the bytes of an app in hashed mode.
    pub(crate) storage: Storage,
    /// The published bytes; empty for a large file.
    pub(crate) bytes: Vec<u8>,
    /// The file that holds the bytes, if they are not in memory.
    pub(crate) large: Option<Large>,
    /// The bytes under the logical path, if they are a [stub](crate::naming::modules::stub).
    pub(crate) plain: Option<Vec<u8>>,
    /// The stored content codings; none in plain mode.
    pub(crate) encoded: Vec<Encoded>,
    /// The URLs in `bytes` that count from the place of the asset.
    pub(crate) based: Vec<Based>,
    /// The indices of the assets that this one refers to.
    pub(crate) references: Vec<usize>,
}

impl Published {
    /// Returns the number of the published bytes.
    pub(crate) fn size(&self) -> u64 {
        self.large.as_ref().map_or(self.bytes.len() as u64, |large| large.len)
    }

    /// Returns true if the hashed tree of the last build has the published bytes under the published name.
    pub(crate) fn is_written(&self) -> bool {
        self.digest.written.as_ref() == Some(&self.name)
    }

    /// Returns the number of the bytes that a program holds for this asset: all forms of it, or none.
    pub(crate) fn embedded(&self) -> u64 {
        let encoded = self.encoded.iter().map(|encoded| encoded.bytes.len() as u64);
        let plain = self.plain.as_ref().map_or(0, |plain| plain.len() as u64);
        match self.storage {
            Storage::Embedded => self.size() + plain + encoded.sum::<u64>(),
            Storage::Disk => 0,
        }
    }

    /// Returns the name of the file that holds a coding of the asset.
    pub(crate) fn sibling(&self, coding: Coding) -> String {
        format!("{}.{}", self.name, coding.extension())
    }
}

/// An asset in a content coding other than identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) coding: Coding,
    pub(crate) bytes: Vec<u8>,
}
