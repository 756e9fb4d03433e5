//! The import map, by which hashed JS modules find each other without being rewritten.
//!
//! The page prints `<script type="importmap">` with an entry for each module, in front of every
//! `<script type="module">` and `<link rel="modulepreload">`. A module says `import "./a.js"`; the browser
//! resolves that to `/static/js/a.js` and the map leads it to `/static/js/a.4e3e58f1a4a4.js`.
//!
//! # Import map or rewriting
//!
//! The import map is the default. It needs no parsing, so it costs no build time and works with any syntax,
//! and a change in one module renames that module alone: the modules that import it keep name and cached copy.
//!
//! Rewriting (the feature `js_modules`) is for cases in which an import map has no effect:
//! - pages that are not made by the application, or browsers older than Chrome 89, Safari 16.4 and Firefox 108
//!   (all browsers since March 2023 know import maps; the `integrity` of modules is more recent still);
//! - workers and service workers, which have no access to the import map of the page;
//! - `new URL("…", import.meta.url)`, which is no import;
//! - pages with an import map of their own: Chrome 133 and Safari 18.4 merge several, elsewhere one counts;
//! - a Content-Security-Policy without hashes: an import map is an inline script, so its
//!   [hash](ImportMap::csp_hash) or a nonce must be allowed.
//!
//! The `src` of a `<script>` is not looked up in the map, so it must be a hashed URL. Both ways work together: a
//! rewritten specifier is not in the map and is used as it is. References that neither way covers still work, since
//! files stay available under their own names.

pub(crate) mod pins;

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use serde::Serialize;
use sha2::{Digest, Sha256};

use self::pins::{Pin, Pins};
use crate::naming::publish::{self, url_of};
use crate::naming::published::Published;
use crate::references::is_script;
use crate::references::resolve::UrlPrefix;

/// Maps the logical URLs of JS modules, to which importers resolve, to the hashed ones. The integrity of modules doubles a
/// text that every page has, so the map has it for another origin alone. A module that keeps its name has none: another
/// release may have replaced it there.
pub(crate) fn of(assets: &[Published], prefix: &UrlPrefix, pins: &Pins) -> ImportMap {
    let logical: Vec<String> =
        assets.iter().map(|asset| url_of(prefix, &asset.path, asset.at_root)).collect();
    let is_checked = |asset: &Published| {
        prefix.has_host() && asset.immutable && !asset.at_root && !asset.integrity.is_empty()
    };
    let modules = assets.iter().zip(&logical).map(|(asset, logical)| Module {
        logical,
        hashed: &asset.url,
        integrity: is_checked(asset).then_some(&*asset.integrity),
    });
    let urls = |pins: &[Pin]| -> Vec<(String, String)> {
        pins.iter().map(|(it, asset)| (it.clone(), assets[*asset].url.clone())).collect()
    };
    let imports = urls(&pins.imports);
    let scopes =
        pins.scopes.iter().map(|(folder, pins)| (publish::url(prefix, folder), urls(pins)));
    let scopes: BTreeMap<String, Vec<(String, String)>> = scopes.collect();
    let imports = imports.iter().map(|(specifier, url)| (&**specifier, &**url));
    ImportMap::new(modules, imports, &scopes)
}

/// A published JS module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Module<'a> {
    /// The URL that importers resolve to.
    pub(crate) logical: &'a str,
    /// The URL that is fetched.
    pub(crate) hashed: &'a str,
    /// The digest that the fetched bytes must have: `sha256-…`.
    pub(crate) integrity: Option<&'a str>,
}

/// The content of a `<script type="importmap">`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImportMap {
    json: String,
}

#[derive(Serialize)]
struct Fields<'a> {
    imports: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scopes: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    integrity: BTreeMap<&'a str, &'a str>,
}

impl ImportMap {
    /// Maps the JS modules among the assets, and the pins, which are specifiers and URLs, also those in scopes. Other
    /// assets, and modules that keep their names, need no entry.
    pub(crate) fn new<'a>(
        assets: impl IntoIterator<Item = Module<'a>>,
        pins: impl IntoIterator<Item = (&'a str, &'a str)>,
        scopes: &'a BTreeMap<String, Vec<(String, String)>>,
    ) -> Self {
        let imports = pins.into_iter().collect();
        let of = |pins: &'a Vec<(String, String)>| pins.iter().map(|(it, url)| (&**it, &**url));
        let scopes = scopes.iter().map(|(folder, pins)| (&**folder, of(pins).collect())).collect();
        let mut fields = Fields { imports, scopes, integrity: BTreeMap::new() };
        for module in assets.into_iter().filter(|asset| is_script(asset.logical)) {
            if module.logical != module.hashed {
                // A module that the user replaces is replaced under its hashed name as well, which rewritten imports use.
                match fields.imports.get(module.logical).copied() {
                    Some(other) => drop(fields.imports.insert(module.hashed, other)),
                    None => drop(fields.imports.insert(module.logical, module.hashed)),
                }
            }
            if let Some(integrity) = module.integrity {
                fields.integrity.insert(module.hashed, integrity);
            }
        }
        Self { json: in_script(&to_json(&fields)) }
    }

    /// Returns JSON that may stand in a `<script>` element without escapes.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// Returns the source expression `sha256-…` that allows the script in a Content-Security-Policy.
    ///
    /// It holds for an element whose content is [`json`](Self::json), without white space around it.
    pub(crate) fn csp_hash(&self) -> String {
        format!("sha256-{}", Base64::encode_string(&Sha256::digest(&self.json)))
    }
}

fn to_json(fields: &Fields<'_>) -> String {
    #[allow(clippy::expect_used, reason = "maps of strings always have a JSON form")]
    serde_json::to_string(fields).expect("BUG: an import map is not serialisable")
}

/// Escapes `<`, so that the HTML parser finds neither `</script` nor `<!--` in the JSON.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests;
