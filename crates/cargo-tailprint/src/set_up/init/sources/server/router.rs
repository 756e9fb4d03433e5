//! The chain of calls that makes the router: the place where the route and the layer are added.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ItemFn, ItemMod, UseTree};

use super::super::derives::first_string;
use super::super::modules::{Module, indent, is_test_function, start_of_line};
use crate::set_up::init::project::Framework;

/// A `Router::new()` or `App::new()` with the calls on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// The place for a service.
    pub(crate) service: Slot,
    /// The place for a layer that sees pages as all other layers leave them.
    pub(crate) layer: Slot,
    /// The line in which it begins, from 1.
    pub(crate) line: usize,
    pub(crate) part: Part,
    /// The name of the function that makes it.
    pub(crate) function: Option<String>,
}

/// The part of a router in the app. Of several, the greatest is the one that serves the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// It has routes alone.
    Routes,
    /// It joins other routers.
    Joins,
    /// It joins other routers, and serves files or answers what none of them does: all requests come here first.
    Outermost,
}

/// The place for another call in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    at: usize,
    /// The text before the call: a line break and white space, or nothing.
    before: String,
}

impl Slot {
    /// The insertion of a call: its position and text.
    pub(crate) fn with(&self, call: &str) -> (usize, String) {
        (self.at, format!("{}{call}", self.before))
    }
}

/// The routes of a module.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    pub(crate) chains: Vec<Chain>,
    /// The paths of routes that are literals.
    pub(crate) paths: Vec<String>,
    /// True if a route serves the assets already.
    pub(crate) serves_assets: bool,
    /// True if the layer `live_reload()` is there already.
    pub(crate) reloads: bool,
    /// True if routes may be added behind a chain, where its layers do not reach them.
    pub(crate) continues: bool,
    /// The functions that are called where routers are joined: the module as it is named there, if it is, and the name.
    pub(crate) joined: Vec<(Option<String>, String)>,
}

/// Calls of axum that add routes. Another route is added behind the last of them.
const AXUM: [&str; 5] = ["route", "route_service", "nest", "nest_service", "merge"];
/// Calls of actix that add routes. actix asks them in their order, so another service is added before the first.
const ACTIX: [&str; 3] = ["service", "route", "configure"];

/// Calls on a `Router` or an `App` that return one again.
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

/// Calls on a router whose first argument may be a path or the service.
const ROUTES: [&str; 6] = ["route", "route_service", "nest", "nest_service", "merge", "service"];
/// Functions of actix whose first argument is a path.
const ROUTED: [&[&str]; 3] = [&["Files", "new"], &["web", "scope"], &["web", "resource"]];

/// Calls that join a router with others.
const JOINS: [&str; 3] = ["merge", "nest", "configure"];
/// Calls that answer what no route does.
const RESTS: [&str; 3] = ["fallback", "fallback_service", "default_service"];
/// Services of files.
const FILES: [&str; 2] = ["ServeDir::new(", "Files::new("];

type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

/// Finds the chains of a module.
pub(crate) fn routes(module: &Module, framework: Framework) -> Routes {
    let (ident, calls): (_, &[&str]) = match framework {
        Framework::Axum => ("Router", &AXUM),
        Framework::Actix => ("App", &ACTIX),
        _ => return Routes::default(),
    };
    let mut finder = Finder {
        text: &module.text,
        idents: names(&module.items, ident),
        calls,
        framework,
        function: Function::default(),
        is_inner: false,
        routes: Routes::default(),
    };
    module.visit(&mut finder);
    finder.routes
}

struct Finder<'a> {
    text: &'a str,
    /// The names of the type in this module.
    idents: Vec<String>,
    calls: &'a [&'a str],
    framework: Framework,
    function: Function,
    /// True within the arguments of a chain, where another one is a part of it.
    is_inner: bool,
    routes: Routes,
}

