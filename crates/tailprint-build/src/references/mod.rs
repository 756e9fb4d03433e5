//! Where an asset names another one: bytes in, [`Reference`]s out. One module per language.

pub(crate) mod css;
mod decoded;
mod escape;
pub(crate) mod html;
#[cfg(any(test, fuzzing))]
pub(crate) mod invariants;
pub(crate) mod js;
pub(crate) mod json;
mod json_text;
mod markup;
pub(crate) mod source_map;
pub(crate) mod svg;

use std::ops::Range;

use crate::error::Problem;

/// What a language module finds in one asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// In the order of their places; no two overlap.
    pub(crate) references: Vec<Reference>,
    /// What is wrong in the asset itself, each with its byte offset; [`Problem::at_byte`] places it.
    pub(crate) problems: Vec<(usize, Problem)>,
}

/// A URL inside an asset, with its byte span.
///
/// A reference is rewritten by inserting into the raw bytes, so that the author's spelling stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// What the reference is for, which decides how its URL is read.
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
    /// Where byte `index` of the URL begins in the asset; the URL's length gives its end.
    pub(crate) fn offset(&self, index: usize) -> usize {
        match &self.offsets {
            None => self.span.end.min(self.span.start + index),
            Some(offsets) => offsets.get(index).copied().unwrap_or(self.span.end),
        }
    }
}

/// What a [`Reference`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// `url()`, `src`, `href`: any kind of asset.
    Url,
    /// `@import` of a style sheet: a bare package name may stand here.
    StyleImport,
    /// A `url()` in a custom property: browsers resolve it against the sheet that says `var()`, which may
    /// be another one, so it is rewritten when it exists and a missing one is a warning.
    CustomProperty,
    /// A JS module specifier: bare unless it starts with `/`, `./` or `../`.
    Module,
    /// `sourceMappingURL`: vendored libraries ship without them, so a missing one is a warning.
    SourceMap,
    /// An entry of a source map's `sources` or its `file`: rewritten when it exists as an asset.
    Optional,
}

/// Finds the references in the text of an asset.
type Find = fn(&str) -> Found;

/// A language that references are found in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Language {
    pub(crate) find: Find,
    /// Whether browsers do without an asset of this language that is not UTF-8.
    pub(crate) must_be_utf8: bool,
}

/// The language of an asset by the extension of its path; none when it can hold no references.
///
/// Without `js_modules`, scripts are read for source map comments alone.
pub(crate) fn language(path: &str, js_modules: bool) -> Option<Language> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let (find, must_be_utf8): (Find, bool) = match &*extension {
        "css" => (css::find, true),
        "js" | "mjs" if js_modules => (js::find, true),
        "js" | "mjs" => (js::find_source_maps, true),
        "map" => (source_map::find, false),
        "webmanifest" => (json::find, false),
        "json" if name.eq_ignore_ascii_case("manifest.json") => (json::find, false),
        "svg" => (svg::find, false),
        "html" | "htm" | "xhtml" => (html::find, false),
        _ => return None,
    };
    Some(Language { find, must_be_utf8 })
}
