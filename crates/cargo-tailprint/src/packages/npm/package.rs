//! A package with its files and what its `package.json` says.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use tailprint_tailwind::node::{Manifest, Target};

use super::entry::{self, Form};
use super::registry::Files;

/// A version of a package.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The SHA-512 of its tarball.
    pub(crate) integrity: String,
    /// The reason for which it should not be used.
    pub(crate) deprecated: Option<String>,
    pub(crate) manifest: Manifest,
    pub(crate) fields: Fields,
    /// By their paths.
    pub(crate) files: Files,
    /// The forms of the scripts that were asked for so far. A script is read for it, and asked for several times.
    forms: RefCell<BTreeMap<String, Form>>,
}

/// Fields of `package.json` that Node.js does not read: those of bundlers, of CDNs and of npm.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    /// A module for browsers, or replacements for modules.
    pub(crate) browser: Option<Target>,
    unpkg: Option<Target>,
    jsdelivr: Option<Target>,
    #[serde(deserialize_with = "table")]
    dependencies: BTreeMap<String, String>,
    #[serde(rename = "optionalDependencies", deserialize_with = "table")]
    optional_dependencies: BTreeMap<String, String>,
    #[serde(rename = "peerDependencies", deserialize_with = "table")]
    pub(crate) peers: BTreeMap<String, String>,
    #[serde(rename = "peerDependenciesMeta")]
    peers_meta: Option<serde_json::Value>,
    license: Option<serde_json::Value>,
    licenses: Option<serde_json::Value>,
}

/// Reads a table of texts, and any other value as an empty one.
fn table<'de, D: Deserializer<'de>>(value: D) -> Result<BTreeMap<String, String>, D::Error> {
    let value = serde_json::Value::deserialize(value)?;
    let entries = value.as_object().into_iter().flatten();
    Ok(entries.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect())
}

fn text(target: Option<&Target>) -> Option<&str> {
    match target {
        Some(Target::Path(path)) => Some(path),
        _ => None,
    }
}

impl Fields {
    /// Returns the versions of a package that this one works with, if it says so.
    pub(crate) fn range(&self, name: &str) -> Option<&str> {
        let tables = [&self.optional_dependencies, &self.dependencies, &self.peers];
        tables.into_iter().find_map(|table| table.get(name)).map(String::as_str)
    }

    /// Returns true for a package that has to be installed beside this one only by those who use it.
    pub(crate) fn is_optional_peer(&self, name: &str) -> bool {
        let meta = self.peers_meta.as_ref().and_then(|meta| meta.get(name)?.get("optional"));
        meta.is_some_and(|optional| optional == true)
    }

    pub(crate) fn unpkg(&self) -> Option<&str> {
        text(self.unpkg.as_ref())
    }

    pub(crate) fn jsdelivr(&self) -> Option<&str> {
        text(self.jsdelivr.as_ref())
    }

    /// Returns `browser` if it is one module.
    pub(crate) fn browser_module(&self) -> Option<&str> {
        text(self.browser.as_ref())
    }

    /// Returns the licence as an SPDX expression, or in older words.
    pub(crate) fn license(&self) -> Option<String> {
        let of = |value: &serde_json::Value| {
            let named = value.as_str().or_else(|| value.get("type")?.as_str());
            named.map(str::to_owned)
        };
        self.license.as_ref().and_then(of).or_else(|| {
            let several = self.licenses.as_ref()?.as_array()?;
            let names: Vec<String> = several.iter().filter_map(of).collect();
            (!names.is_empty()).then(|| names.join(" OR "))
        })
    }
}

/// The beginnings of the names of files with the terms of use.
const NOTICES: [&str; 4] = ["licen", "copying", "notice", "unlicense"];

impl Package {
    /// Reads the `package.json` of a package.
    pub(crate) fn new(
        name: &str,
        version: &str,
        integrity: String,
        files: Files,
    ) -> Result<Self, String> {
        let shown = format!("{name}@{version}");
        let json = files.get("package.json");
        let json = json.ok_or_else(|| format!("{shown}: its tarball has no package.json"))?;
        let manifest =
            Manifest::parse(json).map_err(|error| format!("{shown}: package.json:{error}"))?;
        let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
        let fields = serde_json::from_slice(json)
            .map_err(|error| format!("{shown}: package.json: {error}"))?;
        for (field, found, expected) in [
            ("name", manifest.name.as_deref(), name),
            // npm publishes `v1.0.0` as 1.0.0.
            ("version", manifest.version.as_deref().map(|it| it.trim_start_matches('v')), version),
        ] {
            if let Some(found) = found.filter(|found| *found != expected) {
                return Err(format!(
                    "{shown}: its tarball is that of another package ({field} {found:?})"
                ));
            }
        }
        let (name, version) = (name.to_owned(), version.to_owned());
        let forms = RefCell::default();
        Ok(Self { name, version, integrity, deprecated: None, manifest, fields, files, forms })
    }

    /// `lit@3.3.1`
    pub(crate) fn shown(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// Returns the files with the terms of use, at the root of the package.
    pub(crate) fn notices(&self) -> impl Iterator<Item = &str> {
        let is_notice = |path: &&str| {
            let name = path.to_ascii_lowercase();
            let is_text = !name.ends_with(".js") && !name.ends_with(".json");
            !path.contains('/') && is_text && NOTICES.iter().any(|it| name.starts_with(it))
        };
        self.files.keys().map(String::as_str).filter(is_notice)
    }

    /// Returns the form of a script.
    pub(crate) fn form(&self, path: &str) -> Form {
        let known = self.forms.borrow().get(path).copied();
        known.unwrap_or_else(|| {
            let form = entry::form(self, path);
            self.forms.borrow_mut().insert(path.to_owned(), form);
            form
        })
    }

    /// Returns the text of a file; none if it is missing or no UTF-8.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }
}
