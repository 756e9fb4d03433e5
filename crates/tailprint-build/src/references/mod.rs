//! References of assets to other assets: bytes in, [`Reference`]s out. One module per language.

pub(crate) mod css;
pub(crate) mod custom_properties;
pub(crate) mod html;
#[cfg(any(test, fuzzing))]
pub(crate) mod invariants;
pub(crate) mod js;
pub(crate) mod json;
mod markup;
pub(crate) mod page;
mod reference;
pub(crate) mod resolve;
pub(crate) mod source_map;
mod spelling;
mod stack;
pub(crate) mod svg;

pub(crate) use self::reference::{Found, Kind, Reference};

/// Finds the references in the text of an asset; in HTML also in attributes that the user has named.
type Find = fn(&str, &[String]) -> Found;

/// A language that references are found in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Language {
    pub(crate) find: Find,
    /// True if a file that is not UTF-8 is an error. Browsers do without the references of other languages.
    pub(crate) must_be_utf8: bool,
}

/// Returns true if a path or URL names a script by its extension, in any case.
pub(crate) fn is_script(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| {
        extension.eq_ignore_ascii_case("js") || extension.eq_ignore_ascii_case("mjs")
    })
}

/// Returns the language of an asset by the extension of its path; none if it can hold no references.
///
/// Without `js_modules`, scripts are searched for source map comments only.
pub(crate) fn language(path: &str, js_modules: bool) -> Option<Language> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let (find, must_be_utf8): (Find, bool) = match &*extension {
        "css" => (|source, _| css::find(source), true),
        "js" | "mjs" if js_modules => (|source, _| js::find(source), true),
        "js" | "mjs" => (|source, _| js::find_source_maps(source), true),
        "map" => (|source, _| source_map::find(source), false),
        "webmanifest" => (|source, _| json::find(source), false),
        "json" if name.eq_ignore_ascii_case("manifest.json") => {
            (|source, _| json::find(source), false)
        }
        "svg" => (|source, _| svg::find(source), false),
        "html" | "htm" => (html::find, false),
        "xhtml" => (html::find_xml, false),
        _ => return None,
    };
    Some(Language { find, must_be_utf8 })
}
