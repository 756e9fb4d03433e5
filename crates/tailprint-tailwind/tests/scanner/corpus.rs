//! Real files, brought in by npm and Cargo and pinned by their lock files.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::packages;

/// Files with these extensions have no templates in them, or are style sheets.
const OTHERS: &[&str] =
    &["css", "map", "png", "jpg", "jpeg", "ico", "woff", "woff2", "otf", "lock"];

/// Larger files are bundles of which there are enough.
const LARGEST: u64 = 1 << 20;

/// Files of the npm packages that a folder below `tests/npm` names, of each at most so many.
pub(crate) fn npm(name: &str, most: usize) -> Vec<PathBuf> {
    let folder = packages::folder(name);
    let manifest = std::fs::read_to_string(folder.join("package.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let names = manifest["dependencies"].as_object().unwrap().keys();
    names.flat_map(|name| files(&folder.join("node_modules").join(name), most)).collect()
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    root: String,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

/// Files of the crates that `tests/crates/Cargo.toml` names, of each at most so many.
pub(crate) fn crates(most: usize) -> Vec<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crates/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version=1", "--manifest-path"])
        .arg(manifest)
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout).unwrap();
    let root = metadata.resolve.nodes.iter().find(|node| node.id == metadata.resolve.root).unwrap();
    let named = metadata.packages.iter().filter(|package| root.dependencies.contains(&package.id));
    named.flat_map(|package| files(package.manifest_path.parent().unwrap(), most)).collect()
}

/// Files in a folder and its sub-folders, in the order of their paths.
pub(crate) fn files(folder: &Path, most: usize) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .sort_by_file_path(Ord::cmp)
        .build();
    let fits = |path: &Path| {
        !OTHERS.contains(&extension(path))
            && path.metadata().is_ok_and(|data| data.is_file() && data.len() < LARGEST)
    };
    walk.flatten().map(ignore::DirEntry::into_path).filter(|path| fits(path)).take(most).collect()
}

pub(crate) fn extension(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}
