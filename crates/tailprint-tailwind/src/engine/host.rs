//! The functions that JavaScript may call: they read style sheets and modules, and nothing else.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rquickjs::prelude::Func;
use rquickjs::{Ctx, Exception, Function, Module, Object, Persistent, Result, Value};

use super::advice;
use super::error::Error;
use super::files::Files;
use super::modules::linking::Linking;
use super::modules::parser::Parser;
use super::modules::{self, Opened};
use super::position;
use super::progress::Progress;
use super::reach;
use super::resolve::{Kind, Manifests, Resolver};
use crate::install::Package;
use crate::node::{is_builtin, split_specifier};

/// The file name of `host.js`. Only this script names modules by their paths.
pub(super) const SCRIPT: &str = "tailprint:host";

/// A style sheet that was compiled or imported, to find positions in it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) path: PathBuf,
    pub(super) base: PathBuf,
    pub(super) text: String,
}

/// The state that the JavaScript of one style sheet shares with Rust.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) files: Files,
    pub(super) manifests: Manifests,
    pub(super) sheets: RefCell<Vec<Sheet>>,
    pub(super) warnings: RefCell<Vec<String>>,
    /// The value of Node.js that code has asked for last, of those that are undefined here.
    pub(super) missed: RefCell<Option<String>>,
    /// The errors of modules that `@plugin` names and that export no plugin.
    not_plugins: RefCell<Vec<Error>>,
    /// The promises that were rejected without a handler, each with its reason.
    pub(super) rejections: RefCell<Vec<(Persistent<Value<'static>>, Persistent<Value<'static>>)>>,
    /// The errors that were thrown into JavaScript with their texts, to recognise them if they come back.
    thrown: RefCell<Vec<(String, Error)>>,
    pub(super) script: RefCell<Option<Script>>,
    /// The number of characters that were put before the code of each file.
    pub(super) wrapped: RefCell<HashMap<String, usize>>,
    /// True while ES modules get the variables of CommonJS modules.
    pub(super) allows_commonjs: Cell<bool>,
    pub(super) linking: RefCell<Linking>,
    pub(super) parser: Parser,
    /// The folders of crates whose style sheets may be imported.
    pub(super) crates: RefCell<BTreeMap<String, PathBuf>>,
    /// The folder that relative paths of `node:fs` and `node:path` begin at.
    pub(super) here: RefCell<PathBuf>,
}

/// The functions of `host.js` that help to load modules.
#[derive(Clone, Debug)]
pub(super) struct Script {
    /// Returns the exports of a CommonJS module by its path.
    pub(super) load: Persistent<Function<'static>>,
    /// Returns the names that can be imported from exports.
    pub(super) names: Persistent<Function<'static>>,
    /// Returns the text of any value.
    pub(super) shown: Persistent<Function<'static>>,
    /// Returns the `require` of a module by its path.
    pub(super) require: Persistent<Function<'static>>,
}

/// The system as `process.platform` names it.
fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "solaris" | "illumos" => "sunos",
        "windows" => "win32",
        other => other,
    }
}

/// The processor as `process.arch` names it.
fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        "loongarch64" => "loong64",
        "powerpc64" => "ppc64",
        "x86" => "ia32",
        "x86_64" => "x64",
        other => other,
    }
}

impl Host {
    pub(super) fn new(package: Rc<Package>, progress: Progress) -> Rc<Self> {
        Rc::new(Self {
            files: Files::new(package, progress),
            manifests: Manifests::default(),
            sheets: RefCell::default(),
            warnings: RefCell::default(),
            missed: RefCell::default(),
            not_plugins: RefCell::default(),
            rejections: RefCell::default(),
            thrown: RefCell::default(),
            script: RefCell::default(),
            wrapped: RefCell::default(),
            allows_commonjs: Cell::default(),
            linking: RefCell::default(),
            parser: Parser::default(),
            crates: RefCell::default(),
            here: RefCell::default(),
        })
    }

    /// Throws an error in JavaScript, which may catch it.
    pub(super) fn throw(&self, ctx: &Ctx<'_>, error: Error) -> rquickjs::Error {
        let text = error.to_string();
        let exception = Exception::throw_message(ctx, &text);
        self.thrown.borrow_mut().push((text, error));
        exception
    }

