//! CommonJS modules that require each other.
//!
//! Node.js gives one of them what the other has exported so far. ES modules have no such state, so the wrapped modules
//! would fail in the browser.

use std::collections::{BTreeMap, BTreeSet};

use tailprint_build::cli_support::script;

use super::Node;
use crate::packages::npm::entry::{self, Form};

/// Returns the modules of a circle, each of which requires the next one; none if there is no circle.
pub(super) fn find(node: &Node) -> Option<Vec<String>> {
    let mut walk = Walk { required: required(node), done: BTreeSet::new(), path: Vec::new() };
    let all: Vec<String> = walk.required.keys().cloned().collect();
    all.iter().find_map(|module| walk.enter(module))
}

/// Returns the wrapped modules that each wrapped module requires.
fn required(node: &Node) -> BTreeMap<String, Vec<String>> {
    let is_wrapped = |path: &str| {
        entry::is_script(path)
            && !node.scripts.contains(path)
            && node.package.files.contains_key(path)
            && matches!(node.package.form(path), Form::CommonJs | Form::Universal)
    };
    let wrapped = node.files.iter().filter(|(path, _)| is_wrapped(path));
    let modules = wrapped.map(|(path, bytes)| {
        let imports = script(&String::from_utf8_lossy(bytes)).imports;
        let inner = imports.iter().filter(|loaded| loaded.url.starts_with('.'));
        let files = inner.filter_map(|loaded| entry::relative(path, &loaded.url));
        (path.clone(), files.filter(|file| is_wrapped(file)).collect())
    });
    modules.collect()
}

struct Walk {
    required: BTreeMap<String, Vec<String>>,
    /// The modules from which no circle is reached.
    done: BTreeSet<String>,
    /// The modules from the first one to the present one.
    path: Vec<String>,
}

impl Walk {
    fn enter(&mut self, module: &str) -> Option<Vec<String>> {
        if let Some(start) = self.path.iter().position(|it| it == module) {
            return Some(self.path[start..].to_vec());
        }
        if self.done.contains(module) {
            return None;
        }
        self.path.push(module.to_owned());
        // A module that is not wrapped requires nothing.
        let required = self.required.get(module).cloned().unwrap_or_default();
        let found = required.iter().find_map(|next| self.enter(next));
        if found.is_none() {
            self.path.pop();
            self.done.insert(module.to_owned());
        }
        found
    }
}
