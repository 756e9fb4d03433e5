//! URLs of assets in the macros of maud, hypertext and leptos, replaced by the constants of the assets.

use std::ops::Range;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::super::edits::links;
use super::super::project::Engine;
use super::super::survey::Survey;
use super::crates::Crate;
use super::edits::Edits;
use super::home::Home;
use super::modules::Module;

/// Replaces the values of attributes that are URLs of assets, in the crate that declares `assets`.
pub(crate) fn add(
    engine: Engine,
    survey: &Survey,
    crates: &[Crate<'_>],
    home: &Home,
    edits: &mut Edits,
) {
    let Some(files) = &survey.files else { return };
    let Some(home_crate) = crates.get(home.index) else { return };
    for module in &home_crate.modules {
        let assets = module.assets(&home.path);
        let mut finder = Finder { names: names(engine), is_used: false, found: Vec::new() };
        module.items.iter().for_each(|item| finder.visit_item(item));
        for (range, url) in finder.found {
            let path = links::asset(&url, files, survey.tailwind.output());
            let Some(constant) = path.and_then(|path| links::constant(&assets, &path, files))
            else {
                continue;
            };
            let is_bare = engine == Engine::Leptos;
            let expression = if is_bare { constant } else { format!("({constant})") };
            edits.replace(module, range, expression);
        }
    }
}

/// Returns true if a module has a macro of an engine that makes pages.
pub(crate) fn uses(module: &Module, engine: Engine) -> bool {
    let mut finder = Finder { names: names(engine), is_used: false, found: Vec::new() };
    module.items.iter().for_each(|item| finder.visit_item(item));
    finder.is_used
}

/// The macros of an engine that take attributes.
fn names(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Maud => &["html"],
        Engine::Hypertext => &["maud", "maud_borrow", "maud_move", "rsx", "rsx_borrow", "rsx_move"],
        Engine::Leptos => &["view"],
        _ => &[],
    }
}

/// A visitor that finds the string literals behind `name=` in these macros, with their values.
struct Finder {
    names: &'static [&'static str],
    /// True if there is such a macro.
    is_used: bool,
    found: Vec<(Range<usize>, String)>,
}

impl<'ast> Visit<'ast> for Finder {
    // The modules below are visited on their own.
    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last();
        if name.is_some_and(|name| self.names.iter().any(|it| name.ident == it)) {
            self.is_used = true;
            self.attributes(called.tokens.clone());
        }
        visit::visit_macro(self, called);
    }
}

impl Finder {
    fn attributes(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.attributes(group.stream()),
                TokenTree::Literal(literal) if tokens.get(..index).is_some_and(is_attribute) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.found.push((literal.span().byte_range(), text.value()));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Returns true if the tokens end with `name=`, and not with `let name =`.
fn is_attribute(before: &[TokenTree]) -> bool {
    let [rest @ .., TokenTree::Ident(_), TokenTree::Punct(equals)] = before else { return false };
    let binds = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "let" || word == "mut" || word == "const");
    equals.as_char() == '=' && equals.spacing() == Spacing::Alone && !rest.last().is_some_and(binds)
}
