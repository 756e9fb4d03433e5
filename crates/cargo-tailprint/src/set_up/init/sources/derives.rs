//! The derives of templates in a module, and the meaning of names in it.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Item, Meta, MetaNameValue, Path, Token, UseTree};

use super::modules::{Module, string};

/// A template file for which a module derives `Template`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Derived {
    pub(crate) path: String,
    /// True if the derive names a syntax.
    pub(crate) has_syntax: bool,
}

/// Lists the template files for which a module derives `Template`.
pub(crate) fn derived(module: &Module) -> Vec<Derived> {
    module.items.iter().filter_map(attributes).filter_map(template).collect()
}

fn attributes(item: &Item) -> Option<&[Attribute]> {
    match item {
        Item::Struct(item) => Some(&item.attrs),
        Item::Enum(item) => Some(&item.attrs),
        _ => None,
    }
}

fn template(attributes: &[Attribute]) -> Option<Derived> {
    let derives = attributes.iter().any(|attribute| {
        attribute.path().is_ident("derive")
            && attribute
                .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
                .is_ok_and(|paths| paths.iter().any(|path| last(path, "Template")))
    });
    let list = attributes.iter().find(|attribute| attribute.path().is_ident("template"))?;
    let pairs = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let value = |name: &str| {
        pairs.iter().find_map(|pair| match pair {
            Meta::NameValue(MetaNameValue { path, value, .. }) if path.is_ident(name) => {
                string(value)
            }
            _ => None,
        })
    };
    let path = value("path").filter(|_| derives)?;
    Some(Derived { path, has_syntax: value("syntax").is_some() })
}

fn last(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == name)
}

/// Returns true if a module has `tailprint::assets!()`.
pub(crate) fn declares_assets(module: &Module) -> bool {
    module.items.iter().any(|item| match item {
        Item::Macro(item) => {
            let path = &item.mac.path;
            let is_ours = path.segments.first().is_some_and(|it| it.ident == "tailprint");
            last(path, "assets") && (is_ours || path.segments.len() == 1)
        }
        _ => false,
    })
}

/// The meaning of a name in a module.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// The module itself does not define the name.
    Nothing,
    /// The module imports the name from this path.
    Import(Vec<String>),
    /// The module declares a module of this name.
    Declared,
}

/// Looks a name up among the declarations and imports of a module.
pub(crate) fn named(module: &Module, name: &str) -> Named {
    for item in &module.items {
        match item {
            Item::Mod(item) if item.ident == name => return Named::Declared,
            Item::Use(item) => {
                if let Some(path) = imported(&item.tree, name, &mut Vec::new()) {
                    return Named::Import(path);
                }
            }
            _ => {}
        }
    }
    Named::Nothing
}

fn imported(tree: &UseTree, name: &str, path: &mut Vec<String>) -> Option<Vec<String>> {
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            let found = match &*inner.tree {
                // `use a::name::{self}`
                UseTree::Name(it) if it.ident == "self" && inner.ident == name => {
                    Some(path.split_last().map(|(_, path)| path.to_vec()).unwrap_or_default())
                }
                tree => imported(tree, name, path),
            };
            path.pop();
            found
        }
        UseTree::Name(it) => (it.ident == name).then(|| path.clone()),
        UseTree::Rename(it) => (it.rename == name).then(|| path.clone()),
        UseTree::Group(group) => group.items.iter().find_map(|tree| imported(tree, name, path)),
        _ => None,
    }
}

/// The first argument of a call, if it is a string.
pub(crate) fn first_string(arguments: &Punctuated<Expr, Token![,]>) -> Option<String> {
    arguments.first().and_then(string)
}
