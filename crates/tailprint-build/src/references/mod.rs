//! References of assets to other assets: bytes in, [`Reference`]s out. One module per language.

pub(crate) mod css;
pub(crate) mod html;
#[cfg(any(test, fuzzing))]
pub(crate) mod invariants;
pub(crate) mod js;
pub(crate) mod json;
mod markup;
mod reference;
pub(crate) mod resolve;
pub(crate) mod source_map;
mod spelling;
pub(crate) mod svg;

pub(crate) use self::reference::{Found, Kind, Reference};

/// Finds the references in the text of an asset.
type Find = fn(&str) -> Found;

/// A language that references are found in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Language {
    pub(crate) find: Find,
    /// True if a file that is not UTF-8 is an error. Browsers do without the references of other languages.
    pub(crate) must_be_utf8: bool,
}

/// Returns the language of an asset by the extension of its path; none if it can hold no references.
///
/// Without `js_modules`, scripts are searched for source map comments only.
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
