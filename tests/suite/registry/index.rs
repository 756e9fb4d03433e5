//! The content of a registry: the packages of this checkout, and the crates that Cargo has fetched for it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::nested;

/// Files of crates by name and version, and the lines of the index by name.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) files: BTreeMap<String, PathBuf>,
    pub(super) lines: BTreeMap<String, String>,
}

impl Index {
    /// Packs the packages of this checkout, and looks for what they depend on in Cargo's own folder.
    pub(super) fn new(target: &Path) -> Self {
        let mut index = Self::default();
        let home = home();
        assert!(
            nested::cargo(nested::root()).args(["fetch", "--locked"]).status().unwrap().success()
        );
        for cache in entries(&home.join("registry/cache")) {
            for file in entries(&cache) {
                let name = file.file_stem().unwrap().to_string_lossy().into_owned();
                index.files.insert(name, file);
            }
        }
        for registry in entries(&home.join("registry/index")) {
            index.read(&registry.join(".cache"));
        }
        index.pack(target);
        index
    }

    /// Takes the lines of all crates below a folder of Cargo's index cache whose files are there.
    fn read(&mut self, folder: &Path) {
        for path in entries(folder) {
            if path.is_dir() {
                self.read(&path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // Versions and their lines, each with a zero at its end (Cargo's `sources/registry/index/cache.rs`).
            let bytes = fs::read(&path).unwrap();
            for line in bytes.split(|byte| *byte == 0).filter(|line| line.starts_with(b"{")) {
                let crate_: Value = serde_json::from_slice(line).unwrap();
                let version = crate_["vers"].as_str().unwrap();
                if self.files.contains_key(&format!("{name}-{version}")) {
                    let line = str::from_utf8(line).unwrap();
                    writeln!(self.lines.entry(name.clone()).or_default(), "{line}").unwrap();
                }
            }
        }
    }

    /// Adds the packages of this checkout, as `cargo publish` would upload them.
    fn pack(&mut self, target: &Path) {
        let mut metadata = nested::cargo(nested::root());
        metadata.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: Value = serde_json::from_slice(&metadata.output().unwrap().stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap().iter();
        let published: Vec<&Value> = packages.filter(|it| it["publish"].is_null()).collect();

        let mut package = nested::cargo(nested::root());
        package.args(["package", "--no-verify", "--allow-dirty", "--locked"]);
        for it in &published {
            package.args(["--package", it["name"].as_str().unwrap()]);
        }
        assert!(package.env("CARGO_TARGET_DIR", target).status().unwrap().success());

        for it in published {
            let name = it["name"].as_str().unwrap();
            let id = format!("{name}-{}", it["version"].as_str().unwrap());
            let file = target.join("package").join(format!("{id}.crate"));
            self.lines.insert(name.to_owned(), line(it, &fs::read(&file).unwrap()));
            self.files.insert(id, file);
        }
    }
}

/// The line of a package in the index of a registry.
fn line(package: &Value, file: &[u8]) -> String {
    let digest = Sha256::digest(file).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    let dependencies: Vec<Value> =
        dependencies.filter(|it| it["kind"] != "dev").map(dependency).collect();
    let line = json!({
        "name": package["name"],
        "vers": package["version"],
        "deps": dependencies,
        "cksum": digest,
        "features": {},
        // Values such as `dep:axum` are allowed there only.
        "features2": package["features"],
        "yanked": false,
        "links": package["links"],
        "rust_version": package["rust_version"],
        "v": 2,
    });
    format!("{line}\n")
}

fn dependency(it: &Value) -> Value {
    let (name, renamed) = (&it["name"], &it["rename"]);
    json!({
        "name": if renamed.is_null() { name } else { renamed },
        "package": if renamed.is_null() { &Value::Null } else { name },
        "req": it["req"],
        "features": it["features"],
        "optional": it["optional"],
        "default_features": it["uses_default_features"],
        "target": it["target"],
        "kind": it["kind"].as_str().unwrap_or("normal"),
    })
}

/// Cargo's own folder.
fn home() -> PathBuf {
    std::env::var_os("CARGO_HOME").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cargo"),
        PathBuf::from,
    )
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}
