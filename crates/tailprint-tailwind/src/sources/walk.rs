//! Walks through the folders of sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tailprint_core::path::canonical;

use super::ignored::{self, Ignores};
use super::names;
use super::pattern::{Kind, Rule};
use super::{Scanner, Selected, Selection};

/// The state of a walk, which reads each folder once.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    rules: &'a [Rule],
    scanner: Scanner,
    package: &'a Path,
    /// True if the first source lies in a repository: then `.gitignore` counts in repositories only.
    in_repository: bool,
    excluded: Vec<PathBuf>,
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    partial: BTreeSet<PathBuf>,
    caches: BTreeSet<PathBuf>,
    read: Vec<PathBuf>,
    /// The real paths of the folders around the current one: a link to one of them would be a circle.
    open: Vec<PathBuf>,
    /// The cache in which the source lies that is read: only sources that lie in it as well apply to it.
    cache: Option<PathBuf>,
}

impl<'a> Walk<'a> {
    /// Begins a walk. Of rules that contradict each other, the last one wins; `first` is the folder of the first
    /// source.
    pub(super) fn new(rules: &'a [Rule], first: Option<&Path>, selection: &Selection<'a>) -> Self {
        let real = |folder: &PathBuf| canonical(folder).unwrap_or_else(|_| folder.clone());
        Self {
            rules,
            scanner: selection.scanner,
            package: selection.base,
            in_repository: first.is_some_and(ignored::in_repository),
            excluded: selection.excluded.iter().map(real).collect(),
            files: BTreeSet::new(),
            folders: BTreeSet::new(),
            partial: BTreeSet::new(),
            caches: BTreeSet::new(),
            read: Vec::new(),
            open: Vec::new(),
            cache: None,
        }
    }

    /// Reads the folder of sources and what is below it.
    pub(super) fn root(&mut self, base: &Path) {
        if self.is_excluded(base) {
            return;
        }
        // What a source names is read even if it lies in a cache, as the sources of crates do.
        self.cache = base.ancestors().find(|folder| self.is_cache(folder)).map(Path::to_owned);
        let mut ignores = Ignores::around(base, self.in_repository, &mut self.read);
        if self.rules().any(|rule| rule.may_be_below(base)) {
            self.folder(base, &mut ignores);
            return;
        }
        let own: Vec<_> = self.rules().filter(|rule| !rule.negated && rule.base == base).collect();
        for file in own.into_iter().filter_map(Rule::file) {
            self.file(file.to_owned(), &ignores);
        }
    }

    /// Returns the rules that apply to what is read.
    fn rules(&self) -> impl DoubleEndedIterator<Item = &'a Rule> {
        self.rules.iter().filter(|rule| {
            let is_in = |cache| rule.negated || rule.base.starts_with(cache);
            self.cache.as_ref().is_none_or(is_in)
        })
    }

    /// Returns everything that was found.
    pub(super) fn into_selected(mut self, mut missing: Vec<PathBuf>) -> Selected {
        self.read.sort_unstable();
        self.read.dedup();
        missing.sort_unstable();
        missing.dedup();
        Selected {
            files: self.files.into_iter().collect(),
            folders: self.folders.into_iter().collect(),
            partial: self.partial.into_iter().collect(),
            caches: self.caches.into_iter().collect(),
            rules: self.read,
            missing,
        }
    }

    fn is_excluded(&self, path: &Path) -> bool {
        self.excluded.iter().any(|excluded| path.starts_with(excluded))
    }

    /// Returns true for a cache by the [cache directory tagging standard](https://bford.info/cachedir/), unless
    /// the package lies in it.
    fn is_cache(&self, folder: &Path) -> bool {
        folder.join("CACHEDIR.TAG").is_file() && !self.package.starts_with(folder)
    }

    /// Reads a folder, and returns true if nothing below it was left out.
    fn folder(&mut self, folder: &Path, ignores: &mut Ignores) -> bool {
        let (Ok(entries), Ok(real)) = (fs::read_dir(folder), canonical(folder)) else {
            return true;
        };
        if self.open.contains(&real) || self.is_excluded(&real) {
            return false;
        }
        if self.is_cache(folder) && self.cache.as_deref() != Some(folder) {
            self.caches.insert(folder.to_owned());
            return false;
        }
        self.open.push(real);
        ignores.enter(folder, &mut self.read);
        let mut whole = true;
        for entry in entries.flatten() {
            let path = entry.path();
            // a link counts as its target
            let is_folder = match entry.file_type() {
                Ok(kind) if kind.is_symlink() => path.is_dir(),
                Ok(kind) => kind.is_dir(),
                Err(_) => continue,
            };
            whole &= if is_folder { self.enter(&path, ignores) } else { self.file(path, ignores) };
        }
        ignores.leave();
        self.open.pop();
        self.folders.insert(folder.to_owned());
        if !whole {
            self.partial.insert(folder.to_owned());
        }
        whole
    }

    /// Reads a folder within another one, if it is to be read.
    fn enter(&mut self, folder: &Path, ignores: &mut Ignores) -> bool {
        if !self.rules().any(|rule| rule.may_be_below(folder)) {
            return false;
        }
        let entered = match self.rules().rev().find(|rule| rule.decides_about_folder(folder)) {
            Some(rule) if rule.negated => false,
            Some(Rule { kind: Kind::External, .. }) => !names::is_binary(folder),
            Some(_) => true,
            None => {
                !names::is_ignored_folder(folder, self.scanner) && !ignores.ignores(folder, true)
            }
        };
        entered && !self.is_excluded(folder) && self.folder(folder, ignores)
    }

    /// Takes a file if it is to be taken: what the last rule says that names it, then what ignore rules say.
    /// Says whether it was taken.
    fn file(&mut self, file: PathBuf, ignores: &Ignores) -> bool {
        let taken = match self.rules().rev().find(|rule| rule.decides(&file)) {
            Some(rule) if rule.negated => false,
            Some(Rule { kind: Kind::External, .. }) => !names::is_binary(&file),
            Some(_) => true,
            None => !names::is_ignored_file(&file, self.scanner) && !ignores.ignores(&file, false),
        };
        let is_named = |rule: &Rule| !rule.negated && rule.names(&file);
        let taken =
            taken && self.rules().any(is_named) && !self.is_excluded(&file) && file.is_file();
        if taken {
            self.files.insert(file);
        }
        taken
    }
}
