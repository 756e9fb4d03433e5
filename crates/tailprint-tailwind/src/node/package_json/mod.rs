//! `package.json`.

use std::fmt;

use serde::de::{Deserialize as _, Deserializer};

use super::exports::Target;

/// The fields of a `package.json` that tell what a package is and which files it has.
///
/// A field of another type than its own counts as missing, as in Node.js.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// `tailwindcss`
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    /// `4.3.5`
    #[serde(deserialize_with = "text")]
    pub version: Option<String>,
    /// The CommonJS module that the package is, if it has no `exports`.
    #[serde(deserialize_with = "text")]
    pub main: Option<String>,
    /// The ES module that the package is for bundlers, if it has no `exports`.
    #[serde(deserialize_with = "text")]
    pub module: Option<String>,
    /// The style sheet that the package is, if it has no `exports`.
    #[serde(deserialize_with = "text")]
    pub style: Option<String>,
    /// The meaning of the ending `.js`: `module` or `commonjs`.
    #[serde(rename = "type", deserialize_with = "text")]
    pub module_type: Option<String>,
    /// The files that others may import, by their paths in the package.
    pub exports: Option<Target>,
    /// The files that the package itself imports by names that begin with `#`.
    pub imports: Option<Target>,
}

impl Manifest {
    /// Reads the text of a `package.json`, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not an object.
    pub fn parse(text: &[u8]) -> Result<Self, ManifestError> {
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        serde_json::from_slice(text).map_err(|error| {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            ManifestError { reason, line: error.line(), column: error.column() }
        })
    }
}

/// Reads a field that is a text, and any other value as if there were none.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Target::deserialize(deserializer).map(|value| match value {
        Target::Path(text) => Some(text),
        _ => None,
    })
}

/// The reason why a `package.json` cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestError {
    /// The words of the JSON parser, without the position.
    pub reason: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: is not valid JSON: {}", self.line, self.column, self.reason)
    }
}

impl std::error::Error for ManifestError {}

#[cfg(test)]
mod tests;
