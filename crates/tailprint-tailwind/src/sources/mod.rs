//! Chooses the files that are searched for classes.
//!
//! The rules are those that the official scanner was seen to follow: whatever is text and not ignored is taken
//! (automatic detection); a pattern that names files wins over ignore rules; a source that is a folder in an
//! ignored place takes all of that folder; of patterns that contradict each other the last one wins. Where older
//! versions of the scanner do otherwise, see [`Scanner`].

mod braces;
mod ignored;
mod names;
mod pattern;
mod scanner;
mod walk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pattern::{Kind, Rule};
pub use scanner::Scanner;
use walk::Walk;

/// A source as Tailwind's compiler names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The folder that the pattern is relative to.
    pub base: PathBuf,
    /// A folder, a file or a glob.
    pub pattern: String,
    /// Whether it is left out rather than taken.
    pub negated: bool,
}

/// Where automatic detection begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Root {
    /// In the folder of the package.
    #[default]
    Automatic,
    /// Nowhere: `source(none)`.
    None,
    /// In a folder that the style sheet names: `source("…")`.
    At {
        /// The folder that the pattern is relative to.
        base: PathBuf,
        /// Usually a folder.
        pattern: String,
    },
}

/// What is to be chosen from.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// Where automatic detection begins.
    pub root: &'a Root,
    /// `@source` and `@source not`, in their order.
    pub sources: &'a [Source],
    /// The folder of the package.
    pub base: &'a Path,
    /// Folders that are left out whatever the sources say: `target`, `OUT_DIR`.
    pub excluded: &'a [PathBuf],
    /// Whose choice it is to be.
    pub scanner: Scanner,
}

/// What was chosen, each list sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// The files to search.
    pub files: Vec<PathBuf>,
    /// The folders whose listing was read: a new file in one of them may be chosen next time.
    pub folders: Vec<PathBuf>,
    /// Those of [`folders`](Self::folders) below which something was left out. Whoever watches one with all that
    /// is below it watches too much.
    pub partial: Vec<PathBuf>,
    /// Folders that were not read because of a `CACHEDIR.TAG`, as Cargo puts it into `target`.
    pub caches: Vec<PathBuf>,
    /// The ignore files that were obeyed.
    pub rules: Vec<PathBuf>,
    /// What sources name that is not there.
    pub missing: Vec<PathBuf>,
}

/// Chooses the files.
pub fn select(selection: &Selection<'_>) -> Selected {
    let mut missing = Vec::new();
    let mut rules = rules(selection, &mut missing);
    let roots: Vec<Rule> = rules.iter().filter(|rule| !rule.negated).cloned().collect();
    let bases: BTreeSet<&Path> = roots.iter().map(|root| root.base.as_path()).collect();
    if selection.scanner < Scanner::V4_3 {
        rules.sort_by_key(Rule::old_rank);
    } else {
        for base in &bases {
            leave_out_rest(&mut rules, base);
        }
    }
    let first = roots.first().map(|root| root.base.as_path());
    let mut walk = Walk::new(&rules, first, selection);
    for base in bases {
        walk.root(base);
    }
    walk.into_selected(missing)
}

/// Where the sources that a folder is covered by all say how deep their files lie, nothing else is taken from it.
fn leave_out_rest(rules: &mut Vec<Rule>, base: &Path) {
    if rules.iter().any(|rule| rule.covers(base)) {
        return;
    }
    let is_own = |rule: &Rule| !rule.negated && rule.base == base;
    rules.iter_mut().filter(|rule| is_own(rule)).for_each(|rule| rule.leads = true);
    let first = rules.iter().position(is_own).unwrap_or_default();
    let rest = Rule { base: base.to_owned(), kind: Kind::Rest, negated: true, leads: false };
    rules.insert(first, rest);
}

/// All sources as rules, the root first.
fn rules(selection: &Selection<'_>, missing: &mut Vec<PathBuf>) -> Vec<Rule> {
    let source = |base: &Path, pattern: &str| Source {
        base: base.to_owned(),
        pattern: pattern.to_owned(),
        negated: false,
    };
    let root = match selection.root {
        Root::Automatic => Some(source(selection.base, "**/*")),
        Root::None => None,
        Root::At { base, pattern } => Some(source(base, pattern)),
    };
    let mut rules = Vec::new();
    for source in root.iter().chain(selection.sources) {
        pattern::rules(source, selection.scanner, &mut rules, missing);
    }
    rules
}
