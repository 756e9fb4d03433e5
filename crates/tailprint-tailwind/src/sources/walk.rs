//! Reads folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::ignored::Ignores;
use super::names;
use super::pattern::{Kind, Rule};
use super::{Scanner, Selected};

/// Reads the folders of sources, each once.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    rules: &'a [Rule],
    scanner: Scanner,
    excluded: Vec<PathBuf>,
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    partial: BTreeSet<PathBuf>,
    read: Vec<PathBuf>,
    /// The real paths of the folders that are being read, to see links that lead back.
    open: Vec<PathBuf>,
}

/// Below which source a folder is read.
#[derive(Clone, Copy)]
struct Below {
    external: bool,
    stars: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(rules: &'a [Rule], excluded: &[PathBuf], scanner: Scanner) -> Self {
        let real = |folder: &PathBuf| folder.canonicalize().unwrap_or_else(|_| folder.clone());
        Self {
            rules,
            scanner,
            excluded: excluded.iter().map(real).collect(),
            files: BTreeSet::new(),
            folders: BTreeSet::new(),
            partial: BTreeSet::new(),
            read: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Reads the folder of a rule and what is below it.
    pub(super) fn root(&mut self, rule: &Rule) {
        let external = matches!(rule.kind, Kind::External);
        if self.is_excluded(&rule.base) {
            return;
        }
        let covered = self.rules.iter().any(|other| other.covers(&rule.base));
        let stars = match rule.kind {
            Kind::Glob { stars, .. } if !covered => stars,
            _ => 0,
        };
        let mut ignores = Ignores::around(&rule.base, &mut self.read);
        self.folder(&rule.base, &mut ignores, Below { external, stars });
    }

    /// Everything found.
    pub(super) fn into_selected(mut self) -> Selected {
        self.read.sort_unstable();
        self.read.dedup();
        Selected {
            files: self.files.into_iter().collect(),
            folders: self.folders.into_iter().collect(),
            partial: self.partial.into_iter().collect(),
            rules: self.read,
        }
    }

    fn is_excluded(&self, path: &Path) -> bool {
        self.excluded.iter().any(|excluded| path.starts_with(excluded))
    }

    /// Reads a folder; says whether nothing below it was left out.
    fn folder(&mut self, folder: &Path, ignores: &mut Ignores, below: Below) -> bool {
        let (Ok(entries), Ok(real)) = (fs::read_dir(folder), folder.canonicalize()) else {
            return true;
        };
        if self.open.contains(&real) || self.is_excluded(&real) {
            return false;
        }
        self.open.push(real);
        ignores.enter(folder, &mut self.read);
        let mut whole = true;
        for entry in entries.flatten() {
            let path = entry.path();
            // a link counts as what it leads to
            let is_folder = match entry.file_type() {
                Ok(kind) if kind.is_symlink() => path.is_dir(),
                Ok(kind) => kind.is_dir(),
                Err(_) => continue,
            };
            whole &= if is_folder {
                self.enter(&path, ignores, below)
            } else {
                self.file(path, ignores);
                true
            };
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
    fn enter(&mut self, folder: &Path, ignores: &mut Ignores, below: Below) -> bool {
        let never = names::is_ignored_folder(folder, self.scanner);
        let ignored = never || ignores.ignores(folder, true);
        let external = below.external && !(never && self.scanner < Scanner::V4_3);
        let entered = external || below.stars > 0 || !ignored;
        if !entered || self.is_excluded(folder) || self.is_negated(folder) {
            return false;
        }
        let stars = below.stars.saturating_sub(1);
        self.folder(folder, ignores, Below { stars, ..below })
    }

    /// Whether the last rule that says something about a folder leaves it out.
    fn is_negated(&self, folder: &Path) -> bool {
        let speaks = |rule: &&Rule| {
            (rule.negated || matches!(rule.kind, Kind::External)) && rule.names(folder)
        };
        self.rules.iter().rev().find(speaks).is_some_and(|rule| rule.negated)
    }

    /// Takes a file if it is to be taken: what the last rule says that names it, then what ignore rules say.
    fn file(&mut self, file: PathBuf, ignores: &Ignores) {
        let own = self.own(&file);
        let last = own.or_else(|| {
            self.rules.iter().rev().find(|rule| match rule.kind {
                Kind::Automatic | Kind::Weak(_) => rule.negated && rule.names(&file),
                _ => rule.names(&file),
            })
        });
        let taken = match last {
            Some(rule) if rule.negated => false,
            Some(Rule { kind: Kind::External, .. }) => self.is_text(&file),
            Some(_) => true,
            None => {
                self.rules.iter().any(|rule| rule.covers(&file))
                    && !names::is_ignored_file(&file, self.scanner)
                    && !ignores.ignores(&file, false)
            }
        };
        if taken && !self.is_excluded(&file) && file.is_file() {
            self.files.insert(file);
        }
    }

    /// What older scanners heed alone: a rule that names this very file, above all one that leaves it out.
    fn own(&self, file: &Path) -> Option<&'a Rule> {
        if self.scanner >= Scanner::V4_3 {
            return None;
        }
        let names = |rule: &&Rule| matches!(rule.kind, Kind::File(_)) && rule.names(file);
        self.rules.iter().filter(names).max_by_key(|rule| rule.negated)
    }

    /// Whether a file in an ignored place is taken.
    fn is_text(&self, file: &Path) -> bool {
        if self.scanner < Scanner::V4_3 {
            !names::is_ignored_file(file, self.scanner)
        } else {
            !names::is_binary(file)
        }
    }
}
