//! The folders that Tailwind must not search: Cargo's own, configured ones, and vendored copies of Tailwind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tailprint_core::path::normalize;

/// The files that mark Cargo's target folder. Cargo writes the first one only if it has made the folder itself.
const MARKS: [&str; 2] = ["CACHEDIR.TAG", ".rustc_info.json"];

/// Returns the folders that are not searched for classes.
pub(crate) fn exclusions(
    root: &Path,
    out_dir: &Path,
    target_dir: Option<&Path>,
    configured: &[PathBuf],
) -> Vec<PathBuf> {
    let vendored = vendored(root);
    let named = configured.iter().chain(&vendored).map(PathBuf::as_path).chain(target_dir);
    let mut all: BTreeSet<PathBuf> = named.map(|path| normalize(&root.join(path))).collect();
    all.insert(build_dir(root, out_dir));
    all.insert(out_dir.to_owned());
    // `cargo package` builds a package that lies in the target folder: nothing of it would be left.
    all.retain(|path| !root.starts_with(path));
    all.into_iter().collect()
}

/// The folders with vendored copies of Tailwind.
pub(super) const VENDORS: [&str; 2] = ["third_party", "vendor"];

/// Returns the folders that `cargo tailprint vendor` wrote. Tailwind's own code is full of class names.
pub(crate) fn vendored(package: &Path) -> Vec<PathBuf> {
    let folders = package.ancestors();
    let vendors = folders.flat_map(|folder| VENDORS.map(|name| folder.join(name)));
    let entries = vendors.filter_map(|vendor| std::fs::read_dir(vendor).ok()).flatten().flatten();
    let is_tailwind = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        let version = name.to_str().and_then(|name| name.strip_prefix("tailwindcss-"));
        version.is_some_and(|version| version.starts_with(|letter: char| letter.is_ascii_digit()))
    };
    entries.filter(is_tailwind).map(|entry| entry.path()).collect()
}

/// Returns Cargo's target (or build) folder around `OUT_DIR`, or the outermost folder in it without the package.
fn build_dir(root: &Path, out_dir: &Path) -> PathBuf {
    let is_marked = |path: &&Path| MARKS.iter().any(|mark| path.join(mark).is_file());
    let marked = out_dir.ancestors().find(is_marked);
    // target/<profile>/build/<package>/out/tailprint
    let usual =
        || out_dir.ancestors().nth(3).filter(|path| path.ends_with("build"))?.ancestors().nth(2);
    let dir = marked.or_else(usual).unwrap_or(out_dir);
    if !root.starts_with(dir) {
        return dir.to_owned();
    }
    let outside = out_dir.ancestors().take_while(|path| !root.starts_with(path)).last();
    outside.unwrap_or(out_dir).to_owned()
}
