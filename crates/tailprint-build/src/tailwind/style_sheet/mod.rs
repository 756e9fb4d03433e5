//! The files, packages and folders that an entry style sheet names.
//!
//! Tailwind's program does not say which files it read, so they are found here again. A file too many costs a build
//! now and then, a missing one leaves the style sheet stale, so every file that may be meant counts.

mod directives;
mod modules;
mod packages;
pub(crate) mod raw;
pub(super) mod syntax;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;

pub(super) use self::directives::{Directive, DirectiveKind, directives};
use self::packages::Asked;
use super::crates::{self, Crates};
use crate::error::{Problem, line_column};

/// An entry style sheet with every style sheet that it imports, directly or through another one.
#[derive(Debug, Default)]
pub(crate) struct StyleSheets {
    /// The entry, followed by the imported style sheets of the project.
    pub(super) sheets: Vec<StyleSheet>,
    /// The imported style sheets of npm packages.
    pub(super) installed: Vec<StyleSheet>,
    /// The `package.json` of these packages.
    pub(super) manifests: BTreeSet<PathBuf>,
    /// True if there is no file with the text of the entry.
    pub(super) is_in_memory: bool,
}

/// One style sheet.
#[derive(Debug)]
pub(super) struct StyleSheet {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) directives: Vec<Directive>,
}

impl StyleSheets {
    /// Reads the entry at `path` and everything that it imports.
    ///
    /// # Errors
    /// If `path` cannot be read or is not UTF-8. Tailwind reports imports that are missing.
    #[cfg(test)]
    pub(super) fn read(path: &Path, shown: &str) -> Result<Self, Problem> {
        Self::read_with(path, shown, &Crates::new())
    }

    /// Reads the entry at `path` and everything that it imports, also from crates.
    pub(super) fn read_with(path: &Path, shown: &str, crates: &Crates) -> Result<Self, Problem> {
        let bytes = std::fs::read(path).map_err(|error| {
            Problem::error(format!("cannot read: {}", reason(&error))).in_file(shown)
        })?;
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&error, shown))?;
        Ok(Self::of(path, text, crates))
    }

    /// Takes `text` as an entry at `path`, where there is no file.
    pub(super) fn in_memory(path: &Path, text: String, crates: &Crates) -> Self {
        Self { is_in_memory: true, ..Self::of(path, text, crates) }
    }

    fn of(path: &Path, text: String, crates: &Crates) -> Self {
        let mut found = Self::default();
        let mut waiting = VecDeque::from([(path.to_owned(), text)]);
        let mut seen = BTreeSet::from([path.to_owned()]);
        while let Some((path, text)) = waiting.pop_front() {
            let sheet = StyleSheet { directives: directives(&text), path, text };
            let imported: Vec<PathBuf> = sheet
                .named(DirectiveKind::Sheet)
                .flat_map(|(folder, specifier)| {
                    if let Some(file) = crates::import(crates, specifier) {
                        return vec![file];
                    }
                    packages::find(folder, specifier, Asked::Sheet, &mut found.manifests)
                })
                .collect();
            for import in imported {
                if seen.insert(import.clone()) {
                    // Tailwind reads an import that is not UTF-8 with replacement characters as well.
                    let bytes = std::fs::read(&import).unwrap_or_default();
                    waiting.push_back((import, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
            let installed = sheet.path.components().any(|part| part.as_os_str() == "node_modules");
            let sheets = if installed && !found.sheets.is_empty() {
                &mut found.installed
            } else {
                &mut found.sheets
            };
            sheets.push(sheet);
        }
        found
    }

    /// The paths of all style sheets, the entry included.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.sheets.iter().chain(&self.installed).map(|sheet| sheet.path.as_path())
    }

    /// The text of the entry.
    pub(super) fn text(&self) -> &str {
        self.sheets.first().map_or("", |sheet| &sheet.text)
    }

    /// The `package.json` of the Tailwind that a style sheet is imported from.
    pub(super) fn manifest_of_tailwind(&self) -> Option<&Path> {
        let mut manifests = self.manifests.iter().map(PathBuf::as_path);
        manifests.find(|path| path.ends_with("node_modules/tailwindcss/package.json"))
    }

    /// All files that the entry depends on: style sheets with the entry itself, modules, `package.json` of packages.
    pub(super) fn files(&self) -> BTreeSet<PathBuf> {
        let sheets = self.sheets.iter().chain(&self.installed);
        let mut files = self.manifests.clone();
        let modules = self.modules(Vec::new(), &mut files);
        files.extend(modules);
        files.extend(sheets.skip(usize::from(self.is_in_memory)).map(|sheet| sheet.path.clone()));
        files
    }

    /// The modules of plugins and configurations, with `more`, and all that these import. The `package.json` of their
    /// packages go into `manifests`.
    pub(super) fn modules(
        &self,
        more: Vec<PathBuf>,
        manifests: &mut BTreeSet<PathBuf>,
    ) -> BTreeSet<PathBuf> {
        let sheets = self.sheets.iter().chain(&self.installed);
        let mut entries = more;
        for (folder, name) in sheets.flat_map(|sheet| sheet.named(DirectiveKind::Module)) {
            entries.extend(packages::find(folder, name, Asked::Module, manifests));
        }
        modules::imported(entries, manifests)
    }

    /// The directives of npm packages.
    pub(super) fn directives_of_packages(&self) -> impl Iterator<Item = (&StyleSheet, &Directive)> {
        self.installed
            .iter()
            .flat_map(|sheet| sheet.directives.iter().map(move |directive| (sheet, directive)))
    }

    /// The directives of the project's own style sheets, each with its style sheet.
    pub(super) fn directives(&self) -> impl Iterator<Item = (&StyleSheet, &Directive)> {
        self.sheets
            .iter()
            .flat_map(|sheet| sheet.directives.iter().map(move |directive| (sheet, directive)))
    }
}

impl StyleSheet {
    /// The arguments of all directives of a kind, with the folder that they are relative to.
    fn named(&self, kind: DirectiveKind) -> impl Iterator<Item = (&Path, &str)> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let directives = self.directives.iter().filter(move |directive| directive.kind == kind);
        directives.map(move |directive| (folder, &*directive.argument))
    }
}

fn not_utf8(error: &std::string::FromUtf8Error, shown: &str) -> Problem {
    let (line, column) = line_column(error.as_bytes(), error.utf8_error().valid_up_to());
    Problem::error("not valid UTF-8").at(shown, line, column).help("save the file as UTF-8")
}

#[cfg(test)]
mod tests;