/// The function that is visited.
#[derive(Default)]
struct Function {
    name: Option<String>,
    joins: bool,
    /// The functions that it calls, as [`Routes::joined`] has them.
    called: Vec<(Option<String>, String)>,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test_function(function) {
            self.within(&function.sig.ident, |finder| visit::visit_item_fn(finder, function));
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.within(&function.sig.ident, |finder| visit::visit_impl_item_fn(finder, function));
    }

    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let mut calls = vec![call];
        let mut base = &*call.receiver;
        while let Expr::MethodCall(inner) = base {
            calls.push(inner);
            base = &inner.receiver;
        }
        let is_chain = matches!(base, Expr::Call(made) if self.makes(made));
        let outer = self.is_inner;
        self.is_inner |= is_chain;
        for call in &calls {
            self.judge(call);
            call.args.iter().for_each(|argument| self.visit_expr(argument));
        }
        self.is_inner = outer;
        match base {
            Expr::Call(made) if is_chain => self.chain(made, &calls),
            base => {
                let adds = |call: &&&ExprMethodCall| AXUM.contains(&&*call.method.to_string());
                self.routes.continues |=
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
            self.calls(&path.path);
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
    fn within(&mut self, name: &syn::Ident, visit: impl FnOnce(&mut Self)) {
        let function = Function { name: Some(name.to_string()), ..Function::default() };
        let outer = std::mem::replace(&mut self.function, function);
        visit(self);
        let function = std::mem::replace(&mut self.function, outer);
        if function.joins {
            self.routes.joined.extend(function.called);
        }
    }

    /// Notes the call of a function.
    fn calls(&mut self, path: &syn::Path) {
        let mut segments = path.segments.iter().rev().map(|it| it.ident.to_string());
        if let Some(name) = segments.next() {
            self.function.called.push((segments.next(), name));
        }
    }

    /// Returns true for `Router::new()` or `App::new()`.
    fn makes(&self, call: &ExprCall) -> bool {
        let Expr::Path(path) = &*call.func else { return false };
        self.idents.iter().any(|ident| ends_with(&path.path, &[ident, "new"]))
    }

    /// Adds a chain; `calls` are its calls from the last to the first.
    fn chain(&mut self, made: &ExprCall, calls: &[&ExprMethodCall]) {
        let part = self.part(calls);
        self.function.joins |= part >= Part::Joins;
        if self.is_inner {
            return;
        }
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
        let service = self.slot(behind, added.or(last).copied());
        let layer = self.slot(end.max(behind), layered.or(added).or(last).copied());
        let line = made.span().start().line;
        let function = self.function.name.clone();
        self.routes.chains.push(Chain { service, layer, line, part, function });
    }

    fn part(&self, calls: &[&ExprMethodCall]) -> Part {
        let has = |names: &[&str]| calls.iter().any(|it| names.contains(&&*it.method.to_string()));
        let serves_files = || {
            let arguments = calls.iter().flat_map(|call| &call.args);
            let mut texts = arguments.filter_map(|it| self.text.get(it.span().byte_range()));
            texts.any(|text| FILES.iter().any(|maker| text.contains(maker)))
        };
        match has(&JOINS) {
            true if has(&RESTS) || serves_files() => Part::Outermost,
            true => Part::Joins,
            false => Part::Routes,
        }
    }

    /// The place for a call at `at`, indented like `example` if that stands on a line of its own.
    fn slot(&self, at: usize, example: Option<&ExprMethodCall>) -> Slot {
        let example = example.map(|call| call.dot_token.span().byte_range().start);
        let own_line = example.filter(|&dot| {
            let line = start_of_line(self.text, dot);
            self.text.get(line..dot).is_some_and(|before| before.trim().is_empty())
        });
        let before = own_line.map(|dot| format!("\n{}", indent(self.text, dot)));
        Slot { at, before: before.unwrap_or_default() }
    }

    /// Notes if a call adds a route.
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

    /// Notes the path of a route.
    fn route(&mut self, arguments: &Arguments) {
        self.routes.paths.extend(first_string(arguments));
    }
}

/// Returns the names under which a module has a type: its own, and those that imports give it.
fn names(items: &[syn::Item], ident: &str) -> Vec<String> {
    let mut names = vec![ident.to_owned()];
    let mut trees: Vec<&UseTree> = items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Use(import) => Some(&import.tree),
            _ => None,
        })
        .collect();
    while let Some(tree) = trees.pop() {
        match tree {
            UseTree::Path(it) => trees.push(&it.tree),
            UseTree::Group(it) => trees.extend(&it.items),
            UseTree::Rename(it) if it.ident == ident => names.push(it.rename.to_string()),
            _ => {}
        }
    }
    names
}

pub(crate) fn ends_with(path: &syn::Path, names: &[&str]) -> bool {
    let ours = names.iter().rev();
    path.segments.len() >= names.len()
        && path.segments.iter().rev().zip(ours).all(|(segment, name)| segment.ident == name)
}
