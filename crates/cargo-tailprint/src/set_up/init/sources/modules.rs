//! The modules of a crate, found along its `mod` declarations as rustc does.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use syn::spanned::Spanned as _;
use syn::visit::Visit;

use super::super::plan::Plan;

/// A module with its items.
pub(crate) struct Module {
    pub(crate) file: PathBuf,
    /// The names from the root of the crate to the module; empty for the root.
    pub(crate) path: Vec<String>,
    /// The text before the edits, with `\n` as line ending.
    pub(crate) text: Rc<str>,
    pub(crate) items: Vec<syn::Item>,
}

impl Module {
    /// The path by which this module names the `assets` that the module `home` declares.
    pub(crate) fn assets(&self, home: &[String]) -> String {
        if self.path == home {
            return "assets".to_owned();
        }
        absolute(home)
    }

    /// Visits the items, without those of modules in braces, which are modules of their own.
    pub(crate) fn visit<'a>(&'a self, visitor: &mut impl Visit<'a>) {
        let own = self.items.iter().filter(|item| !matches!(item, syn::Item::Mod(_)));
        own.for_each(|item| visitor.visit_item(item));
    }

    /// The places of modules and functions for tests.
    pub(crate) fn tests(&self) -> impl Iterator<Item = Range<usize>> {
        let tests = self.items.iter().filter(|item| match item {
            syn::Item::Mod(module) => is_test(&module.attrs),
            syn::Item::Fn(function) => is_test_function(function),
            _ => false,
        });
        tests.map(|item| item.span().byte_range())
    }
}

/// The path by which every module of the crate names the `assets` that the module `home` declares.
pub(crate) fn absolute(home: &[String]) -> String {
    home.iter().fold("crate".to_owned(), |name, part| name + "::" + part) + "::assets"
}

/// Reads the root module and all modules below it, without tests. Files that cannot be read or parsed are left out.
pub(crate) fn of_crate(root: &Path, plan: &Plan) -> Vec<Module> {
    let mut walk = Walk { plan, seen: BTreeSet::new(), found: Vec::new() };
    let folder = root.parent().unwrap_or(Path::new(""));
    walk.file(root, folder, Vec::new());
    walk.found
}

struct Walk<'a> {
    plan: &'a Plan,
    seen: BTreeSet<PathBuf>,
    found: Vec<Module>,
}

impl Walk<'_> {
    /// Reads the module of a file; `folder` holds its submodules.
    fn file(&mut self, file: &Path, folder: &Path, path: Vec<String>) {
        if !self.seen.insert(file.to_owned()) {
            return;
        }
        let Ok(Some(text)) = self.plan.text(file) else { return };
        let Ok(parsed) = syn::parse_str::<syn::File>(&text) else { return };
        self.items(file, folder, path, &text.into(), parsed.items, false);
    }

    fn items(
        &mut self,
        file: &Path,
        folder: &Path,
        path: Vec<String>,
        text: &Rc<str>,
        items: Vec<syn::Item>,
        is_inline: bool,
    ) {
        let modules = items.iter().filter_map(|item| match item {
            syn::Item::Mod(module) if !is_test(&module.attrs) => Some(module.clone()),
            _ => None,
        });
        let modules: Vec<syn::ItemMod> = modules.collect();
        self.found.push(Module {
            file: file.to_owned(),
            path: path.clone(),
            text: Rc::clone(text),
            items,
        });
        for module in modules {
            let name = module.ident.to_string();
            let name = name.strip_prefix("r#").unwrap_or(&name).to_owned();
            let below: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
            let own = folder.join(&name);
            if let Some((_, items)) = module.content {
                self.items(file, &own, below, text, items, true);
            } else if let Some(named) = path_attribute(&module.attrs) {
                let base = if is_inline { folder } else { file.parent().unwrap_or(folder) };
                let named = base.join(named);
                let beside = named.parent().unwrap_or(folder).to_owned();
                self.file(&named, &beside, below);
            } else {
                let candidates = [folder.join(format!("{name}.rs")), own.join("mod.rs")];
                if let Some(file) = candidates.iter().find(|file| file.is_file()) {
                    self.file(file, &own, below);
                }
            }
        }
    }
}

/// Returns true for `#[cfg(test)]`.
pub(crate) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            list.parse_args::<syn::Ident>().is_ok_and(|ident| ident == "test")
        }
        _ => false,
    })
}

/// Returns true for `#[cfg(test)]`, `#[test]` and attributes such as `#[tokio::test]`.
pub(crate) fn is_test_function(function: &syn::ItemFn) -> bool {
    let last = |it: &syn::Attribute| it.path().segments.last().is_some_and(|it| it.ident == "test");
    is_test(&function.attrs) || function.attrs.iter().any(last)
}

fn path_attribute(attributes: &[syn::Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => string(&pair.value),
        _ => None,
    })
}

/// The value of a string literal.
pub(crate) fn string(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// The texts of a crate that are constants, each with its path.
pub(crate) struct Constants(Vec<(Vec<String>, String)>);

impl Constants {
    pub(crate) fn of(modules: &[Module]) -> Self {
        let items =
            modules.iter().flat_map(|module| module.items.iter().map(move |it| (module, it)));
        let found = items.filter_map(|(module, item)| {
            let (name, value) = match item {
                syn::Item::Const(it) => (&it.ident, &it.expr),
                syn::Item::Static(it) => (&it.ident, &it.expr),
                _ => return None,
            };
            let path = module.path.iter().cloned().chain([name.to_string()]).collect();
            Some((path, string(value)?))
        });
        Self(found.collect())
    }

    /// The value of a string literal, or of the only constant whose path ends as the expression says.
    pub(crate) fn string(&self, expression: &syn::Expr) -> Option<String> {
        let syn::Expr::Path(named) = expression else { return string(expression) };
        let names = named.path.segments.iter().map(|it| it.ident.to_string());
        let names: Vec<String> =
            names.filter(|it| !matches!(&**it, "crate" | "self" | "super")).collect();
        let is_named = |path: &[String]| !names.is_empty() && path.ends_with(&names);
        let mut found = self.0.iter().filter(|(path, _)| is_named(path));
        found.next().filter(|_| found.next().is_none()).map(|(_, value)| value.clone())
    }
}

/// The first byte of the line in which an item begins, or of the comments above it.
pub(crate) fn line_of(text: &str, item: &syn::Item) -> usize {
    let mut at = start_of_line(text, item.span().byte_range().start);
    while at > 0 {
        let above = start_of_line(text, at - 1);
        if !text.get(above..at).is_some_and(|line| {
            let line = line.trim_start();
            line.starts_with("//") && !line.starts_with("//!")
        }) {
            break;
        }
        at = above;
    }
    at
}

/// The first byte of the line in which an import begins, or of the comments above it. Comments at the start of a file are
/// about the file.
pub(crate) fn line_of_import(text: &str, item: &syn::Item) -> usize {
    match line_of(text, item) {
        0 => start_of_line(text, item.span().byte_range().start),
        at => at,
    }
}

/// The first byte behind the line in which an item ends.
pub(crate) fn behind(text: &str, item: &syn::Item) -> usize {
    let end = item.span().byte_range().end;
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| end + length + 1)
}

pub(crate) fn start_of_line(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The white space that the line at `at` begins with.
pub(crate) fn indent(text: &str, at: usize) -> &str {
    let line = text.get(start_of_line(text, at)..).unwrap_or_default();
    let blank = line.find(|letter: char| letter != ' ' && letter != '\t').unwrap_or(0);
    line.get(..blank).unwrap_or_default()
}
