//! Imports that nothing uses any more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::UseTree;
use syn::spanned::Spanned as _;

use super::edits::Edits;
use super::modules::{Module, behind, start_of_line};

/// Plans to remove the imports of names that are used in the replaced ranges alone.
pub(crate) fn drop_unused(module: &Module, replaced: &[Range<usize>], edits: &mut Edits) {
    let Some(identifiers) = identifiers(&module.text) else { return };
    let is_replaced = |place: &Range<usize>| {
        replaced.iter().any(|old| old.start <= place.start && place.end <= old.end)
    };
    let mut uses: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, place) in &identifiers {
        let (all, old) = uses.entry(name).or_default();
        *all += 1;
        *old += usize::from(is_replaced(place));
    }
    // The import itself is the one more.
    uses.retain(|_, (all, old)| *old > 0 && *all == *old + 1);
    let unused: BTreeSet<&str> = uses.into_keys().collect();
    for item in &module.items {
        let syn::Item::Use(found) = item else { continue };
        if !matches!(found.vis, syn::Visibility::Inherited) {
            continue;
        }
        let tree = found.tree.span().byte_range();
        let mut dropped = false;
        let rest = without(&found.tree, &unused, &mut dropped);
        if !dropped {
            continue;
        }
        match rest {
            Some(rest) => edits.replace(module, tree, rest),
            None => {
                // A comment above it may be about the whole file.
                let start = start_of_line(&module.text, item.span().byte_range().start);
                edits.replace(module, start..behind(&module.text, item), String::new());
            }
        }
    }
}

/// The tree of a `use` without some of its names; none if nothing is left. Notes if a name was dropped.
fn without(tree: &UseTree, unused: &BTreeSet<&str>, dropped: &mut bool) -> Option<String> {
    let is_unused = |name: &syn::Ident| unused.contains(&*name.to_string());
    match tree {
        UseTree::Path(path) => {
            // `use actix_files::{self, Files}`
            let own = |tree: &UseTree| matches!(tree, UseTree::Name(it) if it.ident == "self");
            if own(&path.tree) && is_unused(&path.ident) {
                *dropped = true;
                return None;
            }
            Some(format!("{}::{}", path.ident, without(&path.tree, unused, dropped)?))
        }
        UseTree::Name(it) if is_unused(&it.ident) => {
            *dropped = true;
            None
        }
        UseTree::Rename(it) if is_unused(&it.rename) => {
            *dropped = true;
            None
        }
        UseTree::Name(it) => Some(it.ident.to_string()),
        UseTree::Rename(it) => Some(format!("{} as {}", it.ident, it.rename)),
        UseTree::Glob(_) => Some("*".to_owned()),
        UseTree::Group(group) => {
            let left: Vec<String> =
                group.items.iter().filter_map(|it| without(it, unused, dropped)).collect();
            match &left[..] {
                [] => None,
                [only] if *only != "self" => Some(only.clone()),
                names => Some(format!("{{{}}}", names.join(", "))),
            }
        }
    }
}

/// Lists the identifiers of a source with their places. Comments and texts have none. Returns nothing for what is no Rust.
fn identifiers(text: &str) -> Option<Vec<(String, Range<usize>)>> {
    fn collect(tokens: TokenStream, found: &mut Vec<(String, Range<usize>)>) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) => found.push((name.to_string(), name.span().byte_range())),
                TokenTree::Group(group) => collect(group.stream(), found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    collect(text.parse().ok()?, &mut found);
    Some(found)
}

/// The number of times that modules name something in code. Modules in braces share a text.
pub(crate) fn count<'a>(modules: impl Iterator<Item = &'a Module>, name: &str) -> usize {
    let texts: BTreeMap<_, _> = modules.map(|module| (&module.file, &module.text)).collect();
    texts.into_values().map(|text| uses(text, name)).sum()
}

/// The number of times that a source names something in code. What is no Rust has no names.
pub(crate) fn uses(text: &str, name: &str) -> usize {
    let found = identifiers(text).unwrap_or_default();
    found.iter().filter(|(found, _)| found == name).count()
}

/// Returns true if a source names a crate in code. A text that is no Rust may mean it.
pub(crate) fn names(text: &str, name: &str) -> bool {
    text.contains(name)
        && identifiers(text).is_none_or(|found| found.iter().any(|(found, _)| found == name))
}
