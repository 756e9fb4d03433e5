//! Which files are templates.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Templates;
use super::config::Config;
use crate::error::{Problem, Problems};

/// A file in a folder of templates.
#[derive(Debug)]
pub(super) struct TemplateFile {
    pub(super) path: PathBuf,
    /// The path as shown to the user: relative to the package, separated by `/`.
    pub(super) name: String,
    /// The path of the copy, below the folder that copies are in.
    pub(super) copy: String,
}

/// All files in the folders of templates in the order of their paths, each once.
pub(super) fn list(
    config: &Config,
    out_dir: &Path,
    found: &mut Templates,
    problems: &mut Problems,
) -> Vec<TemplateFile> {
    let mut files = BTreeMap::new();
    for (dir, copy) in config.dirs.iter().zip(copies(&config.dirs)) {
        if !dir.is_dir() {
            found.absent.push(dir.clone());
            continue;
        }
        // Cargo would look at all of it, the output of the build included.
        let holds_output = normal(out_dir).starts_with(normal(dir));
        if !holds_output {
            found.watch.push(dir.clone());
        }
        let walk = WalkDir::new(dir).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || is_source(entry)) {
            match entry {
                Ok(entry) => {
                    if holds_output && entry.depth() == 1 {
                        found.watch.push(entry.path().to_owned());
                    }
                    if let Some(file) = template_file(&entry, config, &copy) {
                        files.entry(normal(&file.path)).or_insert(file);
                    }
                }
                Err(error) => problems.extend(unreadable(config, &error)),
            }
        }
    }
    files.into_values().collect()
}

/// Leaves out folders that are no sources of the package: build output and installed packages.
fn is_source(entry: &DirEntry) -> bool {
    if !entry.file_type().is_dir() {
        return true;
    }
    let installed = [".git", "node_modules"].iter().any(|name| entry.file_name() == *name);
    !installed && !entry.path().join("CACHEDIR.TAG").exists()
}

/// The template of an entry, unless it is no file or its name could not be written in a template.
fn template_file(entry: &DirEntry, config: &Config, copy: &str) -> Option<TemplateFile> {
    if !entry.file_type().is_file() {
        return None;
    }
    let base = entry.path().ancestors().nth(entry.depth())?;
    let below = slashed(entry.path().strip_prefix(base).ok()?)?;
    let path = entry.path().to_owned();
    let name = shown(&config.root, &path);
    let copy = if copy.is_empty() { below } else { format!("{copy}/{below}") };
    Some(TemplateFile { path, name, copy })
}

/// A link that leads nowhere or in a circle is none of our business until askama follows it.
fn unreadable(config: &Config, error: &walkdir::Error) -> Option<Problem> {
    let io = error.io_error()?;
    if io.kind() == std::io::ErrorKind::NotFound {
        return None;
    }
    let problem = Problem::error(format!("cannot read: {io}"));
    Some(problem.in_file(shown(&config.root, error.path()?)))
}

/// Where the copies of folders are, below the folder that all copies are in: as far from each
/// other as the folders themselves, so that relative paths from one to the other stay true.
pub(super) fn copies(dirs: &[PathBuf]) -> Vec<String> {
    let dirs: Vec<PathBuf> = dirs.iter().map(|dir| normal(dir)).collect();
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

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

/// A path as shown to the user: relative to the package where that is possible.
fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

fn slashed(path: &Path) -> Option<String> {
    let components: Option<Vec<&str>> =
        path.components().map(|component| component.as_os_str().to_str()).collect();
    Some(components?.join("/"))
}
