//! Selects the files that are searched for classes.
//!
//! The rules are those of Tailwind's own scanner, `@tailwindcss/oxide`:
//!
//! - Automatic detection takes every text file that is not ignored.
//! - A pattern that names files wins over ignore rules.
//! - A source that is an ignored folder takes all of that folder.
//! - Of patterns that contradict each other, the last one wins.
//!
//! [`Scanner`] lists the differences of older versions. The tests in `tests/layouts` compare with the scanner
//! of each version.

mod braces;
mod gitignore;
mod glob;
mod ignored;
mod names;
mod pattern;
mod scanner;
mod walk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tailprint_core::path::canonical;

use pattern::{Kind, Rule, Run};
pub use scanner::Scanner;
use walk::Walk;

/// A source as Tailwind's compiler names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The folder that the pattern is relative to.
    pub base: PathBuf,
    /// A folder, a file or a glob.
    pub pattern: String,
    /// True for `@source not`: the pattern leaves files out.
    pub negated: bool,
}

/// The place at which automatic detection begins.
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

/// The settings of a selection.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// The place at which automatic detection begins.
    pub root: &'a Root,
    /// `@source` and `@source not`, in their order.
    pub sources: &'a [Source],
    /// The folder of the package, in which the scanner runs.
    pub base: &'a Path,
    /// Folders that are never read, even if a source names them: `target`, `OUT_DIR`.
    pub excluded: &'a [PathBuf],
    /// The version of the scanner whose rules apply.
    pub scanner: Scanner,
}

/// The selected files and everything that the selection depends on, each list sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// The files to search.
    pub files: Vec<PathBuf>,
    /// The folders whose entries were listed: a new file in one of them may be selected next time.
    pub folders: Vec<PathBuf>,
    /// The part of [`folders`](Self::folders) below which something was left out. Watching one of these
    /// recursively would watch too much.
    pub partial: Vec<PathBuf>,
    /// Folders that were not read because of a `CACHEDIR.TAG`, as Cargo puts it into `target`.
    pub caches: Vec<PathBuf>,
    /// The ignore files that were read.
    pub rules: Vec<PathBuf>,
    /// The paths that sources name and that do not exist.
    pub missing: Vec<PathBuf>,
}

/// Selects the files.
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

/// Leaves out the rest of a folder if every source in it has a fixed depth, as `src/*.html` has.
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

/// Returns all sources as rules, the root first.
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
    let here = canonical(selection.base).unwrap_or_else(|_| selection.base.to_owned());
    let run = Run { scanner: selection.scanner, here: &here };
    for source in root.iter().chain(selection.sources) {
        pattern::rules(source, run, &mut rules, missing);
    }
    rules
}
