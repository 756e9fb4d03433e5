//! [`Asset`]: one static file of the build.

use std::fmt;

use http::{HeaderName, HeaderValue};
use tailprint_core::table::{Coding, Variant};

use crate::preload::Preload;
use crate::{Assets, generated::Content};

/// One static file of the build: a small handle that can be copied.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// use tailprint::Coding;
///
/// if let Some(logo) = assets::ASSETS.get("img/logo.svg") {
///     let compressed = logo.size_of(Coding::Brotli).unwrap_or(logo.size());
///     println!("{} has {} bytes, {compressed} of them are sent", logo.url(), logo.size());
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Asset {
    assets: &'static Assets,
    index: usize,
}

impl Asset {
    pub(crate) fn new(assets: &'static Assets, index: usize) -> Self {
        Self { assets, index }
    }

    /// Logical path, as written in templates: `css/tailwind.css`.
    #[must_use]
    pub fn path(self) -> &'static str {
        self.assets.table().path(self.index)
    }

    /// Served path below the mount, not percent-encoded: `css/tailwind.4e3e58f1a4a4.css`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.assets.table().name(self.index)
    }

    /// URL, percent-encoded: `/static/css/tailwind.4e3e58f1a4a4.css`.
    #[must_use]
    pub fn url(self) -> &'static str {
        self.assets.table().url(self.index)
    }

    /// Value of `Content-Type`: `text/css; charset=utf-8`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        self.assets.table().content_type(self.index)
    }

    /// The first twelve hexadecimal digits of the content's SHA-256; none in plain mode.
    #[must_use]
    pub fn fingerprint(self) -> Option<&'static str> {
        non_empty(self.assets.table().fingerprint(self.index))
    }

    /// Value of an `integrity` attribute: `sha384-…`; none in plain mode, where the file may change at any time.
    #[must_use]
    pub fn integrity(self) -> Option<&'static str> {
        non_empty(self.assets.table().integrity(self.index))
    }

    /// Returns true if the bytes at [`url`](Self::url) never change, so that browsers keep them without asking.
    #[must_use]
    pub fn is_immutable(self) -> bool {
        self.assets.is_embedded() && self.assets.table().is_immutable(self.index)
    }

    /// Size of the file in bytes, when it was built.
    #[must_use]
    pub fn size(self) -> u64 {
        self.size_of(Coding::Identity).unwrap_or(0)
    }

    /// Size of the file in bytes in a content coding; none if it is not stored in this one.
    #[must_use]
    pub fn size_of(self, coding: Coding) -> Option<u64> {
        self.assets.table().size(self.index, coding).map(u64::from)
    }

    /// Content codings that the file is stored in, [`Coding::Identity`] included.
    pub fn codings(self) -> impl Iterator<Item = Coding> {
        Coding::ALL.into_iter().filter(move |coding| self.size_of(*coding).is_some())
    }

    /// Content of the file; none in plain mode, in which it is on the disk.
    #[must_use]
    pub fn bytes(self) -> Option<&'static [u8]> {
        self.bytes_of(Coding::Identity)
    }

    /// Content of the file in a content coding; none if it is not stored in this one.
    #[must_use]
    pub fn bytes_of(self, coding: Coding) -> Option<&'static [u8]> {
        self.slice(self.variant(coding)?)
    }

    /// A `<link rel="preload">` for this asset: see [`Preload`].
    #[must_use]
    pub fn preload(self) -> Preload {
        Preload::new(self)
    }

    /// A `<link rel="modulepreload">` for this asset, which has to be a JavaScript module: see [`Preload`].
    #[must_use]
    pub fn modulepreload(self) -> Preload {
        Preload::module(self)
    }

    pub(crate) fn variant(self, coding: Coding) -> Option<Variant<'static>> {
        self.assets.table().variant(self.index, coding)
    }

    /// [`size_of`](Self::size_of) in digits.
    pub(crate) fn content_length(self, coding: Coding) -> &'static str {
        self.assets.table().content_length(self.index, coding)
    }

    pub(crate) fn slice(self, variant: Variant<'_>) -> Option<&'static [u8]> {
        let Content::Embedded(contents) = self.assets.settings().content else { return None };
        let start = usize::try_from(variant.start).ok()?;
        let end = start.checked_add(usize::try_from(variant.len).ok()?)?;
        contents.get(start..end)
    }

    /// Further response headers.
    pub(crate) fn headers(self) -> &'static [(HeaderName, HeaderValue)] {
        self.assets.configured(self.index)
    }
}

fn non_empty(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

impl PartialEq for Asset {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.assets, other.assets) && self.index == other.index
    }
}

impl Eq for Asset {}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asset")
            .field("path", &self.path())
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
