//! [`ImportMap`]: how browsers find hashed JS modules that import each other by their logical names.

use std::fmt;

/// The import map of a build: every logical URL of a JS module and the hashed one it stands for.
///
/// Displayed it is the whole `<script type="importmap">` element, which has to stand in front of the first module
/// of the page:
///
/// ```html
/// <head>
///   {{ crate::assets::IMPORT_MAP }}
///   <script type="module" src="{{ "js/app.js"|static }}"></script>
/// </head>
/// ```
///
/// A change in one module then renames that module alone: importers keep their names and cached copies. In plain
/// mode, where names are logical, the map is empty.
///
/// An import map is an inline script. A Content-Security-Policy has to allow it, by [`csp_hash`](Self::csp_hash)
/// or by a [nonce](Self::with_nonce).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportMap<'a> {
    json: &'static str,
    csp_hash: &'static str,
    nonce: Option<&'a str>,
}

impl ImportMap<'static> {
    /// What generated code calls.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(json: &'static str, csp_hash: &'static str) -> Self {
        Self { json, csp_hash, nonce: None }
    }
}

impl<'a> ImportMap<'a> {
    /// The map itself. It may stand in a `<script>` element as it is.
    #[must_use]
    pub const fn json(self) -> &'static str {
        self.json
    }

    /// The source expression for `script-src` that allows the element: `sha256-…`, without quotes around it (CSP
    /// Level 3, section 2.3.1).
    #[must_use]
    pub const fn csp_hash(self) -> &'static str {
        self.csp_hash
    }

    /// Gives the element a `nonce` attribute. Defaults to none.
    #[must_use]
    pub const fn with_nonce<'n>(self, nonce: &'n str) -> ImportMap<'n> {
        ImportMap { json: self.json, csp_hash: self.csp_hash, nonce: Some(nonce) }
    }
}

impl fmt::Display for ImportMap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<script type=\"importmap\"")?;
        if let Some(nonce) = self.nonce {
            // Base64 in a well-formed policy; what would end the attribute is dropped in any other.
            let harmless = |letter: &char| !matches!(letter, '"' | '&' | '<' | '>');
            write!(f, " nonce=\"{}\"", nonce.chars().filter(harmless).collect::<String>())?;
        }
        write!(f, ">{}</script>", self.json)
    }
}

#[cfg(feature = "askama")]
impl askama::filters::HtmlSafe for ImportMap<'_> {}

#[cfg(test)]
mod tests;
