//! The call that gives the filters to the engine of `rocket_dyn_templates`.

use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, Pat};

use super::super::crates::RoutedModule;
use super::super::edits::Edits;
use super::super::modules::indent;
use super::super::server::router::ends_with;
use super::super::server::serve::assets_from;
use super::super::{Crate, Home};
use super::Registered;

/// Registers the filters where the only fairing of templates is made. Returns true if it did.
pub(super) fn add(
    engine: Registered,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    edits: &mut Edits,
) -> bool {
    let Registered { engine, function, .. } = engine;
    let mut all = Vec::new();
    for routed in modules {
        let mut finder = Finder::default();
        routed.module.visit(&mut finder);
        all.extend(finder.found.into_iter().map(|fairing| (routed, fairing)));
    }
    let [(routed, fairing)] = &all[..] else { return false };
    let Some(assets) = assets_from(routed, crates, home) else { return false };
    let register = |engines: &str| format!("{assets}::{function}(&mut {engines}.{engine})");
    match fairing {
        Fairing::Plain(name, arguments) => {
            edits.replace(routed.module, name.clone(), "custom".to_owned());
            let closure = format!("(|engines| {})", register("engines"));
            edits.replace(routed.module, arguments.clone(), closure);
        }
        Fairing::Custom(engines, start) => {
            let indent = indent(&routed.module.text, *start);
            let call = format!("\n{indent}    {};", register(engines));
            edits.add(routed.module, (*start, call));
        }
        Fairing::Other => return false,
    }
    true
}

/// A place that makes the fairing of templates.
enum Fairing {
    /// `Template::fairing()`: the name of the function, and its arguments with the parentheses.
    Plain(Range<usize>, Range<usize>),
    /// `Template::custom(|engines| { … })`: the name, and the place behind the brace.
    Custom(String, usize),
    Other,
}

#[derive(Default)]
struct Finder {
    found: Vec<Fairing>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(path) = &*call.func {
            let is = |name: &str| ends_with(&path.path, &["Template", name]);
            if is("fairing") {
                let name = path.path.segments.last().map(|it| it.ident.span().byte_range());
                let parens = &call.paren_token.span;
                let arguments = parens.open().byte_range().start..parens.close().byte_range().end;
                self.found.extend(name.map(|name| Fairing::Plain(name, arguments)));
            } else if is("custom") || is("try_custom") {
                self.found.push(custom(call).unwrap_or(Fairing::Other));
            }
        }
        visit::visit_expr_call(self, call);
    }
}

fn custom(call: &ExprCall) -> Option<Fairing> {
    let Some(Expr::Closure(closure)) = call.args.first() else { return None };
    let (Some(Pat::Ident(engines)), Expr::Block(body)) = (closure.inputs.first(), &*closure.body)
    else {
        return None;
    };
    let start = body.block.brace_token.span.open().byte_range().end;
    Some(Fairing::Custom(engines.ident.to_string(), start))
}
