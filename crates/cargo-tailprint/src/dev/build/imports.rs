//! The imports of packages that no import map has, by the modules that import them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::{self, Cause, Finding};
use tailprint_core::build_json::BuildJson;
use tailprint_core::lock::PACKAGES;

use crate::package::read_problems;

/// The imports that the last build and later saves have shown.
#[derive(Debug, Default)]
pub(crate) struct Unpinned(BTreeMap<PathBuf, Vec<Finding>>);

impl Unpinned {
    /// Takes over what a build has found, which Cargo has printed. `folder` is its `OUT_DIR/tailprint`.
    pub(crate) fn learn(&mut self, package: &Path, folder: &Path) {
        self.0.clear();
        let read = read_problems(&folder.join("problems.json"));
        // Where the file could not be written, only what is saved later is told.
        let problems = read.map(|it| it.problems).unwrap_or_default();
        for problem in problems.into_iter().filter(|it| it.cause == Some(Cause::Unpinned)) {
            if let Some(file) = &problem.file {
                self.0.entry(package.join(file)).or_default().push(problem);
            }
        }
    }

    /// Reads a module that was saved. Returns what it imports that it has not imported before.
    pub(crate) fn saved(&mut self, file: &Path, path: &str, build: &BuildJson) -> Vec<Finding> {
        let known = self.0.remove(file).unwrap_or_default();
        let shown = file.strip_prefix(&build.package).unwrap_or(file);
        let (Some(imports), false) = (&build.imports, shown.starts_with(PACKAGES)) else {
            return Vec::new();
        };
        // A file that is gone imports nothing.
        let script = fs::read(file).unwrap_or_default();
        let found = cli_support::unpinned(&script, path, &shown.to_string_lossy(), imports);
        let is_known = |it: &Finding| known.iter().any(|other| other.path == it.path);
        let new = found.iter().filter(|it| !is_known(it)).cloned().collect();
        if !found.is_empty() {
            self.0.insert(file.to_owned(), found);
        }
        new
    }

    /// All of them.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        self.0.values().flatten().cloned().collect()
    }
}
