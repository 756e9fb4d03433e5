//! The call that gives minijinja or tera the filters, behind the statement that makes the environment.

mod rocket;

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, Local, Pat, Stmt};

use super::super::project::{Engine, Project};
use super::crates::RoutedModule;
use super::edits::Edits;
use super::modules::{indent, is_test_function};
use super::server::router::ends_with;
use super::server::serve::assets_from;
use super::{Crate, Home};

/// An engine that is told its filters by a function of `assets`.
#[derive(Clone, Copy)]
struct Registered {
    /// The crate, which is also the name of the engine in `rocket_dyn_templates`.
    engine: &'static str,
    /// The feature of tailprint.
    feature: &'static str,
    function: &'static str,
    /// The functions that make an environment to which filters can be added.
    makers: &'static [&'static [&'static str]],
}

const MINIJINJA: Registered = Registered {
    engine: "minijinja",
    feature: "minijinja",
    function: "register_minijinja",
    makers: &[&["Environment", "new"], &["Environment", "empty"]],
};
const TERA_1: Registered = Registered {
    engine: "tera",
    feature: "tera1",
    function: "register_tera1",
    makers: &[&["Tera", "new"], &["Tera", "parse"], &["Tera", "default"]],
};
/// Version 2 wants to know the filters before the templates, so `Tera::new("templates/**")` is too early.
const TERA_2: Registered = Registered {
    engine: "tera",
    feature: "tera",
    function: "register_tera",
    makers: &[&["Tera", "default"], &["Tera", "new"]],
};

/// Registers the filters, if one statement makes the only environment of the app. Returns the feature that this needs.
pub(crate) fn add(
    project: &Project,
    engine: Engine,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    edits: &mut Edits,
) -> Option<&'static str> {
    let engine = match engine {
        Engine::Minijinja => MINIJINJA,
        Engine::Tera if project.is_tera_1() => TERA_1,
        Engine::Tera => TERA_2,
        _ => return None,
    };
    if project.is_in_rocket(engine.engine) {
        return rocket::add(engine, crates, modules, home, edits).then_some(engine.feature);
    }
    let mut all = Vec::new();
    for routed in modules {
        let mut finder = Finder { engine, made: 0, statements: Vec::new() };
        routed.module.visit(&mut finder);
        // The text counts what a macro such as `lazy_static!` hides.
        let hidden = (finder.made == 0 && hides(&routed.module.text, engine)).then_some(None);
        let unclear = finder.made.saturating_sub(finder.statements.len());
        let known = finder.statements.into_iter().map(Some);
        let found = known.chain(std::iter::repeat_n(None, unclear)).chain(hidden);
        all.extend(found.map(|statement| (routed, statement)));
    }
    // A module may belong to two crates.
    all.dedup_by(|one, other| one.0.module.file == other.0.module.file && one.1 == other.1);
    let [(routed, Some(made))] = &all[..] else { return None };
    let assets = assets_from(routed, crates, home)?;
    let Made { name, mutable, end } = made;
    let module = routed.module;
    let indent = indent(&module.text, *end);
    let call = format!("\n{indent}{assets}::{}(&mut {name});", engine.function);
    if let Some(at) = mutable {
        edits.add(module, (*at, "mut ".to_owned()));
    }
    edits.add(module, (*end, call));
    Some(engine.feature)
}

/// Returns true if a text makes an environment where the syntax tree shows none.
fn hides(text: &str, engine: Registered) -> bool {
    engine.makers.iter().any(|maker| text.contains(&maker.join("::")))
}

/// A statement that makes an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    name: String,
    /// The place for `mut`, if the variable is not mutable.
    mutable: Option<usize>,
    /// The end of the statement.
    end: usize,
}

struct Finder {
    engine: Registered,
    /// The number of environments.
    made: usize,
    statements: Vec<Made>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test_function(function) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let Stmt::Local(local) = statement
            && let Some(made) = self.made_by(local)
        {
            self.statements.push(made);
        }
        visit::visit_stmt(self, statement);
    }

    /// Looks into the blocks of `lazy_static! { static ref TEMPLATES: Tera = { … }; }`.
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        if found.path.segments.last().is_some_and(|it| it.ident == "lazy_static") {
            self.blocks(found.tokens.clone());
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        self.made += usize::from(self.makes(call));
        visit::visit_expr_call(self, call);
    }
}

impl Finder {
    fn blocks(&mut self, tokens: TokenStream) {
        for token in tokens {
            let TokenTree::Group(group) = token else { continue };
            let block = (group.delimiter() == Delimiter::Brace)
                .then(|| syn::parse2::<syn::Block>(TokenTree::Group(group).into()).ok())
                .flatten();
            // What it finds are texts and places, which live on.
            let mut inner = Self { engine: self.engine, made: 0, statements: Vec::new() };
            block.iter().for_each(|block| inner.visit_block(block));
            self.made += inner.made;
            self.statements.append(&mut inner.statements);
        }
    }

    fn makes(&self, call: &ExprCall) -> bool {
        let Expr::Path(path) = &*call.func else { return false };
        let is_late = self.engine.feature == TERA_2.feature && !call.args.is_empty();
        !is_late && self.engine.makers.iter().any(|names| ends_with(&path.path, names))
    }

    fn made_by(&self, local: &Local) -> Option<Made> {
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let Expr::Call(call) = base(&init.expr) else { return None };
        if !self.makes(call) {
            return None;
        }
        let pattern = match &local.pat {
            Pat::Type(typed) => &*typed.pat,
            pattern => pattern,
        };
        let Pat::Ident(ident) = pattern else { return None };
        let range: Range<usize> = ident.ident.span().byte_range();
        let mutable = ident.mutability.is_none().then_some(range.start);
        let end = local.semi_token.span().byte_range().end;
        Some(Made { name: ident.ident.to_string(), mutable, end })
    }
}

/// The call whose success a statement takes: behind `?`, `.unwrap()`, and a `match` whose first arm is `Ok(it) => it`.
fn base(expression: &Expr) -> &Expr {
    match expression {
        Expr::Try(inner) => base(&inner.expr),
        Expr::MethodCall(call)
            if ["unwrap", "expect", "unwrap_or_else", "map_err", "context"]
                .iter()
                .any(|name| call.method == name) =>
        {
            base(&call.receiver)
        }
        Expr::Match(it) if it.arms.first().is_some_and(is_taken) => base(&it.expr),
        other => other,
    }
}

/// Returns true for `Ok(it) => it`.
fn is_taken(arm: &syn::Arm) -> bool {
    let Pat::TupleStruct(pattern) = &arm.pat else { return false };
    let inner = pattern.elems.first();
    let (Some(Pat::Ident(bound)), Expr::Path(value)) = (inner, &*arm.body) else { return false };
    ends_with(&pattern.path, &["Ok"]) && value.path.is_ident(&bound.ident)
}
