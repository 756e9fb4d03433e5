//! The files that are templates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;
use tailprint_core::path::{normalize, slashed};
use walkdir::{DirEntry, WalkDir};

use super::config::Config;
use super::{Request, Templates};
use crate::error::{Problem, Problems};

/// A file in a folder of templates.
#[derive(Debug)]
pub(super) struct TemplateFile {
    pub(super) path: PathBuf,
    /// The path as shown to the user: relative to the package, separated by `/`.
    pub(super) name: String,
    /// The path of the copy, below the folder that copies are in; none in a folder that askama does not read.
    pub(super) copy: Option<String>,
}

/// All files in the folders of templates in the order of their paths, each once.
pub(super) fn list(
    config: &Config,
    request: Request<'_>,
    found: &mut Templates,
    problems: &mut Problems,
) -> Vec<TemplateFile> {
    let mut files = BTreeMap::new();
    let copies = copies(&config.dirs).into_iter().map(Some);
    let others = request.folders.iter().map(|folder| (folder, None));
    for (dir, copy) in config.dirs.iter().zip(copies).chain(others) {
        if !dir.is_dir() {
            found.watch.absent.push(dir.clone());
            continue;
        }
        // Cargo would look at all of it, the output of the build included.
        let holds_output = normalize(request.out_dir).starts_with(normalize(dir));
        if !holds_output {
            found.watch.paths.push(dir.clone());
        }
        let walk = WalkDir::new(dir).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || is_source(entry)) {
            match entry {
                Ok(entry) => {
                    if holds_output && entry.depth() == 1 {
                        found.watch.paths.push(entry.path().to_owned());
                    }
                    if let Some(file) = template_file(&entry, config, copy.as_deref()) {
                        files.entry(normalize(&file.path)).or_insert(file);
                    }
                }
                Err(error) => problems.extend(unreadable(config, &error)),
            }
        }
    }
    files.into_values().collect()
}

/// Returns false for folders that are no sources of the package: build output and installed packages.
fn is_source(entry: &DirEntry) -> bool {
    if !entry.file_type().is_dir() {
        return true;
    }
    let installed = [".git", "node_modules"].iter().any(|name| entry.file_name() == *name);
    !installed && !entry.path().join("CACHEDIR.TAG").exists()
}

/// The template of an entry; none for a folder, and for a name that could not be written in a template.
fn template_file(entry: &DirEntry, config: &Config, copy: Option<&str>) -> Option<TemplateFile> {
    if !entry.file_type().is_file() {
        return None;
    }
    let base = entry.path().ancestors().nth(entry.depth())?;
    let below = slashed(entry.path().strip_prefix(base).ok()?)?;
    let path = entry.path().to_owned();
    let name = shown(&config.root, &path);
    let copy = copy.map(|it| if it.is_empty() { below } else { format!("{it}/{below}") });
    Some(TemplateFile { path, name, copy })
}

/// Reports a file that cannot be read. A link that leads nowhere or in a circle is left to askama, should it follow it.
fn unreadable(config: &Config, error: &walkdir::Error) -> Option<Problem> {
    let io = error.io_error()?;
    if io.kind() == std::io::ErrorKind::NotFound {
        return None;
    }
    let problem = Problem::error(format!("cannot read: {}", reason(io)));
    Some(problem.in_file(shown(&config.root, error.path()?)))
}

/// The folders of the copies, relative to the folder that all copies are in. They are as far from each other as the
/// originals, so that relative paths from one to the other stay true.
pub(super) fn copies(dirs: &[PathBuf]) -> Vec<String> {
    let dirs: Vec<PathBuf> = dirs.iter().map(|dir| normalize(dir)).collect();
    let common = dirs.iter().skip(1).fold(dirs.first().cloned(), |common, dir| {
        let common = common?;
        common.ancestors().find(|ancestor| dir.starts_with(ancestor)).map(Path::to_owned)
    });
    let copy = |(index, dir): (usize, &PathBuf)| {
        let below = dir.strip_prefix(common.as_ref()?).ok()?;
        slashed(below).or_else(|| Some(index.to_string()))
    };
    // Folders on different drives have nothing in common.
    let numbered = |entry: (usize, &PathBuf)| copy(entry).unwrap_or_else(|| entry.0.to_string());
    dirs.iter().enumerate().map(numbered).collect()
}

/// A path as shown to the user: relative to the package where that is possible.
fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}
