//! Which ES modules QuickJS is connecting with each other, or running, at the moment.
//!
//! To be asked for one of those at once, as `require()` does, would be the end of it. It also keeps modules whose
//! imports could not be had, and would run them without. It is never asked for either.

use std::collections::{BTreeSet, HashMap};

/// Follows the name of a module of which former copies were given up; no path ends with it.
const COPY: char = '\u{1}';

/// The ES modules of one realm.
#[derive(Debug, Default)]
pub(super) struct Linking {
    /// What each module imports, `import()` left aside.
    imports: HashMap<String, BTreeSet<String>>,
    /// The modules whose imports are read, each for the one before.
    declared: Vec<String>,
    /// The modules that have run for certain.
    done: BTreeSet<String>,
    /// What was read for the first of those.
    current: Vec<String>,
    /// What was read for each `require()` that is not answered yet.
    required: Vec<BTreeSet<String>>,
    copies: HashMap<String, Copies>,
}

/// How many copies there were of a module.
#[derive(Clone, Copy, Debug, Default)]
struct Copies {
    /// The one that is used.
    current: usize,
    last: usize,
}

impl Linking {
    /// The name under which QuickJS knows a module.
    pub(super) fn name(&self, path: &str) -> String {
        let copies = self.copies.get(path).copied().unwrap_or_default();
        path.chars().chain(std::iter::repeat_n(COPY, copies.current)).collect()
    }

    /// A module is asked for by the module `from`. Whether it can be had now.
    pub(super) fn ask(&mut self, path: &str, from: &str) -> bool {
        if self.declared.last().is_some_and(|module| module == from)
            && let Some(imports) = self.imports.get_mut(from)
        {
            imports.insert(path.to_owned());
        }
        let Some(required) = self.required.last() else { return true };
        let known = self.imports.contains_key(path);
        !known || required.contains(path) || self.done.contains(path)
    }

    /// An ES module was read; next come its imports.
    pub(super) fn read(&mut self, path: &str) {
        self.current.push(path.to_owned());
        self.declared.push(path.to_owned());
        self.imports.insert(path.to_owned(), BTreeSet::new());
        self.done.remove(path);
        if let Some(required) = self.required.last_mut() {
            required.insert(path.to_owned());
        }
    }

    /// Its imports were read, or cannot be had, and so nothing that was read for it.
    pub(super) fn has_read(&mut self, all: bool) {
        self.declared.pop();
        if !self.declared.is_empty() {
            return;
        }
        for path in std::mem::take(&mut self.current) {
            if !all {
                self.give_up(&path);
            }
        }
    }

    /// All modules are read again from now on.
    pub(super) fn forget(&mut self) {
        for path in self.imports.keys().cloned().collect::<Vec<_>>() {
            self.give_up(&path);
        }
    }

    fn give_up(&mut self, path: &str) {
        self.imports.remove(path);
        self.another(path);
    }

    /// A CommonJS module runs. Whoever imports it meanwhile, gets a copy with what it exports by then. Gives what
    /// [`has_run`](Self::has_run) takes.
    pub(super) fn run(&mut self, path: &str) -> usize {
        let before = self.copies.get(path).copied().unwrap_or_default();
        self.another(path);
        before.current
    }

    pub(super) fn has_run(&mut self, path: &str, before: usize) {
        if let Some(copies) = self.copies.get_mut(path) {
            copies.current = before;
        }
    }

    fn another(&mut self, path: &str) {
        let copies = self.copies.entry(path.to_owned()).or_default();
        copies.last += 1;
        copies.current = copies.last;
    }

    /// A CommonJS module requires an ES module. Gives what [`answer`](Self::answer) takes.
    pub(super) fn require(&mut self) -> (Vec<String>, Vec<String>) {
        self.required.push(BTreeSet::new());
        (std::mem::take(&mut self.current), std::mem::take(&mut self.declared))
    }

    /// What was required is there, or cannot be had.
    pub(super) fn answer(&mut self, before: (Vec<String>, Vec<String>)) {
        self.required.pop();
        (self.current, self.declared) = before;
    }

    /// A module has run, and with it all that it imports.
    pub(super) fn finish(&mut self, path: &str) {
        let mut todo = vec![path.to_owned()];
        while let Some(path) = todo.pop() {
            let imports = self.imports.get(&path).into_iter().flatten().cloned();
            let imports: Vec<_> = imports.collect();
            if self.done.insert(path) {
                todo.extend(imports);
            }
        }
    }
}

/// The path of a module that QuickJS knows by this name.
pub(super) fn path(name: &str) -> &str {
    name.trim_end_matches(COPY)
}

#[cfg(test)]
mod tests;
