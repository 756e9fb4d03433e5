//! The places where the app serves files today.

use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ItemFn, ItemMod};

use super::modules::{Constants, Module, is_test_function, string};
use super::router::ends_with;

/// A place that serves a folder, or embeds one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Served {
    /// The type or macro that does it, as the user knows it: `ServeDir`.
    pub(crate) name: &'static str,
    /// The folder or file as written; none if it is no literal.
    pub(crate) folder: Option<String>,
    /// The path of the route without a slash at its end; none if it is not known. Empty for the root of the host.
    pub(crate) url: Option<String>,
    /// The arguments to replace by the service of tailprint; none if that is not sure to answer as before.
    pub(crate) replace: Option<Swap>,
    /// The file that answers for a folder, if there is one.
    pub(crate) index: Option<String>,
    /// The line, from 1.
    pub(crate) line: usize,
    /// True if the files become part of the program there.
    pub(crate) is_embedded: bool,
}

/// Arguments of a route, and the way in which its framework takes the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Swap {
    pub(crate) range: Range<usize>,
    /// The text with `{assets}` for the path of the module.
    text: &'static str,
}

impl Swap {
    pub(crate) fn with(&self, assets: &str) -> String {
        self.text.replace("{assets}", assets)
    }
}

/// Functions that make a service of files.
const MAKERS: [(&[&str], &str); 10] = [
    (&["ServeDir", "new"], "ServeDir"),
    (&["ServeFile", "new"], "ServeFile"),
    (&["Files", "new"], "Files"),
    (&["FileServer", "from"], "FileServer"),
    (&["FileServer", "new"], "FileServer"),
    (&["StaticFilesEndpoint", "new"], "StaticFilesEndpoint"),
    (&["StaticFileEndpoint", "new"], "StaticFileEndpoint"),
    (&["StaticDir", "new"], "StaticDir"),
    (&["fs", "dir"], "warp::fs::dir"),
    (&["StaticFiles", "new"], "StaticFiles"),
];

/// Macros that embed a folder: of `include_dir`, memory-serve and static-serve.
const MACROS: [&str; 4] = ["include_dir", "load_assets", "embed_assets", "embed_asset"];

/// Settings of a service that tailprint makes superfluous, or that change headers only.
const HARMLESS: [&str; 9] = [
    "disable_content_disposition",
    "precompressed_br",
    "precompressed_deflate",
    "precompressed_gzip",
    "precompressed_zstd",
    "prefer_utf8",
    "use_etag",
    "use_hidden_files",
    "use_last_modified",
];

/// Lists the places of a module.
pub(crate) fn served(module: &Module, constants: &Constants) -> Vec<Served> {
    let mut finder = Finder { constants, is_conditional: false, found: Vec::new() };
    for item in &module.items {
        if !matches!(item, syn::Item::Mod(_)) {
            finder.visit_item(item);
        }
    }
    finder.found
}

struct Finder<'a> {
    constants: &'a Constants,
    /// True within a function that is compiled under a condition: another one may serve the files then.
    is_conditional: bool,
    found: Vec<Served>,
}

/// A call such as `ServeDir::new("assets").precompressed_gzip()`.
struct Service<'a> {
    name: &'static str,
    made: &'a ExprCall,
    is_plain: bool,
    index: Option<String>,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test_function(function) {
            let is_conditional = function.attrs.iter().any(|it| it.path().is_ident("cfg"));
            let outer = std::mem::replace(&mut self.is_conditional, is_conditional);
            visit::visit_item_fn(self, function);
            self.is_conditional = outer;
        }
    }

    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        for attribute in item.attrs.iter().filter(|it| it.path().is_ident("folder")) {
            let syn::Meta::NameValue(pair) = &attribute.meta else { continue };
            self.embeds("#[folder]", string(&pair.value), attribute.span().start().line);
        }
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        let of_memory_serve = ends_with(&found.path, &["memory_serve", "load"]);
        let name = MACROS
            .into_iter()
            .find(|name| found.path.segments.last().is_some_and(|it| it.ident == name))
            .or(of_memory_serve.then_some("memory_serve::load"));
        if let Some(name) = name {
            let folder = last_literal(found.tokens.clone());
            self.embeds(name, folder, found.span().start().line);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let routed = match (&*call.method.to_string(), &arguments[..]) {
            ("nest_service" | "mount" | "route_service" | "nest" | "at", [path, service]) => {
                self.constants.string(path).and_then(|path| Some((Some(path), made(service)?)))
            }
            ("fallback_service" | "service" | "register", [service]) => {
                made(service).map(|service| (None, service))
            }
            _ => None,
        };
        let Some((path, service)) = routed else {
            visit::visit_expr_method_call(self, call);
            return;
        };
        self.visit_expr(&call.receiver);
        let (Some(first), Some(last)) = (call.args.first(), call.args.last()) else { return };
        let range = first.span().byte_range().start..last.span().byte_range().end;
        self.routed(&call.method.to_string(), path, &service, range);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        match maker(call) {
            Some(name) => self.found.push(Served {
                name,
                folder: self.served_folder(name, call),
                line: call.span().start().line,
                ..Served::default()
            }),
            None => visit::visit_expr_call(self, call),
        }
    }
}

