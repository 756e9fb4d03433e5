//! `[[package]]`: a package of JavaScript with its files in the repository.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The folder of the pinned packages, beside `Cargo.toml`.
pub const PACKAGES: &str = "third_party/js";

/// The logical path below which the files of pinned packages are assets.
pub const MOUNT: &str = "vendor/js";

/// A package of JavaScript.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Package {
    /// `@hotwired/turbo`
    pub name: String,
    /// `8.0.13`
    pub version: String,
    /// The SHA-512 of the tarball, as the registry states it: `sha512-<base64>`.
    #[serde(deserialize_with = "super::integrity")]
    pub integrity: String,
    /// The licence, as the package names it.
    #[serde(default)]
    pub license: Option<String>,
    /// The folder below [`PACKAGES`]: the name, for a second copy with `@` and the version.
    #[serde(deserialize_with = "super::path")]
    pub folder: String,
    /// The range or tag that the user wants; none for a package that only others need.
    #[serde(default)]
    pub wanted: Option<String>,
    /// The specifiers and files that the user has asked for: `lit`, `lit/decorators.js`.
    #[serde(default)]
    pub asked: Vec<String>,
    /// The classic scripts that the user has asked for.
    #[serde(default, deserialize_with = "super::paths")]
    pub scripts: Vec<String>,
    /// The files with the terms of use, which are no assets.
    #[serde(default, deserialize_with = "super::paths")]
    pub notices: Vec<String>,
    /// The files that were edited on purpose.
    #[serde(default, deserialize_with = "super::paths")]
    pub patched: Vec<String>,
    /// True if the scripts are made smaller.
    #[serde(default)]
    pub minify: bool,
    /// The scripts that were made smaller, with the SHA-256 of their texts before.
    #[serde(default, deserialize_with = "super::by_path")]
    pub minified: BTreeMap<String, String>,
    /// Specifiers, and the modules that they mean.
    #[serde(default, deserialize_with = "super::to_path")]
    pub entries: BTreeMap<String, String>,
    /// The packages that the files import, with their versions.
    #[serde(default)]
    pub dependencies: BTreeMap<String, String>,
    /// All files, with their SHA-256.
    #[serde(default, deserialize_with = "super::by_path")]
    pub files: BTreeMap<String, String>,
}
