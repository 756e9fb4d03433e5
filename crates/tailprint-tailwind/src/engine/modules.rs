//! Modules: which file an `import` means, and what kind of module a file is.

use std::path::Path;
use std::rc::Rc;

use rquickjs::context::EvalOptions;
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{CatchResultExt, CaughtError, Ctx, Function, Module, Result, Value};

use super::error::Error;
use super::host::{Host, SCRIPT, folder, text};
use super::place;
use super::resolve::{Kind, is_builtin, replaced};

/// What a file turned out to be.
pub(super) enum Opened<'js> {
    Json(String),
    /// Its code as a function of `exports`, `require`, `module`, `__filename` and `__dirname`.
    CommonJs(Function<'js>),
    /// Its code.
    Module(String),
}

/// The way out for everything that does not run here.
pub(super) const NEEDS_NODE: &str = "set `engine = cli` by `Config::engine(Engine::Cli)`, which runs Tailwind in Node.js";

/// The error of those who want a part of Node.js.
pub(super) fn is_of_node(specifier: &str) -> Error {
    Error::new(format!("\"{specifier}\" is part of Node.js, which does not run here"))
        .help(NEEDS_NODE)
}

/// Advises to install the package that `specifier` names.
pub(super) fn with_advice(error: Error, specifier: &str) -> Error {
    let bare = !specifier.starts_with(['.', '/', '#']) && !Path::new(specifier).is_absolute();
    if !bare || specifier.contains(['\\', ':']) {
        return error;
    }
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let package = specifier.split('/').take(parts).collect::<Vec<_>>().join("/");
    error.help(format!("npm install {package}"))
}

/// The path of the module that `specifier` means in the module `from`.
pub(super) fn resolve(
    host: &Host,
    kind: Kind,
    specifier: &str,
    from: &Path,
) -> std::result::Result<String, Error> {
    if let Some(name) = replaced(specifier) {
        return Ok(name);
    }
    let resolver = host.resolver(kind);
    let error = match resolver.resolve(specifier, &folder(from)) {
        Ok(Some(path)) => return Ok(text(&path)),
        // A package of that name is what Node.js would not look for.
        _ if is_builtin(specifier) => is_of_node(specifier),
        Ok(None) => {
            let error = Error::new(format!("cannot find the module \"{specifier}\""));
            with_advice(error, specifier)
        }
        Err(error) => return Err(error),
    };
    let source = host.files.text(from).unwrap_or_default();
    Err(match place::of_quoted(&source, specifier) {
        Some((line, column)) => error.at(from, line, column),
        None => error.in_file(from),
    })
}

/// Reads a module and finds out what it is, by its name, its package, or its code.
pub(super) fn open<'js>(host: &Host, ctx: &Ctx<'js>, path: &str) -> Result<Opened<'js>> {
    let file = Path::new(path);
    let throw = |error| host.throw(ctx, error);
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let unsupported = |what: &str| throw(Error::new(what).in_file(file).help(NEEDS_NODE));
    let declared = match extension {
        "ts" | "mts" | "cts" | "tsx" => {
            return Err(unsupported("is TypeScript, which does not run here"));
        }
        "jsx" => return Err(unsupported("is JSX, which does not run here")),
        "node" => return Err(unsupported("is machine code for Node.js, which does not run here")),
        "json" => return host.files.text(file).map(Opened::Json).map_err(throw),
        "mjs" => Some(true),
        "cjs" => Some(false),
        _ => host.manifests.is_module(&host.files, &folder(file)).map_err(throw)?,
    };
    let source = host.files.text(file).map_err(throw)?;
    match declared {
        Some(true) => Ok(Opened::Module(source)),
        Some(false) => compile(host, ctx, path, &source).map(Opened::CommonJs),
        None => detect(host, ctx, path, source),
    }
}

/// Code that is no CommonJS is an ES module, which is how Node.js decides.
fn detect<'js>(host: &Host, ctx: &Ctx<'js>, path: &str, source: String) -> Result<Opened<'js>> {
    match compile(host, ctx, path, &source).catch(ctx) {
        Ok(run) => Ok(Opened::CommonJs(run)),
        Err(CaughtError::Exception(_)) => {
            host.wrapped.borrow_mut().remove(path);
            Ok(Opened::Module(source))
        }
        Err(error) => Err(error.throw(ctx)),
    }
}

/// What stands before the code of a CommonJS module.
pub(super) const WRAPPER: &str = "(function (exports, require, module, __filename, __dirname) {";

fn compile<'js>(host: &Host, ctx: &Ctx<'js>, path: &str, source: &str) -> Result<Function<'js>> {
    // `#!` is legal at the very beginning only.
    let comment = if source.starts_with("#!") { "//" } else { "" };
    let code = format!("{WRAPPER}{comment}{source}\n}})");
    host.wrapped.borrow_mut().insert(path.to_owned());
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(path.to_owned());
    ctx.eval_with_options(code, options)
}

/// Finds and reads what ES modules import.
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
        // The host names modules by their paths.
        if base == SCRIPT || base.is_empty() {
            return Ok(name.to_owned());
        }
        resolve(&self.0, Kind::Import, name, Path::new(base))
            .map_err(|error| self.0.throw(ctx, error))
    }
}

impl Loader for Modules {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        if name.starts_with("node:") {
            return self.bridge(ctx, name);
        }
        match open(&self.0, ctx, name)? {
            Opened::Module(source) => {
                let module = Module::declare(ctx.clone(), name, source)?;
                let meta = module.meta()?;
                meta.set("url", file_url(name))?;
                meta.set("filename", name)?;
                meta.set("dirname", text(&folder(Path::new(name))))?;
                Ok(module)
            }
            Opened::Json(_) | Opened::CommonJs(_) => self.bridge(ctx, name),
        }
    }
}

/// The `file:` URL of a path.
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
    /// An ES module whose exports are those of a CommonJS module.
    fn bridge<'js>(&self, ctx: &Ctx<'js>, path: &str) -> Result<Module<'js, Declared>> {
        let commonjs = self.0.commonjs.borrow().clone().ok_or(rquickjs::Error::Unknown)?;
        let exports: Value<'js> = commonjs.load.restore(ctx)?.call((path,))?;
        let names: Vec<String> = commonjs.names.restore(ctx)?.call((exports.clone(),))?;
        let mut source =
            String::from("const { exports } = import.meta;\nexport default exports;\n");
        for (index, name) in names.iter().enumerate() {
            source.push_str(&format!(
                "const _{index} = exports.{name}; export {{ _{index} as {name} }};\n"
            ));
        }
        let module = Module::declare(ctx.clone(), path, source)?;
        module.meta()?.set("exports", exports)?;
        Ok(module)
    }
}
