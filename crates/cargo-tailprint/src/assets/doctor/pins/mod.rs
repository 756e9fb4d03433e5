//! Finds pinned JavaScript packages that nothing uses.

use std::path::Path;

use tailprint_core::build_json::BuildJson;
use tailprint_core::lock::{FILE, Lock, MOUNT, PACKAGES, Package};

use super::report::{Diagnosis, Severity};
use super::usage::Texts;
use crate::support::{build_json, walk};

/// Returns true for the asset of a pinned package. Its modules are reached by the import map, so that no file names them.
pub(crate) fn is_pinned(path: &str) -> bool {
    path.strip_prefix(MOUNT).is_some_and(|rest| rest.starts_with('/'))
}

/// Reports packages that the user has asked for, and that no module, template or source names.
pub(crate) fn unused(build: &BuildJson, texts: &Texts) -> Option<Diagnosis> {
    // A lock that cannot be read has failed the build already.
    let lock = Lock::read(&build.package.join(FILE), FILE).ok().flatten()?;
    let asked = lock.packages.iter().filter(|package| !package.asked.is_empty());
    let asked: Vec<&Package> = asked.collect();
    let mut open = asked.clone();
    let pinned = build.package.join(PACKAGES);
    let mut look = |text: &str| open.retain(|package| !names(text, package));
    texts.iter().filter(|(path, _)| *path != FILE).for_each(|(_, text)| look(text));
    let folders = build_json::asset_folders(build).into_iter().filter(|it| *it != pinned);
    for file in folders.flat_map(|folder| walk::own_files(&folder, &[]).collect::<Vec<_>>()) {
        if is_source(file.path()) {
            // A file that cannot be read names nothing; the build tells why it cannot be read.
            look(&std::fs::read_to_string(file.path()).unwrap_or_default());
        }
    }
    let names: Vec<String> = open.iter().map(|package| package.name.clone()).collect();
    let message = match names.len() {
        0 => return None,
        1 => {
            "1 pinned package is possibly unused: no module, template or source names it".to_owned()
        }
        count => format!(
            "{count} pinned packages are possibly unused: no module, template or source names them"
        ),
    };
    let help = format!("remove it with `cargo tailprint unpin {}`", names.join(" "));
    Some(Diagnosis::new("unused-pin", Severity::Note, message, help).about(names))
}

fn is_source(file: &Path) -> bool {
    let endings = ["js", "mjs", "css", "html", "htm", "svg"];
    file.extension().is_some_and(|it| endings.iter().any(|ending| it == *ending))
}

/// Returns true if a text imports a package or names one of its files.
fn names(text: &str, package: &Package) -> bool {
    let files = format!("{MOUNT}/{}/", package.folder);
    let imports = ['"', '\'', '`'].into_iter().any(|quote| {
        let begins = format!("{quote}{}", package.name);
        text.match_indices(&begins).any(|(at, _)| {
            text.get(at + begins.len()..).is_some_and(|rest| rest.starts_with([quote, '/']))
        })
    });
    imports || text.contains(&files)
}

#[cfg(test)]
mod tests;
