//! Modules: finds and loads them, and tells ES modules from CommonJS.
//!
//! [`Host`] and this module call each other: a CommonJS module can `require()` an ES module, which can import
//! a CommonJS module again.

mod commonjs_in_esm;
pub(super) mod linking;
pub(super) mod parser;

use std::path::Path;
use std::rc::Rc;

use rquickjs::context::EvalOptions;
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{CatchResultExt, CaughtError, Ctx, Function, Module, Object, Result, Value};

use super::advice;
use super::error::Error;
use super::host::{Host, SCRIPT, folder, text};
use super::position;
use super::resolve::Kind;
use crate::node::{is_builtin, replaced};
use parser::GaveUp;

/// A module, by its kind.
pub(super) enum Opened<'js> {
    Json(String),
    /// The code as a function of `exports`, `require`, `module`, `__filename` and `__dirname`.
    CommonJs(Function<'js>),
    /// The code of an ES module.
    Module(String),
}

/// Returns the error of a module that imports a part of Node.js.
pub(super) fn is_of_node(specifier: &str) -> Error {
    Error::new(format!("\"{specifier}\" is part of Node.js, which does not run here")).needs_node()
}

/// Finds the path of the module that `specifier` means in the module `from`.
pub(super) fn resolve(
    host: &Host,
    kind: Kind,
    specifier: &str,
    from: &Path,
) -> std::result::Result<String, Error> {
    let folder = folder(from);
    let renamed = host.resolver(kind).of_node(specifier, &folder)?;
    let meant = renamed.as_deref().unwrap_or(specifier);
    if let Some(name) = replaced(meant) {
        return Ok(name);
    }
    let found = host.resolver(kind).resolve(specifier, &folder);
    if let Ok(Some(path)) = &found {
        return permitted(host, specifier, from, path);
    }
    // Where Node.js fails, Tailwind's CLI loads modules by jiti, which tries the other conditions as well.
    let other = if kind == Kind::Require { Kind::Import } else { Kind::Require };
    if let Ok(Some(path)) = host.resolver(other).resolve(specifier, &folder) {
        return permitted(host, specifier, from, &path);
    }
    let error = match found {
        // Node.js does not look for a package with the name of one of its own modules.
        _ if is_builtin(meant) => is_of_node(meant),
        Ok(_) => {
            let error = Error::new(format!("cannot find the module \"{specifier}\""));
            error.advised(advice::on(specifier, &folder))
        }
        Err(error) if error.position().is_some() => return Err(error),
        Err(error) => error,
    };
    Err(in_module(host, specifier, from, error))
}

/// Adds the position at which the module `from` names `specifier`.
fn in_module(host: &Host, specifier: &str, from: &Path, error: Error) -> Error {
    // `createRequire` takes any path. The stack tells who has called it.
    if !host.files.is_file(from) {
        return error;
    }
    let source = host.files.text(from).unwrap_or_default();
    match position::of_quoted(&source, specifier) {
        Some((line, column)) => error.at(from, line, column),
        None => error.in_file(from),
    }
}

/// Returns the path of a module that a plugin may read.
fn permitted(
    host: &Host,
    specifier: &str,
    from: &Path,
    path: &Path,
) -> std::result::Result<String, Error> {
    let permitted = host.permit(specifier, path).map(|()| text(path));
    permitted.map_err(|error| in_module(host, specifier, from, error))
}

/// Reads a module and finds out its kind, by its extension, its package, or its code.
pub(super) fn open<'js>(host: &Host, ctx: &Ctx<'js>, path: &str) -> Result<Opened<'js>> {
    let file = Path::new(path);
    let throw = |error| host.throw(ctx, error);
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let unsupported = |what: &str| throw(Error::new(what).in_file(file).needs_node());
    let declared = match extension {
        "ts" | "mts" | "cts" | "tsx" => {
            return Err(unsupported("is TypeScript, which does not run here"));
        }
        "jsx" => return Err(unsupported("is JSX, which does not run here")),
        "node" => return Err(unsupported("is machine code for Node.js, which does not run here")),
        "json" => return json(host, file).map(Opened::Json).map_err(throw),
        "css" => return Err(throw(is_style_sheet(file))),
        "mjs" => Some(true),
        "cjs" => Some(false),
        _ => host.manifests.is_module(&host.files, &folder(file)).map_err(throw)?,
    };
    let source = host.files.text(file).map_err(throw)?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(&source);
    if declared == Some(true) && !host.allows_commonjs.get() {
        return Ok(Opened::Module(source.to_owned()));
    }
    detect(host, ctx, path, source)
}

fn json(host: &Host, file: &Path) -> std::result::Result<String, Error> {
    let text = host.files.text(file)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn is_style_sheet(file: &Path) -> Error {
    Error::new("is a style sheet, not a module").in_file(file).help("use it by `@import`")
}

/// Takes code that does not compile as CommonJS, but as an ES module, for an ES module:
/// <https://nodejs.org/api/packages.html#syntax-detection>
///
/// Of code that is neither, the parser that came further tells the mistake: the other one gave up at an `export`, or at a
/// `return`.
fn detect<'js>(host: &Host, ctx: &Ctx<'js>, path: &str, source: &str) -> Result<Opened<'js>> {
    let error = match compile(host, ctx, path, source).catch(ctx) {
        Ok(run) => return Ok(Opened::CommonJs(run)),
        Err(error) => error,
    };
    let CaughtError::Exception(exception) = &error else { return Err(error.throw(ctx)) };
    let is_module = host.parser.module(source).map_or_else(
        |module| {
            let stack = exception.stack().unwrap_or_default();
            let GaveUp(line, column) = GaveUp::in_stack(&stack).unwrap_or_default();
            module > GaveUp(line, host.column_in_file(path, line, column))
        },
        |()| true,
    );
    if is_module {
        host.wrapped.borrow_mut().remove(path);
        Ok(Opened::Module(source.to_owned()))
    } else {
        Err(error.throw(ctx))
    }
}

