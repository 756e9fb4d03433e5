//! The asset table that the build script packs and the running app reads.
//!
//! All texts are in one string, each once. Every asset has a record of fixed size, made of little-endian `u32`s that
//! point into the string. Two hash tables behind the records lead from a path and from a name to the asset. All
//! functions that read are `const`, so that a mistyped path in `asset!` is a compile error.
//!
//! The table is packed because rustc takes eleven seconds for 8,000 assets that are written as Rust literals, and less
//! than one for the same data in two included files (`docs/internals/measurements/embedding.md`).
//!
//! ```
//! use tailprint_core::table::{Record, Table, pack};
//!
//! let logo = Record {
//!     path: "img/logo.svg",
//!     name: "img/logo.4e3e58f1a4a4.svg",
//!     url: "/static/img/logo.4e3e58f1a4a4.svg",
//!     content_type: "image/svg+xml",
//!     fingerprint: "4e3e58f1a4a4",
//!     immutable: true,
//!     ..Record::default()
//! };
//! let packed = pack(&[logo]);
//! let table = Table::new(packed.strings.leak(), packed.records.leak());
//! let asset = table.find_path("img/logo.svg").unwrap();
//! assert_eq!(table.url(asset), "/static/img/logo.4e3e58f1a4a4.svg");
//! ```

use std::borrow::Cow;
use std::collections::HashMap;

/// The number in a record that means "there is no such variant".
const ABSENT: u32 = u32::MAX;

/// Fields of a record, each a `u32`; a text takes two (start, length), a variant six.
mod field {
    pub(crate) const PATH: usize = 0;
    pub(crate) const NAME: usize = 2;
    pub(crate) const URL: usize = 4;
    pub(crate) const CONTENT_TYPE: usize = 6;
    pub(crate) const FINGERPRINT: usize = 8;
    pub(crate) const INTEGRITY: usize = 10;
    pub(crate) const HEADERS: usize = 12;
    pub(crate) const CACHE: usize = 14;
    pub(crate) const LOGICAL_CACHE: usize = 16;
    pub(crate) const BASED: usize = 18;
    pub(crate) const FLAGS: usize = 20;
    pub(crate) const VARIANTS: usize = 21;
}

/// The size in bytes of the number of records, which is in front of them.
const COUNT: usize = 4;
const VARIANT_FIELDS: usize = 6;
/// The field of the variant under the logical path, behind those of the codings.
const PLAIN: usize = field::VARIANTS + VARIANT_FIELDS * Coding::ALL.len();
const RECORD: usize = 4 * (PLAIN + VARIANT_FIELDS);
const IMMUTABLE: u32 = 1;
const AT_ROOT: u32 = 2;
/// The bit in the start of a variant that is a file on the disk. The other bits are then the upper half of its length.
const ON_DISK: u32 = 1 << 31;
/// The bits of the lower half of a length.
const HALF: u32 = 32;

/// The most bytes that the packed contents have: the rest of a program reaches no further for its constants.
pub const MOST_EMBEDDED: u64 = ON_DISK as u64;

/// A content coding (RFC 9110 section 8.4.1) that an asset can be stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coding {
    /// The bytes as they are.
    Identity,
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Coding {
    /// All of them, in the order of the records.
    pub const ALL: [Self; 4] = [Self::Identity, Self::Brotli, Self::Gzip, Self::Zstd];

    /// The name used in `Accept-Encoding` and `Content-Encoding`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// The suffix of the file that holds this coding of another file, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Brotli => "br",
            Self::Gzip => "gz",
            Self::Zstd => "zst",
        }
    }
}

/// One stored coding of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant<'a> {
    /// The offset of its first byte in the packed contents, less than [`MOST_EMBEDDED`]; none for a file on the disk.
    pub start: Option<u32>,
    /// The number of its bytes.
    pub len: u64,
    /// Its strong validator, quotes included (RFC 9110 section 8.8.3).
    pub etag: &'a str,
}

