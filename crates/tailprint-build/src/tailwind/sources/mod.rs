//! Which files and folders to announce to Cargo, and which folders Tailwind must never look into.
//!
//! What is searched for classes is announced as it was read: files, the lists of folders (a new file), ignore files,
//! and what sources name that is not there. Cargo takes an announced folder with everything below it, so a folder is
//! announced in place of its files only where all that is below it was read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tailprint_tailwind::sources::{Root, Scanner, Selected, Selection, Source, select};

use super::entry::{Entry, Kind, normal};
use crate::fs::outermost;

/// What Cargo writes into its folder: the one only if it has made the folder itself.
const MARKS: [&str; 2] = ["CACHEDIR.TAG", ".rustc_info.json"];

/// What to announce.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watched {
    /// Files, and folders with all that is in them.
    pub(crate) paths: BTreeSet<PathBuf>,
    /// Folders of which the list of files alone counts.
    pub(crate) lists: BTreeSet<PathBuf>,
    /// What is not there.
    pub(crate) absent: BTreeSet<PathBuf>,
}

/// What is searched for classes, as far as the style sheets themselves say.
pub(super) fn choose(
    package: &Path,
    entry: &Entry,
    excluded: &[PathBuf],
    scanner: Scanner,
) -> Selected {
    let mut root = Root::Automatic;
    let mut sources = Vec::new();
    for (sheet, directive) in entry.directives().chain(entry.directives_of_packages()) {
        let base = sheet.path.parent().unwrap_or(package).to_owned();
        let pattern = directive.argument.clone();
        match directive.kind {
            Kind::Root => root = Root::At { base, pattern },
            Kind::NoRoot => root = Root::None,
            Kind::Source => sources.push(Source { base, pattern, negated: false }),
            Kind::NoSource => sources.push(Source { base, pattern, negated: true }),
            _ => {}
        }
    }
    select(&Selection { root: &root, sources: &sources, base: package, excluded, scanner })
}

/// What to announce of the files that are searched for classes.
pub(super) fn announce(package: &Path, selected: &Selected) -> Watched {
    let package = package.canonicalize().unwrap_or_else(|_| package.to_owned());
    let restless: BTreeSet<&Path> = selected
        .files
        .iter()
        .filter(|file| changes_by_itself(file))
        .map(PathBuf::as_path)
        .collect();
    let mut partial: BTreeSet<&Path> = selected.partial.iter().map(PathBuf::as_path).collect();
    partial.extend(restless.iter().flat_map(|file| file.ancestors()));
    let mut watched = Watched::default();
    let paths = &mut watched.paths;
    paths.extend(selected.folders.iter().filter(|folder| !partial.contains(&***folder)).cloned());
    paths.extend(selected.files.iter().filter(|file| !restless.contains(&***file)).cloned());
    paths.extend(selected.rules.iter().cloned());
    outermost(paths);
    let listed = selected.folders.iter().filter(|folder| partial.contains(&***folder));
    watched.lists.extend(listed.filter(|folder| !is_written_to(folder)).cloned());
    watched.absent.extend(selected.missing.iter().cloned());
    if selected.folders.contains(&package) {
        watched.absent.extend(absent_rules(&package));
    }
    watched
}

/// The ignore files above a package that would count if they were there.
fn absent_rules(package: &Path) -> impl Iterator<Item = PathBuf> {
    let inside = package.ancestors().take_while(|folder| !folder.join(".git").exists());
    let above = inside.filter_map(Path::parent);
    let rules = above.flat_map(|folder| [".gitignore", ".ignore"].map(|name| folder.join(name)));
    rules.filter(|file| !file.exists())
}

/// The folders that Tailwind must not look into: Cargo's own, `extra`, and every cache that was found.
pub(super) fn exclusions(
    root: &Path,
    out_dir: &Path,
    target_dir: Option<&Path>,
    extra: &[PathBuf],
) -> Vec<PathBuf> {
    let named = extra.iter().map(PathBuf::as_path).chain(target_dir);
    let mut all: BTreeSet<PathBuf> = named.map(|path| normal(&root.join(path))).collect();
    all.insert(build_dir(root, out_dir));
    all.insert(out_dir.to_owned());
    // `cargo package` builds a package that lies in the target folder: nothing of it would be left.
    all.retain(|path| !root.starts_with(path));
    all.into_iter().collect()
}

/// Cargo's target (or build) folder around `OUT_DIR`, or as much of it as does not hold the package.
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

/// Whether a program writes files into a folder while it runs. Its list, announced, would run the build script again
/// after each start of the app.
fn is_written_to(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| changes_by_itself(&entry.path()))
}

/// Whether a program writes a file while it runs: no template changes so.
fn changes_by_itself(file: &Path) -> bool {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let base = extension.split('-').next().unwrap_or_default();
    base == "log" || base == "db" || base == "sqlite" || base == "sqlite3"
}

#[cfg(test)]
mod tests;
