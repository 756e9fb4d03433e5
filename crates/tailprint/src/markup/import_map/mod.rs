//! [`ImportMap`]: the import map by which browsers find hashed JS modules that import each other by logical names.

use std::fmt;

use crate::Assets;
use crate::base::Written;

/// The import map of a build: the logical URL of every JS module and the hashed one that it stands for.
///
/// `Display` writes the whole `<script type="importmap">` element, which has to come before the first module of the
/// page:
///
/// ```html
/// <head>
///   {{ crate::assets::IMPORT_MAP }}
///   <script type="module" src="{{ "js/app.js"|static }}"></script>
/// </head>
/// ```
///
/// A change in one module renames that module alone: the modules that import it keep their names, and browsers keep
/// them cached. In plain mode names do not change, and the map is empty.
///
/// The map follows the [base](Assets::set_base) of the app, its hash as well. If the modules are on another origin, it has
/// their `integrity`, so browsers check those that other modules import, too.
///
/// An import map is an inline script. A Content-Security-Policy has to allow it, by [`csp_hash`](Self::csp_hash)
/// or by a [nonce](Self::with_nonce).
#[derive(Clone, Copy, Debug)]
pub struct ImportMap<'a> {
    assets: &'static Assets,
    json: &'static str,
    csp_hash: &'static str,
    nonce: Option<&'a str>,
}

impl ImportMap<'static> {
    /// Called by generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(assets: &'static Assets, json: &'static str, csp_hash: &'static str) -> Self {
        Self { assets, json, csp_hash, nonce: None }
    }
}

impl<'a> ImportMap<'a> {
    /// The map as JSON, which needs no escaping in a `<script>` element.
    #[must_use]
    pub fn json(self) -> &'static str {
        self.written().map_or(self.json, |written| &written.json)
    }

    /// The map for the base of the app; none without one. It is written once.
    fn written(self) -> Option<&'static Written> {
        let base = self.assets.base()?;
        Some(base.import_map(self.json, self.assets.table(), self.assets.settings()))
    }

    /// The source expression for `script-src` that allows the element: `sha256-…`, without quotes around it (CSP
    /// Level 3, section 2.3.1).
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let policy = format!("script-src 'self' '{}'", assets::IMPORT_MAP.csp_hash());
    /// # assert_eq!(policy, "script-src 'self' 'sha256-'");
    /// ```
    #[must_use]
    pub fn csp_hash(self) -> &'static str {
        self.written().map_or(self.csp_hash, |written| &written.csp_hash)
    }

    /// Adds a `nonce` attribute to the element. Defaults to none.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let element = assets::IMPORT_MAP.with_nonce("4AEemGb0xJptoIGFP3Nd").to_string();
    /// assert!(element.starts_with("<script type=\"importmap\" nonce=\"4AEemGb0xJptoIGFP3Nd\">"));
    /// ```
    #[must_use]
    pub const fn with_nonce<'n>(self, nonce: &'n str) -> ImportMap<'n> {
        let Self { assets, json, csp_hash, .. } = self;
        ImportMap { assets, json, csp_hash, nonce: Some(nonce) }
    }
}

impl fmt::Display for ImportMap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<script type=\"importmap\"")?;
        if let Some(nonce) = self.nonce {
            // A well-formed nonce is Base64. Characters that would end the attribute are dropped from any other.
            let harmless = |letter: &char| !matches!(letter, '"' | '&' | '<' | '>');
            write!(f, " nonce=\"{}\"", nonce.chars().filter(harmless).collect::<String>())?;
        }
        write!(f, ">{}</script>", self.json())
    }
}

#[cfg(feature = "askama")]
impl askama::filters::HtmlSafe for ImportMap<'_> {}

#[cfg(test)]
mod tests;