/// One asset, as the build script describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record<'a> {
    /// Logical path, as written in templates: `css/tailwind.css`.
    pub path: &'a str,
    /// Served path below the mount, not percent-encoded: `css/tailwind.4e3e58f1a4a4.css`. Below the root of the host for
    /// an asset that is served there.
    pub name: &'a str,
    /// URL, percent-encoded: `/static/css/tailwind.4e3e58f1a4a4.css`.
    pub url: &'a str,
    /// Value of `Content-Type`.
    pub content_type: &'a str,
    /// Twelve hexadecimal digits; empty in plain mode.
    pub fingerprint: &'a str,
    /// Value of an `integrity` attribute; empty when there is none.
    pub integrity: &'a str,
    /// Further response headers: a line `name: value` each.
    pub headers: &'a str,
    /// The places at which its URLs depend on the base, where it is sent elsewhere than at its own URL: a line each, with
    /// the offset of the first byte, the number of bytes, and the text that stands behind the base instead of these.
    pub based: &'a str,
    /// Value of `Cache-Control` under `name`; empty for the one that follows from `immutable`.
    pub cache: &'a str,
    /// Value of `Cache-Control` under the logical path, if that is another name; empty for the one of a name that may
    /// stand for other bytes.
    pub logical_cache: &'a str,
    /// True if the asset is served at the root of the host, and not below the mount.
    pub at_root: bool,
    /// True if the bytes that are served under `name` never change.
    pub immutable: bool,
    /// The stored codings, in the order of [`Coding::ALL`].
    pub variants: [Option<Variant<'a>>; Coding::ALL.len()],
    /// The bytes that are served under the logical path, if they are others: a module that exports the hashed one.
    pub plain: Option<Variant<'a>>,
}

/// The result of [`pack`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Every text once.
    pub strings: String,
    /// The records, sorted by path.
    pub records: Vec<u8>,
}

/// Packs records, which must be sorted by path, for a [`Table`].
///
/// # Panics
/// If the texts together are larger than 4 GiB, or the contents than [`MOST_EMBEDDED`].
#[must_use]
pub fn pack(records: &[Record<'_>]) -> Packed {
    let mut writer = Writer::default();
    writer.number(narrow(records.len()));
    for record in records {
        writer.record(record);
    }
    for key in [|record: &Record<'_>| hash(record.path), |record: &Record<'_>| hash(record.name)] {
        for slot in slots(records.iter().map(key)) {
            writer.number(slot);
        }
    }
    Packed { strings: writer.strings, records: writer.records }
}

/// An open-addressing hash table of indices, at most half full; [`ABSENT`] marks an empty slot.
fn slots(hashes: impl ExactSizeIterator<Item = u32>) -> Vec<u32> {
    let mut slots = vec![ABSENT; slot_count(hashes.len())];
    let mask = slots.len().wrapping_sub(1);
    for (index, hash) in hashes.enumerate() {
        let mut slot = hash as usize & mask;
        while slots[slot] != ABSENT {
            slot = (slot + 1) & mask;
        }
        slots[slot] = narrow(index);
    }
    slots
}

const fn slot_count(assets: usize) -> usize {
    if assets == 0 { 0 } else { (2 * assets).next_power_of_two() }
}

/// The FNV-1a hash, which a `const` function can compute and which is good enough for names.
const fn hash(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut hash: u32 = 0x811c_9dc5;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u32).wrapping_mul(0x0100_0193);
        index += 1;
    }
    // The low bits, which pick the slot, get their share of the high ones.
    hash ^ (hash >> 15)
}

#[derive(Default)]
struct Writer<'a> {
    strings: String,
    records: Vec<u8>,
    known: HashMap<Cow<'a, str>, u32>,
}

impl<'a> Writer<'a> {
    fn record(&mut self, record: &Record<'a>) {
        for text in [
            record.path,
            record.name,
            record.url,
            record.content_type,
            record.fingerprint,
            record.integrity,
            record.headers,
            record.cache,
            record.logical_cache,
            record.based,
        ] {
            self.text(text);
        }
        let flags = [(record.immutable, IMMUTABLE), (record.at_root, AT_ROOT)];
        self.number(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).sum());
        for variant in record.variants.iter().chain([&record.plain]) {
            match variant {
                Some(variant) => {
                    let [start, len] = place(variant);
                    self.number(start);
                    self.number(len);
                    self.text(variant.etag);
                    self.text(variant.len.to_string());
                }
                None => (0..VARIANT_FIELDS).for_each(|_| self.number(ABSENT)),
            }
        }
    }

    fn text(&mut self, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        let len = narrow(text.len());
        let end = narrow(self.strings.len());
        let strings = &mut self.strings;
        let start = *self.known.entry(text).or_insert_with_key(|text| {
            strings.push_str(text);
            end
        });
        self.number(start);
        self.number(len);
    }

    fn number(&mut self, number: u32) {
        self.records.extend_from_slice(&number.to_le_bytes());
    }
}