    /// Returns the error that was thrown with this text.
    pub(super) fn thrown(&self, text: &str) -> Option<Error> {
        let thrown = self.thrown.borrow();
        thrown
            .iter()
            .rev()
            .find(|(thrown, _)| text.contains(thrown))
            .map(|(_, error)| error.clone())
    }

    /// Returns the error of a module that should be a plugin.
    pub(super) fn not_a_plugin(&self) -> Option<Error> {
        self.not_plugins.borrow().first().cloned()
    }

    /// Notes that a promise was rejected without a handler, or that it has got one after all.
    pub(super) fn reject<'js>(
        &self,
        ctx: &Ctx<'js>,
        promise: Value<'js>,
        reason: Value<'js>,
        handled: bool,
    ) {
        let mut rejections = self.rejections.borrow_mut();
        if handled {
            rejections.retain(|(known, _)| {
                known.clone().restore(ctx).is_ok_and(|known| known != promise)
            });
        } else {
            rejections.push((Persistent::save(ctx, promise), Persistent::save(ctx, reason)));
        }
    }

    pub(super) fn resolver(&self, kind: Kind) -> Resolver<'_> {
        Resolver::new(&self.files, &self.manifests, kind)
    }

    /// Reads the file of an `@import`.
    fn sheet(&self, specifier: &str, base: &str) -> std::result::Result<Sheet, Error> {
        let path = match self.in_crate(specifier) {
            Some(Ok(path)) => path,
            Some(Err(error)) => return Err(self.in_sheet(specifier, base, error)),
            None => {
                let found = self.resolver(Kind::Style).resolve(specifier, Path::new(base));
                let found = found.map_err(|error| self.of_specifier(specifier, base, error))?;
                let advice = || advice::on_import(specifier, Path::new(base));
                found.ok_or_else(|| self.unresolved(specifier, base, "style sheet", advice()))?
            }
        };
        let text = self.files.text(&path)?;
        Ok(Sheet { base: folder(&path), path, text })
    }

    /// Finds the style sheet of a crate; none if the specifier names no crate.
    fn in_crate(&self, specifier: &str) -> Option<std::result::Result<PathBuf, Error>> {
        let (name, rest) = split_specifier(specifier)?;
        let folder = self.crates.borrow().get(name)?.clone();
        let file = folder.join(rest.trim_start_matches('/'));
        let mut with_ending = file.clone().into_os_string();
        with_ending.push(".css");
        let mut files = [file, with_ending.into()].into_iter();
        let found = files.find(|file| self.files.is_file(file));
        Some(found.ok_or_else(|| {
            Error::new(format!(
                "the crate {name} has no style sheet \"{}\"",
                rest.trim_start_matches('/')
            ))
        }))
    }

    /// Finds the file of a `@plugin` or `@config`. An ES module is preferred, as `resolveJsId` of
    /// `@tailwindcss/node` does.
    fn plugin(&self, specifier: &str, base: &str) -> std::result::Result<PathBuf, Error> {
        let path = self.named_plugin(specifier, base)?;
        let is_of_project = !Path::new(base).iter().any(|part| part == "node_modules");
        if is_of_project && !is_bare(specifier) {
            self.files.reach().add_plugin(&path);
        }
        self.permit(specifier, &path).map_err(|error| self.in_sheet(specifier, base, error))?;
        Ok(path)
    }

    /// Refuses a module outside of the places that a plugin may read.
    pub(super) fn permit(&self, specifier: &str, path: &Path) -> std::result::Result<(), Error> {
        if is_bare(specifier) {
            // It was found in a folder `node_modules`, which may be a link to another place.
            let nearest = self.manifests.nearest(&self.files, &folder(path))?;
            self.files.reach().add_package(path, nearest.map(|(folder, _)| folder));
        }
        if self.files.is_own(path) || self.files.reach().has(path) {
            return Ok(());
        }
        Err(reach::refusal(path))
    }

    fn named_plugin(&self, specifier: &str, base: &str) -> std::result::Result<PathBuf, Error> {
        let from = Path::new(base);
        let first = self.resolver(Kind::Plugin).resolve(specifier, from);
        if let Ok(Some(path)) = first {
            return Ok(path);
        }
        match self.resolver(Kind::Require).resolve(specifier, from) {
            Ok(Some(path)) => Ok(path),
            _ if is_builtin(specifier) => Err(self.builtin(specifier, base)),
            _ => {
                first.map_err(|error| self.of_specifier(specifier, base, error))?.ok_or_else(|| {
                    self.unresolved(specifier, base, "module", advice::on(specifier, from))
                })
            }
        }
    }

    /// Adds the position of `specifier` to an error without a position.
    fn of_specifier(&self, specifier: &str, base: &str, error: Error) -> Error {
        match error.position() {
            Some(_) => error,
            None => self.in_sheet(specifier, base, error),
        }
    }

    fn builtin(&self, specifier: &str, base: &str) -> Error {
        self.in_sheet(specifier, base, modules::is_of_node(specifier))
    }

    fn unresolved(&self, specifier: &str, base: &str, what: &str, advice: Option<String>) -> Error {
        if let Some(error) = self.unquoted(specifier) {
            return error;
        }
        let error = Error::new(format!("cannot find the {what} \"{specifier}\""));
        self.in_sheet(specifier, base, error.advised(advice))
    }

    /// Returns the error of a `@config` without quotes, from which Tailwind takes the first and the last letter.
    fn unquoted(&self, specifier: &str) -> Option<Error> {
        let sheets = self.sheets.borrow();
        let is_quoted = |sheet: &Sheet| position::of_quoted(&sheet.text, specifier).is_some();
        if !specifier.is_empty() && sheets.iter().any(is_quoted) {
            return None;
        }
        let place = |sheet: &Sheet| Some((sheet.path.clone(), position::of_unquoted(&sheet.text)?));
        let (path, (line, column)) = sheets.iter().find_map(place)?;
        let error = Error::new("`@config` has no path in quotes");
        Some(error.at(path, line, column).help("write `@config \"./tailwind.config.js\"`"))
    }

    /// Adds the position at which a style sheet of the folder `base` names `specifier`.
    fn in_sheet(&self, specifier: &str, base: &str, error: Error) -> Error {
        let sheets = self.sheets.borrow();
        let mut sheets = sheets.iter().filter(|sheet| sheet.base == Path::new(base));
        let named = sheets.clone().next();
        let place =
            sheets.find_map(|sheet| Some((sheet, position::of_quoted(&sheet.text, specifier)?)));
        match place {
            Some((sheet, (line, column))) => error.at(&sheet.path, line, column),
            None => error.in_file(named.map_or(Path::new(base), |sheet| sheet.path.as_path())),
        }
    }

    /// Adds the position at which any style sheet has `quoted` between quotes.
    pub(super) fn in_any_sheet(&self, quoted: &str, error: Error, otherwise: &Path) -> Error {
        let sheets = self.sheets.borrow();
        let mut places = sheets
            .iter()
            .filter_map(|sheet| Some((&sheet.path, position::of_quoted(&sheet.text, quoted)?)));
        match places.next() {
            Some((path, (line, column))) => error.at(path, line, column),
            None => error.in_file(otherwise),
        }
    }

    /// Returns the column in a file for a column in the code that QuickJS got, which begins with a wrapper.
    pub(super) fn column_in_file(&self, file: &str, line: usize, column: usize) -> usize {
        let wrapped = self.wrapped.borrow();
        let extra = wrapped.get(file).copied().filter(|_| line == 1).unwrap_or_default();
        if column > extra { column - extra } else { column }
    }

    /// Makes the object that `host.js` gets.
    pub(super) fn expose<'js>(self: &Rc<Self>, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        let host = Rc::clone(self);
        object
            .set("warn", Func::from(move |text: String| host.warnings.borrow_mut().push(text)))?;
        let host = Rc::clone(self);
        let missed = move |name: String| drop(host.missed.replace(Some(name)));
        object.set("missed", Func::from(missed))?;
        let system = Object::new(ctx.clone())?;
        system.set("arch", arch())?;
        system.set("platform", platform())?;
        object.set("system", system)?;
        object.set("folder", Func::from(|path: String| text(&folder(Path::new(&path)))))?;
        self.expose_styles(ctx, &object)?;
        self.expose_modules(ctx, &object)?;
        self.expose_disk(ctx, &object)?;
        Ok(object)
    }

    fn expose_styles<'js>(self: &Rc<Self>, ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
        let host = Rc::clone(self);
        let stylesheet = move |ctx: Ctx<'js>, specifier: String, base: String| {
            let sheet = host.sheet(&specifier, &base).map_err(|error| host.throw(&ctx, error))?;
            let object = Object::new(ctx)?;
            object.set("path", text(&sheet.path))?;
            object.set("base", text(&sheet.base))?;
            object.set("content", sheet.text.as_str())?;
            host.sheets.borrow_mut().push(sheet);
            Ok::<_, rquickjs::Error>(object)
        };
        object.set("stylesheet", Function::new(ctx.clone(), stylesheet)?)?;
        let host = Rc::clone(self);
        let plugin = move |ctx: Ctx<'js>, specifier: String, base: String| {
            let path = host.plugin(&specifier, &base).map_err(|error| host.throw(&ctx, error))?;
            let name = text(&path);
            host.files.progress().plugin(&path);
            Ok::<_, rquickjs::Error>(name)
        };
        object.set("plugin", Function::new(ctx.clone(), plugin)?)?;
        let host = Rc::clone(self);
        let not_a_plugin = move |specifier: String, base: String, what: String| {
            let what = format!("\"{specifier}\" is no plugin: it exports {what}, not a function");
            let error = host.in_sheet(&specifier, &base, Error::new(what));
            host.not_plugins.borrow_mut().push(error);
        };
        object.set("notAPlugin", Func::from(not_a_plugin))
    }

    fn expose_modules<'js>(self: &Rc<Self>, ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
        let host = Rc::clone(self);
        let resolve = move |ctx: Ctx<'js>, specifier: String, from: String| {
            modules::resolve(&host, Kind::Require, &specifier, Path::new(&from))
                .map_err(|error| host.throw(&ctx, error))
        };
        object.set("resolve", Function::new(ctx.clone(), resolve)?)?;
        let host = Rc::clone(self);
        let allow_commonjs = move |allows: bool| {
            host.allows_commonjs.set(allows);
            host.linking.borrow_mut().forget();
        };
        object.set("allowCommonJs", Func::from(allow_commonjs))?;
        let host = Rc::clone(self);
        let finish = move |path: String| host.linking.borrow_mut().finish(&path);
        object.set("finish", Func::from(finish))?;
        let host = Rc::clone(self);
        let open = move |ctx: Ctx<'js>, path: String| {
            let object = Object::new(ctx.clone())?;
            match modules::open(&host, &ctx, &path)? {
                Opened::Json(text) => {
                    object.set("format", "json")?;
                    object.set("text", text)?;
                }
                Opened::CommonJs(run) => {
                    object.set("format", "commonjs")?;
                    object.set("run", run)?;
                }
                Opened::Module(_) => object.set("format", "module")?,
            }
            Ok::<_, rquickjs::Error>(object)
        };
        object.set("open", Function::new(ctx.clone(), open)?)?;
        let host = Rc::clone(self);
        let evaluate = move |ctx: Ctx<'js>, path: String| host.evaluate(&ctx, path);
        object.set("evaluate", Function::new(ctx.clone(), evaluate)?)
    }

    /// Answers `require()` of an ES module: runs it, and returns its namespace.
    fn evaluate<'js>(&self, ctx: &Ctx<'js>, path: String) -> Result<Value<'js>> {
        let before = self.linking.borrow_mut().require();
        let required = Module::import(ctx, path.as_str())
            .map(|promise| (promise.finish::<Value<'js>>(), promise));
        self.linking.borrow_mut().answer(before);
        let (namespace, promise) = required?;
        if namespace.is_ok() {
            self.linking.borrow_mut().finish(&path);
        }
        // The caller gets the error, so that the rejection counts as handled.
        self.reject(ctx, promise.into_value(), Value::new_undefined(ctx.clone()), true);
        namespace.map_err(|error| match error {
            rquickjs::Error::WouldBlock => {
                let what = "cannot be required, because it has a top-level await";
                self.throw(ctx, Error::new(what).in_file(path))
            }
            other => other,
        })
    }
}

/// Returns true for the name of a package, or of a file in one.
fn is_bare(specifier: &str) -> bool {
    split_specifier(specifier).is_some() && !Path::new(specifier).is_absolute()
}

/// Returns the folder of a file.
pub(super) fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}

/// Returns a path for JavaScript, where paths have slashes on every system, as those of the module `path` of this engine.
pub(super) fn text(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
