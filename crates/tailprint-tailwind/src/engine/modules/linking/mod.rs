//! The ES modules that QuickJS is linking or running, so that it is never asked for one of them too early.
//!
//! Two habits of QuickJS (`quickjs.c`, release 0.14 of `rquickjs-sys`) make this necessary:
//!
//! - `js_link_module` asserts that a module is not being linked. If `require()` asked for a module while its
//!   own import is being linked, the assertion would abort the build script.
//! - `js_resolve_module` marks a module as resolved before it has resolved its imports, and
//!   `js_find_loaded_module` returns it for the same name later on, even if an import was missing. Such a
//!   module is therefore asked for under another name, see [`COPY`].
//!
//! All of this can go when QuickJS throws an exception in the first case, and forgets the module in the second.

use std::collections::{BTreeSet, HashMap};

/// The suffix for another copy of a module; no path ends with it.
const COPY: char = '\u{1}';

/// The ES modules of one realm.
#[derive(Debug, Default)]
pub(in crate::engine) struct Linking {
    /// The static imports of each module.
    imports: HashMap<String, BTreeSet<String>>,
    /// The modules whose imports are being read, each imported by the one before.
    declared: Vec<String>,
    /// The modules that are known to have run.
    done: BTreeSet<String>,
    /// The modules that were read for the first of `declared`.
    current: Vec<String>,
    /// The modules that were read for each `require()` that has not returned yet.
    required: Vec<BTreeSet<String>>,
    copies: HashMap<String, Copies>,
}

/// The copies of a module.
#[derive(Clone, Copy, Debug, Default)]
struct Copies {
    /// The number of the copy in use.
    current: usize,
    last: usize,
}

impl Linking {
    /// Returns the name under which QuickJS knows a module.
    pub(in crate::engine) fn name(&self, path: &str) -> String {
        let copies = self.copies.get(path).copied().unwrap_or_default();
        path.chars().chain(std::iter::repeat_n(COPY, copies.current)).collect()
    }

    /// Notes that the module `from` asks for a module, and returns true if QuickJS can give it now.
    pub(in crate::engine) fn ask(&mut self, path: &str, from: &str) -> bool {
        if self.declared.last().is_some_and(|module| module == from)
            && let Some(imports) = self.imports.get_mut(from)
        {
            imports.insert(path.to_owned());
        }
        let Some(required) = self.required.last() else { return true };
        let known = self.imports.contains_key(path);
        !known || required.contains(path) || self.done.contains(path)
    }

    /// Notes that an ES module was read. Its imports are read next.
    pub(in crate::engine) fn read(&mut self, path: &str) {
        self.current.push(path.to_owned());
        self.declared.push(path.to_owned());
        self.imports.insert(path.to_owned(), BTreeSet::new());
        self.done.remove(path);
        if let Some(required) = self.required.last_mut() {
            required.insert(path.to_owned());
        }
    }

    /// Notes that all imports of the module were read. If one is missing, everything that was read for it is
    /// given up.
    pub(in crate::engine) fn has_read(&mut self, all: bool) {
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

    /// Makes QuickJS read all modules again.
    pub(in crate::engine) fn forget(&mut self) {
        for path in self.imports.keys().cloned().collect::<Vec<_>>() {
            self.give_up(&path);
        }
    }

    fn give_up(&mut self, path: &str) {
        self.imports.remove(path);
        self.another(path);
    }

    /// Notes that a CommonJS module begins to run. A module that imports it meanwhile gets a copy with the exports
    /// so far. The result is for [`has_run`](Self::has_run).
    pub(in crate::engine) fn run(&mut self, path: &str) -> usize {
        let before = self.copies.get(path).copied().unwrap_or_default();
        self.another(path);
        before.current
    }

    pub(in crate::engine) fn has_run(&mut self, path: &str, before: usize) {
        if let Some(copies) = self.copies.get_mut(path) {
            copies.current = before;
        }
    }

    fn another(&mut self, path: &str) {
        let copies = self.copies.entry(path.to_owned()).or_default();
        copies.last += 1;
        copies.current = copies.last;
    }

    /// Notes that a CommonJS module requires an ES module. The result is for [`answer`](Self::answer).
    pub(in crate::engine) fn require(&mut self) -> (Vec<String>, Vec<String>) {
        self.required.push(BTreeSet::new());
        (std::mem::take(&mut self.current), std::mem::take(&mut self.declared))
    }

    /// Notes that `require()` returns or throws.
    pub(in crate::engine) fn answer(&mut self, before: (Vec<String>, Vec<String>)) {
        self.required.pop();
        (self.current, self.declared) = before;
    }

    /// Notes that a module has run, and with it everything that it imports.
    pub(in crate::engine) fn finish(&mut self, path: &str) {
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

/// Returns the path of a module that QuickJS knows by this name.
pub(in crate::engine) fn path(name: &str) -> &str {
    name.trim_end_matches(COPY)
}

#[cfg(test)]
mod tests;