/// The text before the code of a CommonJS module.
pub(super) const WRAPPER: &str = "(function (exports, require, module, __filename, __dirname) {";

fn compile<'js>(host: &Host, ctx: &Ctx<'js>, path: &str, source: &str) -> Result<Function<'js>> {
    // `#!` is legal at the beginning of a file only.
    let comment = if source.starts_with("#!") { "//" } else { "" };
    let code = format!("{WRAPPER}{comment}{source}\n}})");
    host.wrapped.borrow_mut().insert(path.to_owned(), WRAPPER.len());
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(path.to_owned());
    ctx.eval_with_options(code, options)
}

/// Finds and reads the modules that ES modules import, for QuickJS.
#[derive(Clone, Debug)]
pub(super) struct Modules(pub(super) Rc<Host>);

impl Resolver for Modules {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let host = &self.0;
        let base = linking::path(base);
        // `host.js` names modules by their paths.
        let path = if base == SCRIPT || base.is_empty() {
            Ok(name.to_owned())
        } else {
            resolve(host, Kind::Import, name, Path::new(base))
        };
        let path = path.and_then(|path| {
            let free = host.linking.borrow_mut().ask(&path, base);
            if free { Ok(path) } else { Err(in_a_circle(&path)) }
        });
        path.map(|path| host.linking.borrow().name(&path)).map_err(|error| host.throw(ctx, error))
    }
}

fn in_a_circle(path: &str) -> Error {
    Error::new("cannot be required before it has run").in_file(path).needs_node()
}

impl Loader for Modules {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        self.module(ctx, name)
    }
}

/// Returns the `file:` URL of a path.
fn file_url(path: &str) -> String {
    let root = if path.starts_with('/') { "" } else { "/" };
    let mut url = format!("file://{root}");
    for character in path.chars() {
        match character {
            '\\' if cfg!(windows) => url.push('/'),
            '%' => url.push_str("%25"),
            ' ' => url.push_str("%20"),
            '#' => url.push_str("%23"),
            '?' => url.push_str("%3F"),
            '\\' => url.push_str("%5C"),
            other => url.push(other),
        }
    }
    url
}

impl Modules {
    fn module<'js>(&self, ctx: &Ctx<'js>, name: &str) -> Result<Module<'js, Declared>> {
        let path = linking::path(name);
        if path.starts_with("node:") {
            return self.bridge(ctx, name);
        }
        match open(&self.0, ctx, path)? {
            Opened::Module(source) => {
                // `Module::declare` reads its imports before it returns.
                self.0.linking.borrow_mut().read(path);
                let module = self.declare(ctx, name, source);
                self.0.linking.borrow_mut().has_read(module.is_ok());
                let module = module?;
                self.describe(&module.meta()?, path)?;
                Ok(module)
            }
            Opened::Json(_) | Opened::CommonJs(_) => self.bridge(ctx, name),
        }
    }

    fn declare<'js>(
        &self,
        ctx: &Ctx<'js>,
        name: &str,
        source: String,
    ) -> Result<Module<'js, Declared>> {
        let host = &self.0;
        let script = host.script.borrow().clone().filter(|_| host.allows_commonjs.get());
        let Some(script) = script else {
            return Module::declare(ctx.clone(), name, source);
        };
        let path = linking::path(name);
        let names = (name, path);
        let (module, before) =
            commonjs_in_esm::declare(ctx, &script, &host.parser, names, &source)?;
        host.wrapped.borrow_mut().insert(path.to_owned(), before);
        Ok(module)
    }

    /// Fills `import.meta`: <https://nodejs.org/api/esm.html#importmeta>
    fn describe<'js>(&self, meta: &Object<'js>, path: &str) -> Result<()> {
        meta.set("url", file_url(path))?;
        meta.set("filename", path)?;
        meta.set("dirname", text(&folder(Path::new(path))))?;
        let (host, from) = (Rc::clone(&self.0), path.to_owned());
        let resolve = move |ctx: Ctx<'js>, specifier: String| {
            resolve(&host, Kind::Import, &specifier, Path::new(&from))
                .map(|path| if path.starts_with("node:") { path } else { file_url(&path) })
                .map_err(|error| host.throw(&ctx, error))
        };
        meta.set("resolve", Function::new(meta.ctx().clone(), resolve)?)
    }

    /// Makes an ES module with the exports of a CommonJS module.
    fn bridge<'js>(&self, ctx: &Ctx<'js>, name: &str) -> Result<Module<'js, Declared>> {
        let script = self.0.script.borrow().clone().ok_or(rquickjs::Error::Unknown)?;
        let load = script.load.restore(ctx)?;
        let path = linking::path(name);
        let before = self.0.linking.borrow_mut().run(path);
        let exports: Result<Value<'js>> = load.call((path,));
        self.0.linking.borrow_mut().has_run(path, before);
        let exports = exports?;
        let names: Vec<String> = script.names.restore(ctx)?.call((exports.clone(),))?;
        let mut source =
            String::from("const { exports } = import.meta;\nexport default exports;\n");
        for (index, name) in names.iter().enumerate() {
            source.push_str(&format!(
                "const _{index} = exports.{name}; export {{ _{index} as {name} }};\n"
            ));
        }
        let module = Module::declare(ctx.clone(), name, source)?;
        module.meta()?.set("exports", exports)?;
        Ok(module)
    }
}
