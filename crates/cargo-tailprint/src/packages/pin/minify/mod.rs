//! `pin --minify`: smaller scripts with source maps.
//!
//! A script that was made smaller before is not made again: the lock has the digest of its text before, so another version
//! of the minifier changes no file, and a program without the minifier keeps what is there.

#[cfg(feature = "js_minify")]
mod oxc;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tailprint_build::cli_support::script;
use tailprint_core::lock::{Lock, Package};

use super::graph::{Graph, Key, Node};
use super::place::{self, Files};
use crate::packages::npm::entry::is_script;
use crate::packages::npm::integrity::sha256_hex;
use crate::support::failure::Failure;

const WITHOUT: &str = "this program was installed without the feature `js_minify` (install it with \
                       `cargo install cargo-tailprint --features js_minify`, which needs Rust 1.95)";

/// The syntax of a script by its ending and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Module,
    /// A script whose names at the top level are global.
    Classic,
}

/// A script that was made smaller.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Smaller {
    code: Vec<u8>,
    /// The source map; none if the package has a file of that name.
    map: Option<Vec<u8>>,
}

/// Refuses `--minify` if this program has no minifier.
pub(super) fn check(is_wanted: bool) -> Result<(), Failure> {
    if is_wanted && !cfg!(feature = "js_minify") {
        return Err(format!("--minify: {WITHOUT}").into());
    }
    Ok(())
}

/// Returns the packages that the user wants smaller.
pub(super) fn wanted(lock: &Lock) -> BTreeSet<String> {
    let wanted = lock.packages.iter().filter(|package| package.minify && !package.asked.is_empty());
    wanted.map(|package| package.name.clone()).collect()
}

/// Returns the packages of a graph whose scripts are made smaller: those that the user wants so, and what they import
/// unless the user has asked for that by itself.
pub(super) fn chosen(
    graph: &Graph,
    asked: &BTreeSet<String>,
    wanted: &BTreeSet<String>,
) -> BTreeSet<Key> {
    let is_asked =
        |(name, version): &Key| asked.contains(name) && graph.shared.get(name) == Some(version);
    let mut chosen = BTreeSet::new();
    let own = graph.nodes.keys().filter(|key| is_asked(key) && wanted.contains(&key.0));
    let mut open: Vec<Key> = own.cloned().collect();
    while let Some(key) = open.pop() {
        if let Some(node) = graph.nodes.get(&key) {
            let needed = node.dependencies.clone().into_iter();
            open.extend(needed.filter(|other| !is_asked(other) && !chosen.contains(other)));
        }
        chosen.insert(key);
    }
    chosen
}

/// Makes the scripts of a package smaller, where that helps. Records in `package` which ones, with the digests of their
/// texts before. Returns the number of bytes that are saved.
pub(super) fn apply(
    root: &Path,
    lock: &Lock,
    node: &Node,
    package: &mut Package,
    files: &mut Files,
) -> Result<usize, String> {
    let is_same = |before: &&Package| {
        before.name == package.name && before.version == package.version && before.minify
    };
    let before = lock.packages.iter().find(is_same);
    package.minify = true;
    let mut saved = 0;
    for path in files.keys().filter(|path| is_script(path)).cloned().collect::<Vec<_>>() {
        let Some(bytes) = files.get(&path) else { continue };
        let digest = sha256_hex(bytes);
        let kind = if node.scripts.contains(&path) || !is_module(bytes) {
            Kind::Classic
        } else {
            Kind::Module
        };
        let smaller = match before.map(|before| kept(root, before, &path, &digest)) {
            Some(Some(known)) => known,
            _ => made(package, &path, bytes, kind, files.contains_key(&map_of(&path)))?,
        };
        let Some(Smaller { code, map }) = smaller else { continue };
        saved += bytes.len().saturating_sub(code.len());
        package.minified.insert(path.clone(), digest);
        for (path, bytes) in map.map(|map| (map_of(&path), map)).into_iter().chain([(path, code)]) {
            package.files.insert(path.clone(), sha256_hex(&bytes));
            files.insert(path, bytes);
        }
    }
    Ok(saved)
}

/// The source map of a script.
fn map_of(path: &str) -> String {
    format!("{path}.map")
}

fn is_module(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| script(text).is_module)
}

/// Returns the result of an earlier run for a script whose text has that digest: nothing inside if the script did not get
/// smaller. None if the text is another one, or the result is not there.
#[expect(clippy::option_option, reason = "known to stay is not unknown")]
fn kept(root: &Path, before: &Package, path: &str, digest: &str) -> Option<Option<Smaller>> {
    let read = |path: &str| {
        let bytes = fs::read(root.join(place::FOLDER).join(&before.folder).join(path)).ok()?;
        (before.files.get(path)? == &sha256_hex(&bytes)).then_some(bytes)
    };
    match before.minified.get(path) {
        Some(text) if text == digest => {
            let map = map_of(path);
            let map = if before.files.contains_key(&map) { Some(read(&map)?) } else { None };
            Some(Some(Smaller { code: read(path)?, map }))
        }
        // An edit of a file that is as it was published stays as it is.
        None if before.patched.iter().any(|patched| patched == path) => Some(None),
        None if before.files.get(path).is_some_and(|file| file == digest) => Some(None),
        _ => None,
    }
}

#[cfg(feature = "js_minify")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature, it fails")]
fn made(
    package: &Package,
    path: &str,
    bytes: &[u8],
    kind: Kind,
    has_map: bool,
) -> Result<Option<Smaller>, String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(None) };
    let source = format!("npm:///{}@{}/{path}", package.name, package.version);
    let map = (!has_map).then(|| map_of(path));
    Ok(oxc::smaller(text, kind, &source, map.as_deref()))
}

#[cfg(not(feature = "js_minify"))]
fn made(
    package: &Package,
    path: &str,
    _: &[u8],
    _: Kind,
    _: bool,
) -> Result<Option<Smaller>, String> {
    Err(format!(
        "{} is pinned with `--minify`, {path} is new or another one, and {WITHOUT}",
        package.name
    ))
}

#[cfg(test)]
#[cfg(feature = "js_minify")]
mod tests;
