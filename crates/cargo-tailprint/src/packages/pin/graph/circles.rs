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
    let required = required(node);
    let mut done = BTreeSet::new();
    required.keys().find_map(|module| circle(module, &required, &mut done))
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

/// Returns the circle that a module reaches. `done` are those that reach none.
///
/// The modules of a package may be a chain of any length, so the walk does not use the stack of the thread.
fn circle<'a>(
    first: &'a String,
    required: &'a BTreeMap<String, Vec<String>>,
    done: &mut BTreeSet<&'a String>,
) -> Option<Vec<String>> {
    if done.contains(first) {
        return None;
    }
    // A module that is not wrapped requires nothing.
    let inner = |module| required.get(module).map_or(&[][..], Vec::as_slice).iter();
    // The modules from the first one to the present one, each with what it still requires.
    let mut path = vec![(first, inner(first))];
    let mut places = BTreeMap::from([(first, 0)]);
    while let Some((module, rest)) = path.last_mut() {
        let Some(next) = rest.next() else {
            places.remove(module);
            done.insert(module);
            path.pop();
            continue;
        };
        if let Some(start) = places.get(next) {
            return Some(path[*start..].iter().map(|(module, _)| (*module).clone()).collect());
        }
        if !done.contains(next) {
            places.insert(next, path.len());
            path.push((next, inner(next)));
        }
    }
    None
}

#[cfg(test)]
#[test]
fn a_long_chain_has_no_circle_until_its_end_requires_its_middle() {
    let name = |number: usize| format!("{number}.js");
    let chain = |end: usize| -> BTreeMap<String, Vec<String>> {
        let all = (0..20_000).map(|it| (name(it), vec![name(it + 1)]));
        all.chain([(name(20_000), vec![name(end)])]).collect()
    };
    let find = |required: &BTreeMap<String, Vec<String>>| {
        let mut done = BTreeSet::new();
        required.keys().find_map(|module| circle(module, required, &mut done))
    };
    assert_eq!(find(&chain(20_001)), None);
    assert_eq!(find(&chain(19_999)), Some(vec![name(19_999), name(20_000)]));
}
