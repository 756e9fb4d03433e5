//! The place in which a URL of a compiled style sheet was written: a style sheet, or a class in any file.

mod prose;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use memchr::memmem;
use tailprint_core::glob;
use tailprint_tailwind::node::split_specifier;
use tailprint_tailwind::scan::Candidates;
use tailprint_tailwind::sources::Selected;

use super::npm_assets;
use super::style_sheet::{DirectiveKind, StyleSheet, StyleSheets};
use crate::error::{Lines, Problem, Setting, Severity};
use crate::references::Reference;
use crate::support::fs::shown;
use prose::is_prose;

/// The files that a compiled style sheet is made of.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    /// The package, absolute.
    pub(crate) package: PathBuf,
    /// The style sheets: the entry and all that it imports.
    pub(crate) sheets: StyleSheets,
    /// The files that were searched for classes.
    pub(crate) searched: Selected,
}

/// A class in a file that was searched.
#[derive(Debug)]
struct Class<'a> {
    name: String,
    file: &'a Path,
    text: Vec<u8>,
    offset: usize,
    is_prose: bool,
}

impl Origins {
    /// Places a problem with a reference of the compiled style sheet, which is written as `written` there; none if
    /// nothing has written it.
    pub(crate) fn place(
        &self,
        problem: &Problem,
        reference: &Reference,
        written: &[u8],
    ) -> Option<Problem> {
        let in_sheet = |sheet: &StyleSheet| memmem::find(sheet.text.as_bytes(), written);
        for sheet in &self.sheets.sheets {
            if let Some(offset) = in_sheet(sheet) {
                let file = shown(&sheet.path, &self.package);
                return Some(problem.clone().at_byte(file, sheet.text.as_bytes(), offset));
            }
        }
        if let Some(class) = self.class(&reference.url) {
            return Some(self.by_class(problem.clone(), &class));
        }
        let mut installed = self.sheets.installed.iter();
        match installed.find(|sheet| in_sheet(sheet).is_some()) {
            Some(sheet) => Some(self.by_package(problem.clone(), sheet, reference)),
            None => self.by_plugin(problem, reference),
        }
    }

    /// Places a problem in the module of a plugin or configuration that has the URL.
    fn by_plugin(&self, problem: &Problem, reference: &Reference) -> Option<Problem> {
        let modules = self.sheets.modules(Vec::new(), &mut BTreeSet::new());
        let (module, text, offset) = modules.iter().find_map(|module| {
            let text = std::fs::read(module).ok()?;
            let offset = memmem::find(&text, reference.url.as_bytes())?;
            Some((module, text, offset))
        })?;
        let problem = problem.clone().at_byte(shown(module, &self.package), &text, offset);
        let is_installed = module.iter().any(|part| part == "node_modules");
        Some(if is_installed { lacked(problem) } else { problem })
    }

