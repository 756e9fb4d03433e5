//! Where the requests for assets are answered and pages are made to follow: in the chain of calls that makes the app.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ItemFn, ItemMod};

use super::derives::first_string;
use super::modules::{Module, indent, is_test_function, start_of_line};
use super::project::Framework;

/// A `Router::new()` or `App::new()` with the calls on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Where a service is added.
    pub(crate) service: Place,
    /// Where a layer is added that is to see what all others make of a page.
    pub(crate) layer: Place,
}

/// Where a call may be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    at: usize,
    /// What is put before the call: white space of a line of its own, or nothing.
    before: String,
}

impl Place {
    /// This call in the chain: where it is put, and as what.
    pub(crate) fn with(&self, call: &str) -> (usize, String) {
        (self.at, format!("{}{call}", self.before))
    }
}

/// What a module says about routes.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    pub(crate) chains: Vec<Chain>,
    /// The first route that lies where assets are served.
    pub(crate) conflict: Option<String>,
    /// Whether the assets are served already.
    pub(crate) serves_assets: bool,
    /// Whether pages follow already.
    pub(crate) reloads: bool,
    /// Whether routes may be added behind a chain, where its layers do not reach.
    pub(crate) goes_on: bool,
}

/// Calls that add routes, after which another one fits.
const AXUM: [&str; 5] = ["route", "route_service", "nest", "nest_service", "merge"];
/// Calls before which a service comes first in the order in which actix asks them.
const ACTIX: [&str; 3] = ["service", "route", "configure"];

/// Calls on a `Router` or an `App` of which comes another one.
const LAYERED: [&str; 17] = [
    "app_data",
    "configure",
    "default_service",
    "fallback",
    "fallback_service",
    "layer",
    "merge",
    "method_not_allowed_fallback",
    "nest",
    "nest_service",
    "route",
    "route_layer",
    "route_service",
    "service",
    "with_state",
    "wrap",
    "wrap_fn",
];

/// Calls on a router whose first argument may be a path.
const ROUTES: [&str; 5] = ["route", "route_service", "nest", "nest_service", "service"];
/// Functions of actix whose first argument is a path.
const ROUTED: [&[&str]; 3] = [&["Files", "new"], &["web", "scope"], &["web", "resource"]];

type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

/// Finds the chains of a module.
pub(crate) fn routes(module: &Module, framework: Framework) -> Routes {
    let (ident, calls): (_, &[&str]) = match framework {
        Framework::Axum => ("Router", &AXUM),
        Framework::Actix => ("App", &ACTIX),
        Framework::Other => return Routes::default(),
    };
    let mut finder =
        Finder { text: &module.text, ident, calls, framework, routes: Routes::default() };
    for item in &module.items {
        // Modules in braces are modules of their own.
        if !matches!(item, syn::Item::Mod(_)) {
            finder.visit_item(item);
        }
    }
    finder.routes
}

struct Finder<'a> {
    text: &'a str,
    ident: &'a str,
    calls: &'a [&'a str],
    framework: Framework,
    routes: Routes,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test_function(function) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let mut calls = vec![call];
        let mut base = &*call.receiver;
        while let Expr::MethodCall(inner) = base {
            calls.push(inner);
            base = &inner.receiver;
        }
        for call in &calls {
            self.judge(call);
            call.args.iter().for_each(|argument| self.visit_expr(argument));
        }
        match base {
            Expr::Call(made) if self.makes(made) => self.chain(made, &calls),
            base => {
                let adds = |call: &&&ExprMethodCall| AXUM.contains(&&*call.method.to_string());
                self.routes.goes_on |=
                    self.framework == Framework::Axum && calls.iter().any(|call| adds(&call));
                self.visit_expr(base);
            }
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if self.makes(call) {
            self.chain(call, &[]);
            return;
        }
        if let Expr::Path(path) = &*call.func {
            self.routes.reloads |= ends_with(&path.path, &["live_reload"]);
        }
        if let Expr::Path(path) = &*call.func
            && ROUTED.iter().any(|names| ends_with(&path.path, names))
        {
            self.route(&call.args);
        }
        visit::visit_expr_call(self, call);
    }
}

impl Finder<'_> {
    /// Whether this is `Router::new()`.
    fn makes(&self, call: &ExprCall) -> bool {
        let Expr::Path(path) = &*call.func else { return false };
        ends_with(&path.path, &[self.ident, "new"])
    }

    /// `calls` are in the order of the source reversed.
    fn chain(&mut self, made: &ExprCall, calls: &[&ExprMethodCall]) {
        let adds = |call: &&&ExprMethodCall| self.calls.contains(&&*call.method.to_string());
        let added = match self.framework {
            Framework::Axum => calls.iter().find(adds),
            _ => calls.iter().rev().find(adds),
        };
        let behind = match (self.framework, added) {
            (Framework::Axum, Some(call)) => call.paren_token.span.close().byte_range().end,
            (_, Some(call)) => call.receiver.span().byte_range().end,
            (_, None) => made.span().byte_range().end,
        };
        let layered = calls.iter().find(|call| LAYERED.contains(&&*call.method.to_string()));
        let end = layered.map_or(behind, |call| call.paren_token.span.close().byte_range().end);
        let last = calls.last();
        let service = self.place(behind, added.or(last).copied());
        let layer = self.place(end.max(behind), layered.or(added).or(last).copied());
        self.routes.chains.push(Chain { service, layer });
    }

    /// A call that stands on a line of its own shows how the next one would.
    fn place(&self, at: usize, example: Option<&ExprMethodCall>) -> Place {
        let example = example.map(|call| call.dot_token.span().byte_range().start);
        let own_line = example.filter(|&dot| {
            let line = start_of_line(self.text, dot);
            self.text.get(line..dot).is_some_and(|before| before.trim().is_empty())
        });
        let before = own_line.map(|dot| format!("\n{}", indent(self.text, dot)));
        Place { at, before: before.unwrap_or_default() }
    }

    /// Looks at one call on a router.
    fn judge(&mut self, call: &ExprMethodCall) {
        if !ROUTES.contains(&&*call.method.to_string()) {
            return;
        }
        self.route(&call.args);
        self.routes.serves_assets |= call.args.iter().any(|argument| {
            let text = self.text.get(argument.span().byte_range());
            text.is_some_and(|text| text.contains("assets::service()"))
        });
    }

    /// Notes a path below the default prefix.
    fn route(&mut self, arguments: &Arguments) {
        let path = first_string(arguments);
        if let Some(path) = path.filter(|it| it == "/static" || it.starts_with("/static/")) {
            self.routes.conflict.get_or_insert(path);
        }
    }
}

pub(crate) fn ends_with(path: &syn::Path, names: &[&str]) -> bool {
    let ours = names.iter().rev();
    path.segments.len() >= names.len()
        && path.segments.iter().rev().zip(ours).all(|(segment, name)| segment.ident == name)
}
