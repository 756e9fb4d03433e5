//! The files and folders that Cargo is to watch for a style sheet, and the folders that are not searched for classes.
//!
//! Cargo watches a folder with everything below it. So a folder is announced instead of its files only if everything
//! below it was read.

mod excluded;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tailprint_core::lock;
use tailprint_core::path::{canonical, normalize};
use tailprint_tailwind::sources::{Root, Scanner, Selected, Selection, Source, select};

use self::excluded::VENDORS;
pub(super) use self::excluded::exclusions;
pub(crate) use self::excluded::vendored;
use super::shown::shown;
use super::style_sheet::{Directive, DirectiveKind, StyleSheet, StyleSheets};
use crate::cargo::watch::Watch;
use crate::error::Problem;

/// Selects the files that are searched for classes, by the directives of the style sheets.
pub(super) fn choose(
    package: &Path,
    sheets: &StyleSheets,
    more: Vec<Source>,
    excluded: &[PathBuf],
    scanner: Scanner,
) -> Selected {
    let mut root = Root::Automatic;
    let mut sources = Vec::new();
    for (sheet, directive) in sheets.directives().chain(sheets.directives_of_packages()) {
        let base = sheet.path.parent().unwrap_or(package).to_owned();
        let pattern = directive.argument.clone();
        match directive.kind {
            DirectiveKind::Root => root = Root::At { base, pattern },
            DirectiveKind::NoRoot => root = Root::None,
            DirectiveKind::Source => sources.push(Source { base, pattern, negated: false }),
            DirectiveKind::NoSource => sources.push(Source { base, pattern, negated: true }),
            _ => {}
        }
    }
    sources.extend(more);
    select(&Selection { root: &root, sources: &sources, base: package, excluded, scanner })
}

/// Warns of sources that match no file. Tailwind passes over them, and the classes that were meant are missing.
pub(super) fn without_files(
    package: &Path,
    sheets: &StyleSheets,
    excluded: &[PathBuf],
) -> Vec<Problem> {
    let named = sheets.directives().filter(|(_, it)| it.kind == DirectiveKind::Source);
    let warning = |(sheet, directive): (&StyleSheet, &Directive)| {
        let base = sheet.path.parent().unwrap_or(package).to_owned();
        let place = looked_at(&base, &directive.argument);
        let source = Source { base, pattern: directive.argument.clone(), negated: false };
        let (root, scanner) = (&Root::None, Scanner::default());
        let selection = Selection { root, sources: &[source], base: package, excluded, scanner };
        if !select(&selection).files.is_empty() {
            return None;
        }
        let state = if place.exists() { "was searched" } else { "does not exist" };
        let what = format!("`@source \"{}\"` matches no file", directive.argument);
        let problem = Problem::warning(what).help(format!("{} {state}", shown(&place, package)));
        Some(problem.at_byte(shown(&sheet.path, package), sheet.text.as_bytes(), directive.offset))
    };
    named.filter_map(warning).collect()
}

/// Returns the folder or file that a pattern begins with.
fn looked_at(base: &Path, pattern: &str) -> PathBuf {
    let is_plain = |part: &&str| !part.contains(['*', '{', '?', '[']);
    normalize(&base.join(pattern.split('/').take_while(is_plain).collect::<PathBuf>()))
}

/// Watches the files that were searched for classes, the folders in which a new one may appear, and ignore files.
pub(super) fn searched(package: &Path, selected: &Selected, watch: &mut Watch) {
    let package = canonical(package).unwrap_or_else(|_| package.to_owned());
    let restless: BTreeSet<&Path> =
        selected.files.iter().filter(|file| is_restless(file)).map(PathBuf::as_path).collect();
    let mut partial: BTreeSet<&Path> = selected.partial.iter().map(PathBuf::as_path).collect();
    partial.extend(restless.iter().flat_map(|file| file.ancestors()));
    let (listed, whole): (Vec<&PathBuf>, Vec<&PathBuf>) =
        selected.folders.iter().partition(|folder| partial.contains(&***folder));
    watch.paths.extend(whole.into_iter().cloned());
    let files = selected.files.iter().filter(|file| !restless.contains(&***file));
    watch.paths.extend(files.chain(&selected.rules).cloned());
    watch.lists.extend(listed.into_iter().filter(|folder| !has_restless(folder)).cloned());
    watch.absent.extend(selected.missing.iter().cloned());
    if selected.folders.contains(&package) {
        watch.absent.extend(absent_rules(&package));
    }
}

/// Watches the places in which another Tailwind may appear, and those of a broken one that may be repaired.
pub(super) fn tailwind(package: &Path, watch: &mut Watch) {
    watch.paths.extend(vendored(package));
    for folder in package.ancestors() {
        for vendor in VENDORS.map(|name| folder.join(name)) {
            if vendor.is_dir() {
                // A copy of any version may appear in it.
                watch.lists.push(vendor);
            } else {
                watch.absent.push(vendor);
            }
        }
        let lock = folder.join(lock::FILE);
        if lock.exists() {
            watch.paths.push(lock);
        } else {
            watch.absent.push(lock);
        }
        let installed = folder.join("node_modules/tailwindcss");
        let manifest = installed.join("package.json");
        if !installed.exists() {
            watch.absent.push(installed);
        } else if manifest.exists() {
            watch.paths.push(manifest);
        }
    }
}

/// Returns the ignore files above a package that would count if they existed.
fn absent_rules(package: &Path) -> impl Iterator<Item = PathBuf> {
    let inside = package.ancestors().take_while(|folder| !folder.join(".git").exists());
    let above = inside.filter_map(Path::parent);
    let rules = above.flat_map(|folder| [".gitignore", ".ignore"].map(|name| folder.join(name)));
    rules.filter(|file| !file.exists())
}

/// Returns true if a running app writes files into a folder. The list of such a folder would make Cargo run the build
/// script after each start of the app.
fn has_restless(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| is_restless(&entry.path()))
}

/// Returns true for a log or a database, which a running app writes.
fn is_restless(file: &Path) -> bool {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    // `.db-wal` and `.sqlite3-journal` as well.
    let base = extension.split('-').next().unwrap_or_default();
    matches!(base, "log" | "db" | "sqlite" | "sqlite3")
}

#[cfg(test)]
mod tests;