    /// Finds a class with a URL in the files that were searched. One in code goes before one in a comment.
    fn class(&self, url: &str) -> Option<Class<'_>> {
        let mut in_prose = None;
        let files = self.searched.files.iter();
        for file in files.filter(|file| file.extension().is_none_or(|it| it != "css")) {
            let Ok(text) = std::fs::read(file) else { continue };
            if memmem::find(&text, url.as_bytes()).is_none() {
                continue;
            }
            let with_url = words(&text, file).into_iter().filter(|word| word.contains(url));
            for name in with_url.filter(|word| word.contains('[')) {
                for offset in memmem::find_iter(&text, name.as_bytes()).collect::<Vec<_>>() {
                    let is_prose = is_prose(&text, offset, file);
                    let (name, text) = (name.clone(), text.clone());
                    let class = Class { name, file, text, offset, is_prose };
                    if !is_prose {
                        return Some(class);
                    }
                    in_prose.get_or_insert(class);
                }
            }
        }
        in_prose
    }

    fn by_class(&self, problem: Problem, class: &Class<'_>) -> Problem {
        let file = shown(class.file, &self.package);
        let problem = problem.and(&format!(", in the class `{}`", class.name));
        let problem = problem.at_byte(file, &class.text, class.offset);
        if !class.is_prose {
            return problem;
        }
        let repair =
            "no page uses it: rewrite the sentence, or leave the file out with `@source not`";
        problem.into_warning().help(repair)
    }

    /// Places a problem in the style sheet of a package at the import of that package.
    fn by_package(&self, problem: Problem, sheet: &StyleSheet, reference: &Reference) -> Problem {
        let file = shown(&sheet.path, &self.package);
        let problem = problem.and(&format!(", in {file}"));
        let prefix =
            problem.path().and_then(|path| path.rsplit_once('/')).map(|(it, _)| it.to_owned());
        let problem = match self.importer(&sheet.path) {
            Some((own, offset)) => {
                problem.at_byte(shown(&own.path, &self.package), own.text.as_bytes(), offset)
            }
            None => problem.in_file(&file),
        };
        match (npm_assets::meant_in(&sheet.path, reference), prefix) {
            (Some(meant), Some(prefix)) => {
                let folder = meant.file.parent().unwrap_or(&meant.file);
                let value = format!("\"{prefix}\", \"{}\"", shown(folder, &self.package));
                problem.help("publish the files with").set(Setting::RootAt, value)
            }
            (None, _) if problem.severity() == Severity::Error => lacked(problem),
            _ => problem,
        }
    }

    /// Finds the import by which a style sheet of a package came in.
    fn importer(&self, installed: &Path) -> Option<(&StyleSheet, usize)> {
        let is_of = |specifier: &str| {
            split_specifier(specifier).is_some_and(|(name, _)| {
                let folder = Path::new("node_modules").join(name);
                installed.ancestors().any(|above| above.ends_with(&folder))
            })
        };
        let imports = self.sheets.directives();
        let mut imports = imports.filter(|(_, it)| it.kind == DirectiveKind::Sheet);
        let (sheet, import) = imports.find(|(_, import)| is_of(&import.argument))?;
        Some((sheet, import.offset))
    }

    /// Lists the places of each of some classes in the files that were searched: file, line and column.
    pub(crate) fn places(
        &self,
        classes: &BTreeSet<String>,
    ) -> BTreeMap<String, Vec<(String, usize, usize)>> {
        let mut places: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for file in &self.searched.files {
            let Ok(text) = std::fs::read(file) else { continue };
            let words = words(&text, file);
            for class in words.iter().filter(|word| classes.contains(*word)) {
                let whole = memmem::find_iter(&text, class.as_bytes())
                    .filter(|at| is_whole(&text, *at, class.len()));
                let found = places.entry(class.clone()).or_default();
                let mut lines = Lines::new(&text);
                found.extend(whole.map(|offset| {
                    let (line, column) = lines.position(offset);
                    (shown(file, &self.package), line, column)
                }));
            }
        }
        places
    }
}

/// Adds the repair of a file that a package refers to and does not have. Nobody can correct the URL there.
fn lacked(problem: Problem) -> Problem {
    let Some(path) = problem.path().map(str::to_owned) else { return problem };
    let (repair, path) = match path.strip_prefix('/') {
        Some(path) => ("if no page needs it,".to_owned(), path),
        None => (format!("add \"{path}\", or if no page needs it,"), &*path),
    };
    problem.help(repair).set(Setting::AllowMissing, glob::escape(path))
}

/// Returns true if the text at an offset is not a part of a longer class.
fn is_whole(text: &[u8], at: usize, length: usize) -> bool {
    let in_word = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_:/[".contains(byte))
    };
    !in_word(at.checked_sub(1).and_then(|before| text.get(before)))
        && !in_word(text.get(at + length))
}

/// Returns what may be a class in a file.
fn words(text: &[u8], file: &Path) -> Vec<String> {
    let mut words = Candidates::default();
    words.add(text, file.extension().and_then(|it| it.to_str()).unwrap_or_default());
    words.into_sorted()
}

#[cfg(test)]
mod tests;
