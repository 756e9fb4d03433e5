//! Roots and entry points: those of the configuration, or those that exist by convention.

use std::path::{Path, PathBuf};

use tailprint_core::path::plain;

use crate::before;
use crate::config::{Config, Entry, Root};
use crate::error::{Problem, Problems, Setting};

pub(super) const DEFAULT_ROOT: &str = "static";
pub(crate) const DEFAULT_SOURCE: &str = "static/css/source.css";
const DEFAULT_OUTPUT: &str = "css/tailwind.css";

/// Returns the configured roots, or `static` if it exists, and the folders of files at the root of the host.
///
/// The results of programs come last, in `folder`, which is `OUT_DIR/tailprint`.
pub(super) fn roots(config: &Config, package: &Path, folder: &Path) -> Vec<Root> {
    let root = |folder: PathBuf, at_root| Root { prefix: String::new(), folder, at_root };
    let mut roots = config.roots.clone();
    if roots.is_empty() && package.join(DEFAULT_ROOT).is_dir() {
        roots.push(root(DEFAULT_ROOT.into(), false));
    }
    roots.extend(config.root_files.iter().map(|folder| root(folder.clone(), true)));
    let programs = 0..config.before.len();
    roots.extend(programs.map(|index| root(before::results(folder, index), false)));
    // A build script on Windows may have asked `canonicalize` for the folder.
    let folders = roots.iter_mut().map(|root| &mut root.folder);
    folders.for_each(|folder| *folder = plain(std::mem::take(folder)));
    roots
}

/// Returns the configured entry points, or the one by convention if it exists.
pub(super) fn entries(config: &Config, package: &Path) -> Vec<Entry> {
    if config.no_tailwind {
        return Vec::new();
    }
    if !config.tailwind.is_empty() {
        return config.tailwind.clone();
    }
    Some(default_entry())
        .filter(|entry| package.join(&entry.source).is_file())
        .into_iter()
        .collect()
}

fn default_entry() -> Entry {
    Entry { source: DEFAULT_SOURCE.into(), output: DEFAULT_OUTPUT.into() }
}

/// Returns the entry point by convention, if a template uses its output and no root has a file of that path.
pub(super) fn implied_entry(
    roots: &[Root],
    package: &Path,
    mut used: impl Iterator<Item = String>,
) -> Option<Entry> {
    let has_file = |root: &Root| {
        root.below(DEFAULT_OUTPUT)
            .is_some_and(|below| package.join(&root.folder).join(below).exists())
    };
    let is_missing = !roots.iter().any(has_file);
    (is_missing && used.any(|path| path == DEFAULT_OUTPUT)).then(default_entry)
}

/// Removes entry points whose output cannot be an asset of its own, and reports them.
pub(super) fn with_good_outputs(entries: Vec<Entry>, problems: &mut Problems) -> Vec<Entry> {
    let mut good: Vec<Entry> = Vec::new();
    for entry in entries {
        if !is_plain(&entry.output) {
            let what = format!("a Tailwind entry point has the output {:?}", entry.output);
            let help = "name a path below the URL prefix, such as \"css/app.css\"";
            problems.push(Problem::error(what).help(help));
        } else if good.iter().any(|other| other.output == entry.output) {
            let what = format!("two entry points have the output \"{}\"", entry.output);
            let problem = Problem::error(what).about(Setting::Tailwind).help("give each its own");
            problems.push(problem);
        } else {
            good.push(entry);
        }
    }
    good
}

/// Returns true for the one spelling of a logical path by which assets are looked up.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'))
}
