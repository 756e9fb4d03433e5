//! A URL inside an asset that names another asset.

use std::ops::Range;

use super::custom_properties::CustomProperties;
use super::page::Page;
use crate::error::{Problem, Severity};

/// The findings of a language module in one asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// References in the order of their places; no two overlap.
    pub(crate) references: Vec<Reference>,
    /// Errors in the asset itself, each with its byte offset; [`Problem::at_byte`] places it.
    pub(crate) problems: Vec<(usize, Problem)>,
    /// Further parts of a page that depend on names.
    pub(crate) page: Option<Box<Page>>,
    /// The custom properties of its style sheets; none if there are none.
    pub(crate) custom: Option<Box<CustomProperties>>,
    /// The `<base>` of a document.
    pub(crate) base: Option<Box<Base>>,
}

/// The `<base href>` of a document, which is on the same host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    /// The folder that relative URLs start in, relative to that of the asset or from the root, with a slash at its end;
    /// empty for that of the asset itself.
    pub(crate) folder: String,
    /// The URL; none if it names no file and no folder.
    pub(crate) href: Option<Reference>,
}

impl Found {
    pub(super) fn custom_mut(&mut self) -> &mut CustomProperties {
        self.custom.get_or_insert_default()
    }

    /// Puts the references in the order of their places.
    pub(super) fn in_order(mut self) -> Self {
        self.references.sort_by_key(|reference| reference.span.start);
        self
    }
}

/// A URL inside an asset, with its byte span.
///
/// A reference is rewritten by inserting into the raw bytes, so that the author's spelling stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The purpose of the reference, which decides how its URL is read.
    pub(crate) kind: Kind,
    /// The URL with the escapes of its language (CSS, JS, HTML, JSON, not percent-escapes) decoded.
    pub(crate) url: String,
    /// The bytes of the URL in the asset, without quotes and surrounding white space.
    pub(crate) span: Range<usize>,
    /// For URLs spelled with escapes: the offset in the asset of each byte of `url`; otherwise byte
    /// `i` of `url` is at `span.start + i`.
    pub(crate) offsets: Option<Box<[usize]>>,
}

impl Reference {
    /// Makes a reference that has no place in the asset and is only resolved.
    pub(crate) fn unwritten(kind: Kind, url: &str) -> Self {
        Self { kind, url: url.to_owned(), span: 0..0, offsets: None }
    }

    /// Returns the offset in the asset of byte `index` of the URL; for the length of the URL, that of its end.
    pub(crate) fn offset(&self, index: usize) -> usize {
        match &self.offsets {
            None => self.span.end.min(self.span.start + index),
            Some(offsets) => offsets.get(index).copied().unwrap_or(self.span.end),
        }
    }
}

/// The purpose of a [`Reference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// `url()`, `src`, `href`: any kind of asset.
    Url,
    /// `@import` of a style sheet: a bare package name may stand here.
    StyleImport,
    /// A `url()` in a custom property. Browsers resolve it against the sheet with the `var()`, which may be another
    /// sheet: [`naming::custom_properties`](crate::naming::custom_properties) decides.
    CustomProperty,
    /// The URL of a module that an element loads: `<script type="module" src>`, `<link rel="modulepreload">`. Import maps
    /// do not apply to it.
    ModuleUrl,
    /// A JS module specifier: bare unless it starts with `/`, `./` or `../`.
    Module,
    /// `sourceMappingURL`. A missing one is a warning, since many libraries are shipped without it.
    SourceMap,
    /// An entry of a source map's `sources` or its `file`, the `src` of a custom element: rewritten when it exists as an
    /// asset.
    Optional,
    /// An address where a person or the system goes: a link, the `start_url` of an app, a service worker. It stays, since
    /// it has to lead to the same place after the next release.
    Address,
    /// A URL that browsers do not fetch, or only those that know some feature. It is rewritten if the asset exists, and a
    /// missing one is a warning.
    Unfetched,
}

impl Kind {
    /// Returns how bad it is that there is no such asset; none if it is nothing.
    pub(crate) fn if_missing(self) -> Option<Severity> {
        match self {
            Self::Url | Self::StyleImport | Self::ModuleUrl | Self::Module => Some(Severity::Error),
            Self::CustomProperty | Self::SourceMap | Self::Unfetched => Some(Severity::Warning),
            Self::Optional | Self::Address => None,
        }
    }
}
