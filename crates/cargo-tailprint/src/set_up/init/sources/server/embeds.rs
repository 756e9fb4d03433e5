//! Structs that embed a folder, and the services that send their files.

use syn::spanned::Spanned as _;
use syn::{Expr, ExprCall, GenericArgument, ItemStruct, PathArguments, Type};

use super::super::modules::{Module, string};

/// The structs of a crate that embed a folder, each with its name and the folder.
pub(crate) struct Embeds(Vec<(String, String)>);

impl Embeds {
    pub(crate) fn of(modules: &[Module]) -> Self {
        let items = modules.iter().flat_map(|module| &module.items);
        let found = items.filter_map(|item| match item {
            syn::Item::Struct(item) => Some((item.ident.to_string(), attribute(item)?.folder?)),
            _ => None,
        });
        Self(found.collect())
    }

    /// The folder of the only struct with a name.
    pub(super) fn folder(&self, name: &str) -> Option<&str> {
        let mut found = self.0.iter().filter(|(own, _)| own == name);
        found.next().filter(|_| found.next().is_none()).map(|(_, folder)| &**folder)
    }
}

/// An attribute that has a struct embed a folder.
pub(crate) struct Attribute {
    /// The attribute as the user knows it.
    pub(super) name: &'static str,
    pub(super) folder: Option<String>,
    pub(super) line: usize,
}

/// Finds `#[folder = "assets"]` of rust-embed, or `#[embed(folder = "assets")]` of tower-embed.
pub(crate) fn attribute(item: &ItemStruct) -> Option<Attribute> {
    item.attrs.iter().find_map(|attribute| {
        let line = attribute.span().start().line;
        match &attribute.meta {
            syn::Meta::NameValue(pair) if pair.path.is_ident("folder") => {
                Some(Attribute { name: "#[folder]", folder: string(&pair.value), line })
            }
            syn::Meta::List(list) if list.path.is_ident("embed") => {
                let pair: syn::MetaNameValue = list.parse_args().ok()?;
                let folder = string(&pair.value).filter(|_| pair.path.is_ident("folder"))?;
                Some(Attribute { name: "#[embed]", folder: Some(folder), line })
            }
            _ => None,
        }
    })
}

/// The struct in `ServeEmbed::<Assets>::new()` and in `static_embed::<Assets>()`.
pub(super) fn struct_of(call: &ExprCall) -> Option<String> {
    let Expr::Path(path) = &*call.func else { return None };
    path.path.segments.iter().rev().find_map(|segment| {
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
        let GenericArgument::Type(Type::Path(named)) = arguments.args.first()? else { return None };
        Some(named.path.segments.last()?.ident.to_string())
    })
}

/// The settings of a service that sends embedded files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// The file that answers for a folder.
    pub(super) index: Option<String>,
    /// True if another file answers for what is not there, or if the settings are not known.
    pub(super) has_more: bool,
}

/// Reads `ServeEmbed::<Assets>::new()` and `ServeEmbed::<Assets>::with_parameters(None, …, None)`.
pub(super) fn settings(call: &ExprCall) -> Settings {
    let arguments: Vec<&Expr> = call.args.iter().collect();
    match arguments[..] {
        [] => Settings { index: Some("index.html".to_owned()), has_more: false },
        [fallback, _, index] if is_none(fallback) && is_none(index) => Settings::default(),
        [fallback, _, index] => {
            let index = some(index);
            Settings { has_more: !is_none(fallback) || index.is_none(), index }
        }
        _ => Settings { index: None, has_more: true },
    }
}

fn is_none(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(it) if it.path.is_ident("None"))
}

/// The text in `Some("index.html".to_owned())`.
fn some(expression: &Expr) -> Option<String> {
    let Expr::Call(call) = expression else { return None };
    let is_some = matches!(&*call.func, Expr::Path(it) if it.path.is_ident("Some"));
    let mut inner = call.args.first().filter(|_| is_some)?;
    while let Expr::MethodCall(converted) = inner {
        inner = &converted.receiver;
    }
    string(inner)
}
