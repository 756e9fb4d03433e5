//! Files of the app that Rust code embeds one by one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use tailprint_core::path::normalize;

use super::super::edits::links::is_page;
use super::super::plan::Plan;
use super::super::project::{Engine, Project};
use super::super::survey::Survey;
use super::crates::Crate;
use super::server::last_literal;

/// Tells of the places that embed a file which is an asset now: their routes go on to serve it.
pub(crate) fn by_hand(project: &Project, survey: &Survey, crates: &[Crate<'_>], plan: &mut Plan) {
    let Some(files) = &survey.files else { return };
    let mut places = Vec::new();
    for (path, file, line, _) in embedded(crates) {
        if path.starts_with(&files.path) {
            places.push(format!("{}:{line}", project.shown(&file)));
        }
    }
    places.dedup();
    if !places.is_empty() {
        plan.note(format!(
            "{}: embeds files of {}, whose routes go on to serve them without hashes: remove those that no page and no \
             program asks for any more",
            places.join(", "),
            files.folder
        ));
    }
}

/// Lists the pages that Rust code embeds and gives to no template engine, each with the place as `file:line`.
pub(crate) fn plain_pages(project: &Project, plan: &Plan) -> BTreeMap<PathBuf, String> {
    let crates: Vec<Crate<'_>> = project.crates().map(|target| Crate::read(target, plan)).collect();
    let is_run_time = project.at_run_time().is_some() || project.engine() == Engine::Other;
    let mut pages = BTreeMap::new();
    for (path, file, line, purpose) in embedded(&crates) {
        let is_plain = match purpose {
            Purpose::Template => false,
            // Another function may give it to the engine.
            Purpose::Constant => !is_run_time,
            Purpose::Plain => true,
        };
        if is_plain && is_page(&path) {
            pages.entry(path).or_insert_with(|| format!("{}:{line}", project.shown(&file)));
        }
    }
    pages
}

/// Lists the embedded files, each with the source file and the line that embed it.
fn embedded(crates: &[Crate<'_>]) -> Vec<(PathBuf, PathBuf, usize, Purpose)> {
    let mut all = Vec::new();
    for module in crates.iter().flat_map(|it| &it.modules) {
        let Some(folder) = module.file.parent() else { continue };
        let mut finder = Finder::default();
        module.visit(&mut finder);
        let found = finder.found.into_iter().map(|(line, path, purpose)| {
            (normalize(&folder.join(path)), module.file.clone(), line, purpose)
        });
        all.extend(found);
    }
    all
}

/// The use that code has for an embedded file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Purpose {
    /// An argument of a function that takes the text of a template.
    Template,
    /// The value of a constant.
    Constant,
    #[default]
    Plain,
}

/// Functions of engines that take the text of a template.
const TEMPLATES: [&str; 14] = [
    "add_raw_template",
    "add_raw_templates",
    "add_template",
    "add_template_owned",
    "one_off",
    "register_partial",
    "register_template_string",
    "render_named_str",
    "render_str",
    "render_template",
    "template_from_named_str",
    "template_from_str",
    "parse",
    "insert",
];

/// A visitor that finds `include_str!` and `include_bytes!`, with line and path.
#[derive(Default)]
struct Finder {
    purpose: Purpose,
    found: Vec<(usize, PathBuf, Purpose)>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.within(Purpose::Constant, |it| visit::visit_item_const(it, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.within(Purpose::Constant, |it| visit::visit_item_static(it, item));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        let takes = TEMPLATES.iter().any(|name| call.method == name);
        let purpose = if takes { Purpose::Template } else { self.purpose };
        self.within(purpose, |it| call.args.iter().for_each(|argument| it.visit_expr(argument)));
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let last = match &*call.func {
            syn::Expr::Path(path) => path.path.segments.last().map(|it| it.ident.to_string()),
            _ => None,
        };
        let takes = last.is_some_and(|last| TEMPLATES.contains(&&*last));
        let purpose = if takes { Purpose::Template } else { self.purpose };
        self.within(purpose, |it| visit::visit_expr_call(it, call));
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last();
        if name.is_some_and(|name| is_include(&name.ident)) {
            if let Some(path) = last_literal(called.tokens.clone()) {
                self.found.push((called.span().start().line, path.into(), self.purpose));
            }
        } else {
            self.tokens(called.tokens.clone());
        }
        visit::visit_macro(self, called);
    }
}

impl Finder {
    fn within(&mut self, purpose: Purpose, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.purpose, purpose);
        visit(self);
        self.purpose = outer;
    }

    /// Finds `format!(include_str!("page.html"))`, which is no expression to the parser.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for window in tokens.windows(3) {
            if let [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(group)] =
                window
                && is_include(name)
                && mark.as_char() == '!'
                && let Some(path) = last_literal(group.stream())
            {
                self.found.push((name.span().start().line, path.into(), self.purpose));
            }
        }
        for token in tokens {
            if let TokenTree::Group(group) = token {
                self.tokens(group.stream());
            }
        }
    }
}

fn is_include(name: &proc_macro2::Ident) -> bool {
    name == "include_str" || name == "include_bytes"
}
