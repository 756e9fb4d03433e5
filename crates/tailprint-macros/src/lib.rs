//! `#[derive(tailprint::Template)]`: askama's own derive, for any delimiters.
//!
//! The derive calls that of askama. Before, it adds `config = "…"` to `#[template(…)]`, so that askama reads the
//! configuration that the build script made of `askama.toml`. Afterwards, it replaces the paths of translated copies in
//! messages by those of the templates.
//!
//! askama cannot be given these delimiters directly, since it refuses closing delimiters that begin with an operator
//! (`SyntaxBuilder::to_syntax` in `askama_parser` 0.16). This crate can go once it accepts them.
//!
//! Use it as [`tailprint::Template`](https://docs.rs/tailprint/latest/tailprint/derive.Template.html), with the feature
//! `askama`. This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

mod attributes;
mod context;
mod messages;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::DeriveInput;

use context::Context;

/// askama's `#[derive(Template)]`, for templates with any delimiters.
///
/// It does everything that askama's derive does, as [documented there][docs]. In addition, the
/// delimiters in `askama.toml` may be ones that askama refuses, such as `<<` and `>>`. It needs a
/// build script that calls `tailprint_build::build()`.
///
/// ```toml
/// # askama.toml
/// [general]
/// default_syntax = "angle"
///
/// [[syntax]]
/// name = "angle"
/// expr_start = "<<"
/// expr_end = ">>"
/// ```
/// ```text
/// #[derive(tailprint::Template)]
/// #[template(path = "index.html")] // <h1>Hello, << name >></h1>
/// struct Index {
///     name: &'static str,
/// }
/// ```
///
/// [docs]: https://docs.rs/askama/latest/askama/derive.Template.html
#[proc_macro_derive(Template, attributes(template))]
pub fn derive_template(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let out_dir = std::env::var_os("OUT_DIR").map(std::path::PathBuf::from);
    expand(input.into(), out_dir.as_deref()).into()
}

fn expand(input: TokenStream, out_dir: Option<&std::path::Path>) -> TokenStream {
    let Ok(mut item) = syn::parse2::<DeriveInput>(input.clone()) else {
        return askama_derive::derive_template(input, import_askama);
    };
    let configured = Context::read(out_dir)
        .map_err(|message| syn::Error::new(Span::call_site(), message))
        .and_then(|context| {
            attributes::configure(&mut item, &context)?;
            Ok(context)
        });
    match configured {
        Ok(context) => {
            let output = askama_derive::derive_template(quote!(#item), import_askama);
            messages::restore(output, &context)
        }
        Err(error) => {
            // An empty template keeps the compiler from reporting missing methods as well.
            let error = error.to_compile_error();
            attributes::make_empty(&mut item);
            let output = askama_derive::derive_template(quote!(#item), import_askama);
            quote!(#error #output)
        }
    }
}

/// The askama that tailprint was built with, whatever the user's dependencies are called.
fn import_askama() -> TokenStream {
    quote! {
        extern crate tailprint;
        use tailprint::__private::askama;
    }
}

#[cfg(test)]
mod tests;