impl Finder<'_> {
    fn embeds(&mut self, name: &'static str, folder: Option<String>, line: usize) {
        self.found.push(Served { name, folder, line, is_embedded: true, ..Served::default() });
    }

    /// The folder that a call of a maker names: the last argument, but Rocket's options stand behind it.
    fn served_folder(&self, name: &str, made: &ExprCall) -> Option<String> {
        let argument = if name == "FileServer" { made.args.first() } else { made.args.last() };
        argument.and_then(|it| folder(it, self.constants))
    }

    /// Notes a service of files in a route.
    fn routed(
        &mut self,
        method: &str,
        path: Option<String>,
        service: &Service<'_>,
        range: Range<usize>,
    ) {
        let Service { name, made, is_plain, index } = service;
        let own = (*name == "Files")
            .then(|| made.args.first().and_then(|it| self.constants.string(it)))
            .flatten();
        let root = (method == "fallback_service").then(String::new);
        let url = path.or(own).or(root).map(|path| path.trim_end_matches('/').to_owned());
        let folder = self.served_folder(name, made);
        let text = match (method, *name) {
            ("nest_service", "ServeDir") => Some("{assets}::MOUNT, {assets}::service()"),
            ("mount", "FileServer") => Some("\"/\", {assets}::service()"),
            ("service", "Files") => Some("{assets}::service()"),
            _ => None,
        };
        // A path with a parameter is no prefix.
        let is_prefix =
            url.as_ref().is_some_and(|url| !url.is_empty() && !url.contains(['{', ':', '<', '*']));
        let sure = *is_plain && is_prefix && folder.is_some() && !self.is_conditional;
        let replace = text.filter(|_| sure).map(|text| Swap { range, text });
        self.found.push(Served {
            name,
            folder,
            url,
            replace,
            index: index.clone(),
            line: made.span().start().line,
            is_embedded: false,
        });
    }
}

fn made(expression: &Expr) -> Option<Service<'_>> {
    let (mut is_plain, mut index) = (true, None);
    let mut base = expression;
    while let Expr::MethodCall(call) = base {
        let named = index_file(call);
        is_plain &= is_harmless(call) || named.is_some();
        index = index.or(named);
        base = &call.receiver;
    }
    let Expr::Call(call) = base else { return None };
    if let Some(inner) = wrapped(call) {
        let inner = made(inner)?;
        let index = inner.index.clone().or(index);
        return Some(Service { is_plain: is_plain && inner.is_plain, index, ..inner });
    }
    let (made, name) = (call, maker(call)?);
    // `Options` may ask for lists of folders and for hidden files.
    is_plain &= name != "FileServer" || made.args.len() == 1;
    Some(Service { name, made, is_plain, index })
}

/// Returns true for a setting that asks for nothing that tailprint lacks. It serves no `index.html` for a folder, so one
/// that forbids that is harmless.
fn is_harmless(call: &ExprMethodCall) -> bool {
    let forbids = || matches!(call.args.first(), Some(Expr::Lit(it)) if matches!(&it.lit, syn::Lit::Bool(it) if !it.value));
    HARMLESS.contains(&&*call.method.to_string())
        || call.method == "append_index_html_on_directories" && forbids()
}

fn maker(call: &ExprCall) -> Option<&'static str> {
    let Expr::Path(path) = &*call.func else { return None };
    let found = MAKERS.iter().find(|(names, _)| ends_with(&path.path, names));
    found.map(|(_, name)| *name)
}

/// The folder of an argument: a literal, or a macro that puts one below the package, as `relative!` and `concat!` do.
fn folder(argument: &Expr, constants: &Constants) -> Option<String> {
    match argument {
        Expr::Macro(it) if it.mac.path.segments.last().is_some_and(|it| it.ident == "relative") => {
            // It puts a slash in front of the path.
            last_literal(it.mac.tokens.clone()).map(|it| it.trim_start_matches('/').to_owned())
        }
        Expr::Macro(it) if it.mac.path.is_ident("concat") => {
            let tokens = it.mac.tokens.to_string();
            if !tokens.contains("CARGO_MANIFEST_DIR") {
                return None;
            }
            last_literal(it.mac.tokens.clone()).map(|it| it.trim_start_matches('/').to_owned())
        }
        Expr::Reference(it) => folder(&it.expr, constants),
        argument => constants.string(argument),
    }
}

/// The service in `get_service(ServeDir::new("static"))`.
fn wrapped(call: &ExprCall) -> Option<&Expr> {
    let Expr::Path(path) = &*call.func else { return None };
    let wraps = ["get_service", "any_service"].iter().any(|name| ends_with(&path.path, &[name]));
    call.args.first().filter(|_| wraps && call.args.len() == 1)
}

/// The file that a call names as the one that answers for a folder.
fn index_file(call: &ExprMethodCall) -> Option<String> {
    call.args.first().filter(|_| call.method == "index_file").and_then(string)
}

/// The last string literal of a macro.
pub(crate) fn last_literal(tokens: proc_macro2::TokenStream) -> Option<String> {
    let literals = tokens.into_iter().filter_map(|token| match token {
        proc_macro2::TokenTree::Literal(literal) => {
            syn::parse_str::<syn::LitStr>(&literal.to_string()).ok()
        }
        _ => None,
    });
    literals.last().map(|literal| literal.value())
}