/// The first two fields of a variant.
fn place(variant: &Variant<'_>) -> [u32; 2] {
    let lower = u32::try_from(variant.len & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    let upper = u32::try_from(variant.len >> HALF).unwrap_or(u32::MAX);
    let fits = |half: u32| half & ON_DISK == 0;
    let (start, is_valid) = match variant.start {
        Some(start) => (start, fits(start) && upper == 0),
        None => (ON_DISK | upper, fits(upper) && upper != !ON_DISK),
    };
    assert!(is_valid, "BUG: an asset that is too large");
    [start, lower]
}

#[allow(clippy::expect_used, reason = "paths of 4 GiB do not exist")]
fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("BUG: an asset table of more than 4 GiB")
}

/// A packed table, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    strings: &'static str,
    records: &'static [u8],
}

impl Table {
    /// Reads the result of [`pack`].
    #[must_use]
    pub const fn new(strings: &'static str, records: &'static [u8]) -> Self {
        Self { strings, records }
    }

    /// The number of assets.
    #[must_use]
    pub const fn len(&self) -> usize {
        if self.records.len() < COUNT { 0 } else { self.u32_at(0) as usize }
    }

    /// Returns true if there is no asset.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Logical path of an asset.
    #[must_use]
    pub const fn path(&self, asset: usize) -> &'static str {
        self.text(asset, field::PATH)
    }

    /// Served path below the mount, not percent-encoded.
    #[must_use]
    pub const fn name(&self, asset: usize) -> &'static str {
        self.text(asset, field::NAME)
    }

    /// URL, percent-encoded.
    #[must_use]
    pub const fn url(&self, asset: usize) -> &'static str {
        self.text(asset, field::URL)
    }

    /// Value of `Content-Type`.
    #[must_use]
    pub const fn content_type(&self, asset: usize) -> &'static str {
        self.text(asset, field::CONTENT_TYPE)
    }

    /// Twelve hexadecimal digits; empty in plain mode.
    #[must_use]
    pub const fn fingerprint(&self, asset: usize) -> &'static str {
        self.text(asset, field::FINGERPRINT)
    }

    /// Value of an `integrity` attribute; empty when there is none.
    #[must_use]
    pub const fn integrity(&self, asset: usize) -> &'static str {
        self.text(asset, field::INTEGRITY)
    }

    /// Further response headers: a line `name: value` each.
    #[must_use]
    pub const fn headers(&self, asset: usize) -> &'static str {
        self.text(asset, field::HEADERS)
    }

    /// The places at which the URLs of an asset depend on the base: see [`Record::based`].
    #[must_use]
    pub const fn based(&self, asset: usize) -> &'static str {
        self.text(asset, field::BASED)
    }

    /// Value of `Cache-Control` under the asset's name; empty for the one that follows from
    /// [`is_immutable`](Self::is_immutable).
    #[must_use]
    pub const fn cache(&self, asset: usize) -> &'static str {
        self.rare_text(asset, field::CACHE)
    }

    /// Value of `Cache-Control` under the logical path of an asset whose name is another one; empty for the default.
    #[must_use]
    pub const fn logical_cache(&self, asset: usize) -> &'static str {
        self.rare_text(asset, field::LOGICAL_CACHE)
    }

    /// Returns true if the asset is served at the root of the host, and not below the mount.
    #[must_use]
    pub const fn is_at_root(&self, asset: usize) -> bool {
        self.number(asset, field::FLAGS) & AT_ROOT != 0
    }

    /// Returns true if the bytes that are served under the asset's name never change.
    #[must_use]
    pub const fn is_immutable(&self, asset: usize) -> bool {
        self.number(asset, field::FLAGS) & IMMUTABLE != 0
    }

    /// One stored coding of an asset.
    #[must_use]
    #[inline]
    pub const fn variant(&self, asset: usize, coding: Coding) -> Option<Variant<'static>> {
        self.variant_at(asset, variant_field(coding))
    }

    /// The bytes under the logical path of an asset, if they are not those of the asset.
    #[must_use]
    pub const fn plain(&self, asset: usize) -> Option<Variant<'static>> {
        self.variant_at(asset, PLAIN)
    }

    #[inline]
    const fn variant_at(&self, asset: usize, at: usize) -> Option<Variant<'static>> {
        let start = self.number(asset, at);
        if start == ABSENT {
            return None;
        }
        let len = self.len_at(asset, at, start);
        let start = if start & ON_DISK == 0 { Some(start) } else { None };
        Some(Variant { start, len, etag: self.text(asset, at + 2) })
    }

    /// The number of bytes of a stored coding of an asset; none if it is not stored in this one.
    #[must_use]
    #[inline]
    pub const fn size(&self, asset: usize, coding: Coding) -> Option<u64> {
        let at = variant_field(coding);
        let start = self.number(asset, at);
        if start == ABSENT { None } else { Some(self.len_at(asset, at, start)) }
    }

    /// The length of the variant at this field, which begins with `start`.
    #[inline]
    const fn len_at(&self, asset: usize, at: usize, start: u32) -> u64 {
        let lower = self.number(asset, at + 1) as u64;
        if start & ON_DISK == 0 { lower } else { ((start & !ON_DISK) as u64) << HALF | lower }
    }

    /// The number of bytes of a stored coding of an asset in decimal digits, which needs no allocation as a value of
    /// `Content-Length`. Empty if the asset is not stored in this coding.
    #[must_use]
    pub const fn content_length(&self, asset: usize, coding: Coding) -> &'static str {
        let at = variant_field(coding);
        if self.number(asset, at) == ABSENT { "" } else { self.text(asset, at + 4) }
    }

    /// The asset with this logical path.
    #[must_use]
    pub const fn find_path(&self, path: &str) -> Option<usize> {
        self.find(path, COUNT + self.len() * RECORD, field::PATH)
    }

    /// The asset with this served name.
    #[must_use]
    pub const fn find_name(&self, name: &str) -> Option<usize> {
        let slots = slot_count(self.len());
        self.find(name, COUNT + self.len() * RECORD + 4 * slots, field::NAME)
    }

    /// Looks a text up in the hash table that starts at this byte.
    const fn find(&self, text: &str, table: usize, field: usize) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let mask = slot_count(self.len()) - 1;
        let mut slot = hash(text) as usize & mask;
        // A table has empty slots, so this ends.
        loop {
            let asset = self.u32_at(table + 4 * slot);
            if asset == ABSENT {
                return None;
            }
            if is_equal(self.text(asset as usize, field), text) {
                return Some(asset as usize);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// A text that nearly no asset has, without a look at the strings if it is empty.
    #[inline]
    const fn rare_text(&self, asset: usize, field: usize) -> &'static str {
        if self.number(asset, field + 1) == 0 { "" } else { self.text(asset, field) }
    }

    #[inline]
    const fn text(&self, asset: usize, field: usize) -> &'static str {
        let start = self.number(asset, field) as usize;
        let len = self.number(asset, field + 1) as usize;
        self.strings.split_at(start).1.split_at(len).0
    }

    #[inline]
    const fn number(&self, asset: usize, field: usize) -> u32 {
        self.u32_at(COUNT + asset * RECORD + 4 * field)
    }

    #[inline]
    const fn u32_at(&self, at: usize) -> u32 {
        match self.records.split_at(at).1.first_chunk() {
            Some(bytes) => u32::from_le_bytes(*bytes),
            None => panic!("BUG: a table that is cut off"),
        }
    }
}

const fn variant_field(coding: Coding) -> usize {
    field::VARIANTS + VARIANT_FIELDS * coding as usize
}

/// Compares two texts in a `const` function, where stable Rust has no `==` for `str` yet.
const fn is_equal(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests;
