//! Packages that are libraries with assets, as against apps.
//!
//! The assets of a library are served by the app that depends on it, beside those of the app itself. So they have a URL
//! prefix of their own by default.

use std::path::{Path, PathBuf};

use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::Deserialize;

/// The default prefix of an app.
pub(crate) const OF_APPS: &str = "/static/";

/// The parts of a manifest that say what Cargo makes of a package.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    package: Package,
    lib: Option<Lib>,
    bin: Vec<Bin>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Package {
    autobins: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Lib {
    #[serde(rename = "crate-type", alias = "crate_type")]
    crate_type: Vec<String>,
}

#[derive(Deserialize)]
struct Bin {}

/// Returns the default prefix of a package.
///
/// It is `/static-NAME/`, and not `/static/NAME/`, for which an app may have a folder of assets, and which a server
/// that takes the first matching prefix would look for among the assets of the app. Cargo lets a name have letters of any
/// alphabet.
pub(super) fn prefix(is_library: bool, name: &str) -> String {
    let name = utf8_percent_encode(name, CONTROLS);
    if is_library { format!("/static-{name}/") } else { OF_APPS.to_owned() }
}

/// Returns true for a package that other packages depend on, and that is nothing else: it has a library, but neither a
/// program nor a library that is a program of its own for another runtime (`cdylib` and `staticlib`, such as a worker in
/// WebAssembly).
pub(super) fn is_library(package: &Path) -> bool {
    let text = std::fs::read_to_string(package.join("Cargo.toml")).unwrap_or_default();
    // Cargo has read the manifest, so an error here is one of this smaller parser.
    let manifest: Manifest = basic_toml::from_str(&text).unwrap_or_default();
    let finds_bins = manifest.package.autobins != Some(false);
    let has_bin = !manifest.bin.is_empty()
        || (finds_bins && programs(package).iter().any(|program| program.exists()));
    let has_lib = manifest.lib.is_some() || package.join("src/lib.rs").exists();
    let kinds = manifest.lib.map(|lib| lib.crate_type).unwrap_or_default();
    let is_final = kinds.iter().any(|kind| matches!(&**kind, "cdylib" | "staticlib"));
    has_lib && !has_bin && !is_final
}

/// Returns the places at which Cargo finds programs that no manifest names.
pub(super) fn programs(package: &Path) -> [PathBuf; 2] {
    ["src/main.rs", "src/bin"].map(|path| package.join(path))
}

#[cfg(test)]
mod tests;
