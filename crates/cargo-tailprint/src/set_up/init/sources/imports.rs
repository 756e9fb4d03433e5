//! Imports that nothing uses any more.

use std::collections::BTreeSet;
use std::ops::Range;

use syn::UseTree;
use syn::spanned::Spanned as _;

use super::edits::Edits;
use super::modules::{Module, behind, start_of_line};

/// Plans to remove the imports of names that are used in the replaced ranges alone.
pub(crate) fn drop_unused(module: &Module, replaced: &[Range<usize>], edits: &mut Edits) {
    let old: Vec<&str> = replaced.iter().filter_map(|it| module.text.get(it.clone())).collect();
    let old = old.join("\n");
    let count = |text: &str, name: &str| words(text).filter(|word| *word == name).count();
    // The import itself is the one more.
    let is_unused = |name: &&str| count(&module.text, name) == count(&old, name) + 1;
    let unused: BTreeSet<&str> =
        words(&old).filter(|it| !it.is_empty()).filter(is_unused).collect();
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

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric() && it != '_')
}
