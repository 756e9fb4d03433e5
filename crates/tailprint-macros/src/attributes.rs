//! `#[template(…)]`: the argument that is added, and the source that is translated.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Lit, LitStr, Meta, Token, parse_quote};

use crate::context::Context;

type Arguments = Punctuated<Meta, Token![,]>;

/// Lets askama read the configuration of the build script instead of `askama.toml`, unless the user
/// names a configuration.
pub(crate) fn configure(item: &mut DeriveInput, context: &Context) -> syn::Result<()> {
    let inherited = Inherited {
        syntax: argument(&item.attrs, "syntax").map(|literal| literal.value()),
        config: argument(&item.attrs, "config").is_some(),
    };
    configure_attributes(&mut item.attrs, context, &inherited)?;
    if let Data::Enum(data) = &mut item.data {
        for variant in &mut data.variants {
            configure_attributes(&mut variant.attrs, context, &inherited)?;
        }
    }
    Ok(())
}

/// The arguments that the variants of an enum inherit from it.
struct Inherited {
    syntax: Option<String>,
    config: bool,
}

fn configure_attributes(
    attributes: &mut [Attribute],
    context: &Context,
    inherited: &Inherited,
) -> syn::Result<()> {
    if inherited.config || argument(attributes, "config").is_some() {
        return Ok(());
    }
    let syntax = argument(attributes, "syntax").map(|literal| literal.value());
    let syntax = syntax.or_else(|| inherited.syntax.clone());
    let Some(config) = context.config(syntax.as_deref()) else {
        let message = "the path of the target directory is not UTF-8 (move the package)";
        return Err(syn::Error::new(Span::call_site(), message));
    };
    let mut config = Some(config);
    for attribute in attributes.iter_mut().filter(|attribute| is_template(attribute)) {
        // Errors in arguments that cannot be parsed are left to askama.
        let Ok(mut arguments) = attribute.parse_args_with(Arguments::parse_terminated) else {
            continue;
        };
        if let Some(source) =
            arguments.iter_mut().find_map(|argument| value_mut(argument, "source"))
        {
            translate(source, context, syntax.as_deref())?;
        }
        if let Some(config) = config.take() {
            arguments.push(parse_quote!(config = #config));
        }
        attribute.meta = parse_quote!(template(#arguments));
    }
    Ok(())
}

fn translate(source: &mut LitStr, context: &Context, syntax: Option<&str>) -> syn::Result<()> {
    let translation = context.syntax(syntax).and_then(|syntax| syntax.translation.as_ref());
    let Some(translation) = translation else { return Ok(()) };
    let text = source.value();
    let translated = translation.translate(&text).map_err(|error| {
        let before = text.get(..error.offset()).unwrap_or(&text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
        let message = format!("{line}:{column}: {error} ({})", error.repair());
        syn::Error::new(source.span(), message)
    })?;
    if translated != text {
        *source = LitStr::new(&translated, source.span());
    }
    Ok(())
}

/// Replaces the template by an empty one.
pub(crate) fn make_empty(item: &mut DeriveInput) {
    item.attrs.retain(|attribute| !is_template(attribute));
    if let Data::Enum(data) = &mut item.data {
        for variant in &mut data.variants {
            variant.attrs.retain(|attribute| !is_template(attribute));
        }
    }
    item.attrs.push(parse_quote!(#[template(source = "", ext = "txt")]));
}

fn is_template(attribute: &Attribute) -> bool {
    attribute.path().is_ident("template")
}

/// The string literal that `name` is set to.
fn argument(attributes: &[Attribute], name: &str) -> Option<LitStr> {
    attributes
        .iter()
        .filter(|attribute| is_template(attribute))
        .filter_map(|attribute| attribute.parse_args_with(Arguments::parse_terminated).ok())
        .flatten()
        .find_map(|mut argument| value_mut(&mut argument, name).cloned())
}

fn value_mut<'a>(argument: &'a mut Meta, name: &str) -> Option<&'a mut LitStr> {
    let Meta::NameValue(pair) = argument else { return None };
    if !pair.path.is_ident(name) {
        return None;
    }
    let mut value = &mut pair.value;
    // A literal that comes out of a `macro_rules!` macro.
    while let Expr::Group(group) = value {
        value = &mut group.expr;
    }
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) => Some(literal),
        _ => None,
    }
}
