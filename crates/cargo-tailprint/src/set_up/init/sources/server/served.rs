//! The places where the app serves files today.

use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ItemFn, ItemMod};

use super::super::imports;
use super::super::modules::{Constants, Module, is_test_function, string};
use super::embeds::{self, Embeds};
use super::folder::{self, Folder, Paths, last_literal};
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
    /// True if there is a route whose path is not written there.
    pub(crate) is_unclear: bool,
    /// The call that adds the route; none if more than the route is lost with it.
    pub(crate) call: Option<Range<usize>>,
    /// The struct that embeds the files which the service sends.
    pub(crate) embeds: Option<String>,
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
    /// The statement that makes the service or names its folder, if that is in a variable.
    pub(crate) statement: Option<Range<usize>>,
    /// The text with `{assets}` for the path of the module.
    text: &'static str,
}

impl Swap {
    pub(crate) fn with(&self, assets: &str) -> String {
        self.text.replace("{assets}", assets)
    }
}

/// Functions that make a service of files.
const MAKERS: [(&[&str], &str); 15] = [
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
    (&["ServeEmbed", "new"], "ServeEmbed"),
    (&["ServeEmbed", "with_parameters"], "ServeEmbed"),
    (&["EmbeddedFilesEndpoint", "new"], "EmbeddedFilesEndpoint"),
    (&["static_embed"], "static_embed"),
    (&["ResourceFiles", "new"], RESOURCES),
];

/// The service of actix-web-static-files, whose folder the build script names.
pub(crate) const RESOURCES: &str = "ResourceFiles";

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
pub(crate) fn served(module: &Module, constants: &Constants, embeds: &Embeds) -> Vec<Served> {
    let mut finder = Finder {
        text: &module.text,
        constants,
        embeds,
        is_conditional: false,
        variables: Vec::new(),
        paths: Vec::new(),
        found: Vec::new(),
    };
    module.visit(&mut finder);
    finder.found
}

struct Finder<'a> {
    text: &'a str,
    constants: &'a Constants,
    embeds: &'a Embeds,
    /// True within a function that is compiled under a condition: another one may serve the files then.
    is_conditional: bool,
    /// The services of files in variables of the function.
    variables: Vec<Variable>,
    /// The folders in variables of the function.
    paths: Vec<folder::Variable>,
    found: Vec<Served>,
}

