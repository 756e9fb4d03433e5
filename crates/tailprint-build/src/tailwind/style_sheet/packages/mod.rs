//! The files that a specifier in a style sheet or a module may mean.
//!
//! The asking program decides which file of a package it takes. All files that it may take are returned.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tailprint_core::path::normalize;
use tailprint_tailwind::node::{Manifest, fill_star, split_specifier};

/// The endings that Node.js and Tailwind add to a specifier of a module.
const MODULE_ENDINGS: [&str; 10] =
    ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".json", "/index.js", "/index.ts"];

/// The kind of file that a specifier asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Sheet,
    Module,
}

impl Asked {
    /// The conditions of `exports` that hold for it.
    fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Sheet => &["style"],
            Self::Module => &["node", "import", "require", "module"],
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Sheet => &["", ".css"],
            Self::Module => &MODULE_ENDINGS,
        }
    }

    /// The file of a package without `exports`, by the fields of its manifest and by default.
    fn main(self, manifest: &Manifest) -> Vec<String> {
        let (fields, default) = match self {
            Self::Sheet => ([&manifest.style, &None], "index.css"),
            Self::Module => ([&manifest.main, &manifest.module], "index"),
        };
        let named = fields.into_iter().flatten().cloned();
        named.chain([default.to_owned()]).collect()
    }
}

/// An installed package, as a specifier names it.
#[derive(Debug)]
struct Named {
    /// Its `package.json`, which decides the files and changes with every update.
    manifest: PathBuf,
    /// The files, without their endings.
    files: Vec<PathBuf>,
}

/// Finds the files that a specifier may mean, seen from a folder. The `package.json` of a package is added to
/// `manifests`.
pub(super) fn find(
    folder: &Path,
    specifier: &str,
    asked: Asked,
    manifests: &mut BTreeSet<PathBuf>,
) -> Vec<PathBuf> {
    // In a style sheet, a plain word names a package only if there is no file of that name.
    if (asked == Asked::Sheet || specifier.starts_with(['.', '/']))
        && let Some(file) = resolve(&folder.join(specifier), asked.endings())
    {
        return vec![file];
    }
    let Some(package) = named(folder, specifier, asked) else { return Vec::new() };
    manifests.insert(package.manifest);
    package.files.iter().filter_map(|file| resolve(file, asked.endings())).collect()
}

/// Finds the package that a specifier names, seen from a folder.
fn named(folder: &Path, specifier: &str, asked: Asked) -> Option<Named> {
    let (name, inner) = split_specifier(specifier)?;
    let package = folder
        .ancestors()
        .map(|folder| folder.join("node_modules").join(name))
        .find(|package| package.join("package.json").is_file())?;
    let path = package.join("package.json");
    let text = std::fs::read(&path).unwrap_or_default();
    let manifest = Manifest::parse(&text).unwrap_or_default();
    let mut files = exported(&manifest, inner, asked);
    if files.is_empty() {
        files = match inner.trim_start_matches('/') {
            "" => asked.main(&manifest),
            inner => vec![inner.to_owned()],
        };
    }
    Some(Named { files: files.iter().map(|file| package.join(file)).collect(), manifest: path })
}

/// The files in `exports` for a path in the package.
fn exported(manifest: &Manifest, inner: &str, asked: Asked) -> Vec<String> {
    let path = format!(".{inner}");
    let Some((target, star)) = manifest.exports.as_ref().and_then(|it| it.entry(&path)) else {
        return Vec::new();
    };
    let paths = target.paths(&|condition| asked.conditions().contains(&condition));
    paths.into_iter().map(|path| fill_star(path, star)).collect()
}

/// Finds the file at a path without its ending.
fn resolve(path: &Path, endings: &[&str]) -> Option<PathBuf> {
    let path = normalize(path).into_os_string();
    let with = |ending: &&str| {
        let mut file = path.clone();
        file.push(ending);
        PathBuf::from(file)
    };
    endings.iter().map(with).find(|file| file.is_file())
}

#[cfg(test)]
mod tests;
