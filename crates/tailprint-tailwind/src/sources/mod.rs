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

use pattern::Rule;
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
    /// The ignore files that were obeyed.
    pub rules: Vec<PathBuf>,
}

/// Chooses the files.
pub fn select(selection: &Selection<'_>) -> Selected {
    let rules = rules(selection);
    let mut walk = Walk::new(&rules, selection.excluded, selection.scanner);
    let mut roots = BTreeSet::new();
    for rule in rules.iter().filter(|rule| !rule.negated) {
        if roots.insert((&rule.base, rule.kind.depth())) {
            walk.root(rule);
        }
    }
    walk.into_selected()
}

/// All sources as rules, the root first.
fn rules(selection: &Selection<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut add = |base: &Path, pattern: &str, negated| {
        pattern::rules(base, pattern, negated, selection.scanner, &mut rules);
    };
    match selection.root {
        Root::Automatic => add(selection.base, "**/*", false),
        Root::None => {}
        Root::At { base, pattern } => add(base, pattern, false),
    }
    for source in selection.sources {
        add(&source.base, &source.pattern, source.negated);
    }
    rules
}