/// `let files = ServeDir::new("assets");`
struct Variable {
    name: String,
    /// The whole statement.
    statement: Range<usize>,
    /// Its place among those that are found.
    index: usize,
    kind: &'static str,
    /// The path that the service names itself, as that of actix does.
    path: Option<String>,
    is_plain: bool,
    /// The file that answers for a folder.
    answers: Option<String>,
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
            let variables = std::mem::take(&mut self.variables);
            let paths = std::mem::take(&mut self.paths);
            visit::visit_item_fn(self, function);
            (self.variables, self.paths) = (variables, paths);
            self.is_conditional = outer;
        }
    }

    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if let Some(it) = embeds::attribute(item) {
            self.embedded(it.name, it.folder, it.line);
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
            self.embedded(name, folder, found.span().start().line);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let service = local.init.as_ref().and_then(|init| made(&init.expr));
        if let (syn::Pat::Ident(name), Some(service)) = (&local.pat, &service) {
            self.variables.push(Variable {
                name: name.ident.to_string(),
                statement: local.span().byte_range(),
                index: self.found.len(),
                kind: service.name,
                path: self.own_path(service),
                is_plain: service.is_plain
                    && local.attrs.is_empty()
                    && self
                        .served_folder(service.name, service.made)
                        .is_none_or(|it| it.variable.is_none()),
                answers: service.index.clone(),
            });
        }
        let value = local.init.as_ref().and_then(|init| self.names().folder(&init.expr));
        if let (syn::Pat::Ident(name), Some(folder)) = (&local.pat, value) {
            let (name, statement) = (name.ident.to_string(), local.span().byte_range());
            self.paths.push(folder::Variable { name, statement, folder });
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if self.is_in_route(call) {
            self.visit_expr(&call.receiver);
            return;
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        if let ("service", [Expr::Tuple(list)]) = (&*call.method.to_string(), &arguments[..]) {
            self.visit_expr(&call.receiver);
            list.elems.iter().for_each(|one| self.one_of(call, one));
            return;
        }
        let routed = match (&*call.method.to_string(), &arguments[..]) {
            ("nest_service" | "mount" | "route_service" | "nest" | "at", [path, service]) => {
                made(service).map(|service| (self.constants.string(path), service))
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
        let served = self.routed(call, path, &service);
        self.found.push(served);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        match maker(call) {
            Some(name) => self.found.push(Served {
                name,
                folder: self.served_folder(name, call).map(|it| it.path),
                line: call.span().start().line,
                embeds: embeds::struct_of(call),
                is_embedded: embeds::struct_of(call).is_some(),
                ..Served::default()
            }),
            None => visit::visit_expr_call(self, call),
        }
    }
}

impl Finder<'_> {
    /// Completes the place of a service that a variable holds, if this call puts it into a route.
    fn is_in_route(&mut self, call: &ExprMethodCall) -> bool {
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let method = call.method.to_string();
        let (path, value) = match (&*method, &arguments[..]) {
            ("nest_service" | "mount", [path, value]) => (self.constants.string(path), value),
            ("fallback_service" | "service", [value]) => (None, value),
            _ => return false,
        };
        let Expr::Path(value) = value else { return false };
        let is_named = |it: &&Variable| value.path.is_ident(&it.name);
        let Some(variable) = self.variables.iter().rev().find(is_named) else { return false };
        let is_unclear = path.is_none() && arguments.len() == 2;
        let root = (method == "fallback_service").then(String::new);
        let url = path.or(root).or_else(|| variable.path.clone());
        let url = url.map(|path| path.trim_end_matches('/').to_owned());
        let is_plain =
            variable.is_plain && is_used_once(self.text, &variable.name) && !self.is_conditional;
        let Some(served) = self.found.get_mut(variable.index) else { return false };
        let text = swapped(&method, variable.kind)
            .filter(|_| is_plain && served.folder.is_some() && is_prefix(url.as_deref()));
        let statement = Some(variable.statement.clone());
        let range = self::arguments(call);
        served.replace = text.map(|text| Swap { range, statement, text });
        served.is_unclear = is_unclear;
        served.index.clone_from(&variable.answers);
        served.url = served.url.take().or(url);
        true
    }

    /// The path below which a service of actix answers.
    fn own_path(&self, service: &Service<'_>) -> Option<String> {
        let is_own = service.name == "Files" || service.name == RESOURCES;
        self.constants.string(service.made.args.first().filter(|_| is_own)?)
    }

    fn embedded(&mut self, name: &'static str, folder: Option<String>, line: usize) {
        self.found.push(Served { name, folder, line, is_embedded: true, ..Served::default() });
    }

    fn names(&self) -> Paths<'_> {
        Paths { constants: self.constants, variables: &self.paths }
    }

    /// The folder that a call of a maker names: the last argument, but Rocket's options stand behind it.
    fn served_folder(&self, name: &str, made: &ExprCall) -> Option<Folder> {
        if let Some(name) = embeds::struct_of(made) {
            return self.embeds.folder(&name).map(|folder| Folder::literal(folder.to_owned()));
        }
        let argument = if name == "FileServer" { made.args.first() } else { made.args.last() };
        argument.and_then(|it| self.names().folder(it))
    }

    /// Returns true if nothing but this service needs what leads to its folder.
    fn is_free(&self, folder: &Folder) -> bool {
        let Some(statement) = &folder.variable else { return true };
        let variable = self.paths.iter().rev().find(|it| it.statement == *statement);
        !folder.is_far && variable.is_some_and(|it| is_used_once(self.text, &it.name))
    }

    /// The place of a service of files that a call puts into a route.
    fn routed(&self, call: &ExprMethodCall, path: Option<String>, service: &Service<'_>) -> Served {
        let Service { name, made, is_plain, index } = service;
        let method = call.method.to_string();
        let is_unclear = path.is_none() && call.args.len() == 2;
        let own = self.own_path(service);
        let root = (method == "fallback_service").then(String::new);
        let url = path.or(own).or(root).map(|path| path.trim_end_matches('/').to_owned());
        let folder = self.served_folder(name, made);
        let is_free = folder.as_ref().is_some_and(|folder| self.is_free(folder));
        let is_sure = *is_plain && is_free && !self.is_conditional;
        let text = swapped(&method, name).filter(|_| is_sure && is_prefix(url.as_deref()));
        let statement = folder.as_ref().and_then(|folder| folder.variable.clone());
        let can_go = is_sure && index.is_none() && statement.is_none();
        let replace = text.map(|text| Swap { range: arguments(call), statement, text });
        Served {
            name,
            folder: folder.map(|it| it.path),
            url,
            is_unclear,
            call: can_go.then(|| self.whole(call)),
            embeds: embeds::struct_of(made),
            replace,
            index: index.clone(),
            line: made.span().start().line,
            is_embedded: embeds::struct_of(made).is_some(),
        }
    }

    /// Notes a service in the list of several that a call takes.
    fn one_of(&mut self, call: &ExprMethodCall, one: &Expr) {
        let Some(service) = made(one) else {
            self.visit_expr(one);
            return;
        };
        let mut served = self.routed(call, None, &service);
        served.call = None;
        let range = one.span().byte_range();
        served.replace = served.replace.map(|swap| Swap { range, ..swap });
        self.found.push(served);
    }

    /// A call with the white space in front of it.
    fn whole(&self, call: &ExprMethodCall) -> Range<usize> {
        let dot = call.dot_token.span().byte_range().start;
        let start = self.text.get(..dot).map_or(dot, |before| before.trim_end().len());
        start..call.paren_token.span.close().byte_range().end
    }
}

/// The place of the arguments of a call.
fn arguments(call: &ExprMethodCall) -> Range<usize> {
    let at = |it: &Expr| it.span().byte_range();
    match (call.args.first(), call.args.last()) {
        (Some(first), Some(last)) => at(first).start..at(last).end,
        _ => call.span().byte_range(),
    }
}

/// Returns true if code has a variable in its declaration and in one other place. `format!("{it}")` has one in a text.
fn is_used_once(text: &str, variable: &str) -> bool {
    let captured = ["}", ":"].map(|end| text.matches(&format!("{{{variable}{end}")).count());
    imports::uses(text, variable) + captured.into_iter().sum::<usize>() == 2
}

/// The arguments by which a call of a router takes the service of tailprint in the place of one of files.
fn swapped(method: &str, name: &str) -> Option<&'static str> {
    match (method, name) {
        ("nest_service", "ServeDir" | "ServeEmbed") => Some("{assets}::MOUNT, {assets}::service()"),
        ("mount", "FileServer") => Some("\"/\", {assets}::service()"),
        ("service", "Files") => Some("{assets}::service()"),
        _ => None,
    }
}

/// Returns true for a path below which files are served. One with a parameter is none.
fn is_prefix(url: Option<&str>) -> bool {
    url.is_some_and(|url| !url.is_empty() && !url.contains(['{', ':', '<', '*']))
}

fn made(expression: &Expr) -> Option<Service<'_>> {
    if let Some(inner) = layered(expression) {
        // What its layers do is lost in the place of both.
        return Some(Service { is_plain: false, ..made(inner)? });
    }
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
    if name == "ServeEmbed" {
        let settings = embeds::settings(made);
        is_plain &= !settings.has_more;
        index = index.or(settings.index);
    }
    Some(Service { name, made, is_plain, index })
}

/// The service in `ServiceBuilder::new().layer(…).service(ServeDir::new("static"))`.
fn layered(expression: &Expr) -> Option<&Expr> {
    let Expr::MethodCall(outer) = expression else { return None };
    let mut base = &*outer.receiver;
    while let Expr::MethodCall(call) = base {
        base = &call.receiver;
    }
    let Expr::Call(call) = base else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let builds = outer.method == "service" && ends_with(&path.path, &["ServiceBuilder", "new"]);
    outer.args.first().filter(|_| builds)
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
