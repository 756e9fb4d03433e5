//! The import map: how hashed JS modules find each other without being rewritten.
//!
//! The page prints `<script type="importmap">` with an entry for each module, in front of every
//! `<script type="module">` and `<link rel="modulepreload">`. A module says `import "./a.js"`; the browser
//! resolves that to `/static/js/a.js` and the map leads it to `/static/js/a.4e3e58f1a4a4.js`.
//!
//! # Import map or rewriting
//!
//! The import map is the default. It needs no parsing, so it costs no build time and works with any syntax,
//! and a change in one module renames that module alone: whoever imports it keeps name and cached copy.
//!
//! Rewriting (the feature `js_modules`) is the choice where an import map does not reach:
//! - pages that are not made by the application, or browsers older than Chrome 89, Safari 16.4 and Firefox 108
//!   (all browsers since March 2023 know import maps; the `integrity` of modules is more recent still);
//! - workers and service workers, which do not see the page's import map;
//! - `new URL("…", import.meta.url)`, which is no import;
//! - pages with an import map of their own: Chrome 133 and Safari 18.4 merge several, elsewhere one counts;
//! - a Content-Security-Policy without hashes: an import map is an inline script, so its
//!   [hash](ImportMap::csp_hash) or a nonce must be allowed.
//!
//! The `src` of a `<script>` is not looked up in the map either: there stands a hashed URL.
//! Both ways together do no harm: a rewritten specifier is not in the map and is taken as it is. What neither
//! covers works all the same, as files stay available under their own names.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A published JS module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Module<'a> {
    /// The URL that importers resolve to.
    pub(crate) logical: &'a str,
    /// The URL that is fetched.
    pub(crate) hashed: &'a str,
    /// What `integrity` demands of the fetched bytes: `sha384-…`.
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
    integrity: BTreeMap<&'a str, &'a str>,
}

impl ImportMap {
    /// Maps the JS modules among the assets, and what the user has pinned: specifier and URL. Other assets, and
    /// those that keep their names, need no entry.
    pub(crate) fn new<'a>(
        assets: impl IntoIterator<Item = Module<'a>>,
        pins: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let imports = pins.into_iter().collect();
        let mut fields = Fields { imports, integrity: BTreeMap::new() };
        for module in assets.into_iter().filter(|asset| is_module(asset.logical)) {
            if module.logical != module.hashed {
                fields.imports.insert(module.logical, module.hashed);
            }
            if let Some(integrity) = module.integrity {
                fields.integrity.insert(module.hashed, integrity);
            }
        }
        Self { json: in_script(&to_json(&fields)) }
    }

    /// JSON that may stand in a `<script>` element as it is.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// The source expression `sha256-…` that allows the script in a Content-Security-Policy.
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

/// Hides `</script` and `<!--` from the HTML parser, which looks for them before JSON is read.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// Whether a path or URL names a JS module.
pub(crate) fn is_module(url: &str) -> bool {
    url.rsplit_once('.').is_some_and(|(_, extension)| {
        extension.eq_ignore_ascii_case("js") || extension.eq_ignore_ascii_case("mjs")
    })
}

#[cfg(test)]
mod tests;
