//! The places that a plugin may read: the package, its workspace and `node_modules`.

use std::path::{Path, PathBuf};

use tailprint_core::path::canonical;

use super::error::Error;

/// The places that the plugins of one style sheet may read. Paths are without links.
#[derive(Debug, Default)]
pub(super) struct Reach {
    roots: Vec<PathBuf>,
    /// Folders that were reached through `node_modules`, or that the style sheet itself names.
    others: Vec<PathBuf>,
}

impl Reach {
    /// Adds the package or its workspace.
    pub(super) fn add_root(&mut self, folder: &Path) {
        self.roots.push(real(folder));
    }

    /// Adds the place of a module that was found in `node_modules`. `package` is the folder of its `package.json`.
    pub(super) fn add_package(&mut self, module: &Path, package: Option<PathBuf>) {
        let store = module.ancestors().find(|folder| folder.ends_with("node_modules"));
        let place = store.map(Path::to_owned).or(package);
        self.others.extend(place.filter(|place| !self.is_above_a_root(place)));
    }

    /// Adds the folder of a plugin that a style sheet of the project names.
    pub(super) fn add_plugin(&mut self, module: &Path) {
        let folder = module.parent().map(Path::to_owned);
        match folder.filter(|folder| !self.is_above_a_root(folder)) {
            Some(folder) => self.others.push(folder),
            // The folder of the plugin may be the user's own, with everything in it.
            None => self.others.push(module.to_owned()),
        }
    }

    /// Returns true if a plugin may read a file.
    pub(super) fn has(&self, file: &Path) -> bool {
        let inside = |folder: &PathBuf| file.starts_with(folder);
        self.roots.iter().chain(&self.others).any(inside) || self.is_installed(file)
    }

    /// Returns true for a file in a folder `node_modules` of a root or of a folder above it.
    fn is_installed(&self, file: &Path) -> bool {
        let mut stores = file.ancestors().filter(|folder| folder.ends_with("node_modules"));
        stores.any(|store| store.parent().is_some_and(|above| self.is_above_a_root(above)))
    }

    fn is_above_a_root(&self, folder: &Path) -> bool {
        self.roots.iter().any(|root| root.starts_with(folder))
    }
}

/// Returns the path without links of a path that need not exist.
pub(super) fn real(path: &Path) -> PathBuf {
    if let Ok(real) = canonical(path) {
        return real;
    }
    for above in path.ancestors().skip(1) {
        if let (Ok(real), Ok(rest)) = (canonical(above), path.strip_prefix(above)) {
            return real.join(rest);
        }
    }
    path.to_owned()
}

/// Returns the error of a file that a plugin may not read.
pub(super) fn refusal(file: &Path) -> Error {
    let text = format!(
        "{} is outside of the package, its workspace and node_modules, and plugins read nothing else",
        file.display()
    );
    Error::new(text).help("copy it into the package")
}
