//! What JavaScript may ask of the host: style sheets, modules, and nothing else.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rquickjs::prelude::Func;
use rquickjs::{Ctx, Exception, Function, Module, Object, Persistent, Result, Value};

use super::error::Error;
use super::files::Files;
use super::linking::Linking;
use super::modules::{self, Opened};
use super::place;
use super::resolve::{Kind, Manifests, Resolver, is_builtin};
use super::trail::Trail;
use crate::provide::Package;

/// The name of the script that is trusted to name modules by their paths.
pub(super) const SCRIPT: &str = "tailprint:host";

/// A style sheet that was compiled or imported.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) path: PathBuf,
    pub(super) base: PathBuf,
    pub(super) text: String,
}

/// What one style sheet's realm shares with the host.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) files: Files,
    pub(super) manifests: Manifests,
    pub(super) sheets: RefCell<Vec<Sheet>>,
    pub(super) warnings: RefCell<Vec<String>>,
    /// The plugins that are none.
    odd: RefCell<Vec<Error>>,
    /// Promises that were broken, and why, while nobody waited for them.
    pub(super) rejections: RefCell<Vec<(Persistent<Value<'static>>, Persistent<Value<'static>>)>>,
    /// Errors that were thrown into JavaScript, to be recognised when they come back.
    thrown: RefCell<Vec<(String, Error)>>,
    /// What the host asks of `host.js`.
    pub(super) script: RefCell<Option<Script>>,
    /// How much was put before the code of files.
    pub(super) wrapped: RefCell<HashMap<String, usize>>,
    /// Whether ES modules get what CommonJS modules have.
    pub(super) lenient: Cell<bool>,
    pub(super) linking: RefCell<Linking>,
}

/// The functions of `host.js` that the host calls.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) load: Persistent<Function<'static>>,
    pub(super) names: Persistent<Function<'static>>,
    /// Gives a value as text.
    pub(super) shown: Persistent<Function<'static>>,
    /// Gives the `require` of a module.
    pub(super) require: Persistent<Function<'static>>,
}

impl Host {
    pub(super) fn new(package: Rc<Package>, trail: Trail) -> Rc<Self> {
        Rc::new(Self {
            files: Files::new(package, trail),
            manifests: Manifests::default(),
            sheets: RefCell::default(),
            warnings: RefCell::default(),
            odd: RefCell::default(),
            rejections: RefCell::default(),
            thrown: RefCell::default(),
            script: RefCell::default(),
            wrapped: RefCell::default(),
            lenient: Cell::default(),
            linking: RefCell::default(),
        })
    }

    /// Throws `error`, so that JavaScript may catch it.
    pub(super) fn throw(&self, ctx: &Ctx<'_>, error: Error) -> rquickjs::Error {
        let text = error.to_string();
        let exception = Exception::throw_message(ctx, &text);
        self.thrown.borrow_mut().push((text, error));
        exception
    }

    /// The error that was thrown with this text.
    pub(super) fn thrown(&self, text: &str) -> Option<Error> {
        let thrown = self.thrown.borrow();
        thrown
            .iter()
            .rev()
            .find(|(thrown, _)| text.contains(thrown))
            .map(|(_, error)| error.clone())
    }

    /// What is wrong with a plugin that is none.
    pub(super) fn odd(&self) -> Option<Error> {
        self.odd.borrow().first().cloned()
    }

    /// A promise is broken, or somebody begins to wait for it after all.
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

    /// The file of an `@import`.
    fn sheet(&self, specifier: &str, base: &str) -> std::result::Result<Sheet, Error> {
        let found = self.resolver(Kind::Style).resolve(specifier, Path::new(base));
        let found = found.map_err(|error| self.of_specifier(specifier, base, error))?;
        let path = found.ok_or_else(|| self.unresolved(specifier, base, "style sheet"))?;
        let text = self.files.text(&path)?;
        Ok(Sheet { base: folder(&path), path, text })
    }

    /// The file of a `@plugin` or `@config`: an ES module is preferred, as Tailwind's CLI does.
    fn plugin(&self, specifier: &str, base: &str) -> std::result::Result<PathBuf, Error> {
        let from = Path::new(base);
        let first = self.resolver(Kind::Import).resolve(specifier, from);
        if let Ok(Some(path)) = first {
            return Ok(path);
        }
        match self.resolver(Kind::Require).resolve(specifier, from) {
            Ok(Some(path)) => Ok(path),
            _ if is_builtin(specifier) => Err(self.builtin(specifier, base)),
            _ => first
                .map_err(|error| self.of_specifier(specifier, base, error))?
                .ok_or_else(|| self.unresolved(specifier, base, "module")),
        }
    }

    /// Places an error where `specifier` is named, unless it has a better place.
    fn of_specifier(&self, specifier: &str, base: &str, error: Error) -> Error {
        match error.position() {
            Some(_) => error,
            None => self.in_sheet(specifier, base, error),
        }
    }

    fn builtin(&self, specifier: &str, base: &str) -> Error {
        self.in_sheet(specifier, base, modules::is_of_node(specifier))
    }

    fn unresolved(&self, specifier: &str, base: &str, what: &str) -> Error {
        let error = Error::new(format!("cannot find the {what} \"{specifier}\""));
        let beside = !specifier.is_empty() && Path::new(base).join(specifier).is_file();
        let error = match beside && !specifier.starts_with('.') {
            true => error.help(format!("write \"./{specifier}\"")),
            false => modules::with_advice(error, specifier),
        };
        self.in_sheet(specifier, base, error)
    }

    /// Places an error where a style sheet of the folder `base` names `specifier`.
    fn in_sheet(&self, specifier: &str, base: &str, error: Error) -> Error {
        let sheets = self.sheets.borrow();
        let mut sheets = sheets.iter().filter(|sheet| sheet.base == Path::new(base));
        let named = sheets.clone().next();
        let place =
            sheets.find_map(|sheet| Some((sheet, place::of_quoted(&sheet.text, specifier)?)));
        match place {
            Some((sheet, (line, column))) => error.at(&sheet.path, line, column),
            None => error.in_file(named.map_or(Path::new(base), |sheet| sheet.path.as_path())),
        }
    }

    /// Places an error where any style sheet has `quoted` between quotes.
    pub(super) fn in_any_sheet(&self, quoted: &str, error: Error, otherwise: &Path) -> Error {
        let sheets = self.sheets.borrow();
        let mut places = sheets
            .iter()
            .filter_map(|sheet| Some((&sheet.path, place::of_quoted(&sheet.text, quoted)?)));
        match places.next() {
            Some((path, (line, column))) => error.at(path, line, column),
            None => error.in_file(otherwise),
        }
    }

    /// The column of a place in a file, of which QuickJS saw more than there is.
    pub(super) fn column_in_file(&self, file: &str, line: usize, column: usize) -> usize {
        let wrapped = self.wrapped.borrow();
        let extra = wrapped.get(file).copied().filter(|_| line == 1).unwrap_or_default();
        if column > extra { column - extra } else { column }
    }

    /// The object that `host.js` gets.
    pub(super) fn expose<'js>(self: &Rc<Self>, ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        let host = Rc::clone(self);
        object
            .set("warn", Func::from(move |text: String| host.warnings.borrow_mut().push(text)))?;
        object.set("folder", Func::from(|path: String| text(&folder(Path::new(&path)))))?;
        self.expose_styles(ctx, &object)?;
        self.expose_modules(ctx, &object)?;
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
            host.files.trail().plugin(&path);
            Ok::<_, rquickjs::Error>(name)
        };
        object.set("plugin", Function::new(ctx.clone(), plugin)?)?;
        let host = Rc::clone(self);
        let odd = move |specifier: String, base: String, what: String| {
            let what = format!("\"{specifier}\" is no plugin: it exports {what}, not a function");
            let error = host.in_sheet(&specifier, &base, Error::new(what));
            host.odd.borrow_mut().push(error);
        };
        object.set("odd", Func::from(odd))
    }

    fn expose_modules<'js>(self: &Rc<Self>, ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
        let host = Rc::clone(self);
        let resolve = move |ctx: Ctx<'js>, specifier: String, from: String| {
            modules::resolve(&host, Kind::Require, &specifier, Path::new(&from))
                .map_err(|error| host.throw(&ctx, error))
        };
        object.set("resolve", Function::new(ctx.clone(), resolve)?)?;
        let host = Rc::clone(self);
        let lenient = move |lenient: bool| {
            host.lenient.set(lenient);
            host.linking.borrow_mut().forget();
        };
        object.set("lenient", Func::from(lenient))?;
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

    /// `require()` of an ES module: its namespace, as soon as it has run.
    fn evaluate<'js>(&self, ctx: &Ctx<'js>, path: String) -> Result<Value<'js>> {
        let before = self.linking.borrow_mut().require();
        let required = Module::import(ctx, path.as_str())
            .map(|promise| (promise.finish::<Value<'js>>(), promise));
        self.linking.borrow_mut().answer(before);
        let (namespace, promise) = required?;
        if namespace.is_ok() {
            self.linking.borrow_mut().finish(&path);
        }
        // Whatever became of it is told to whoever asked.
        self.reject(ctx, promise.into_value(), Value::new_undefined(ctx.clone()), true);
        namespace.map_err(|error| match error {
            rquickjs::Error::WouldBlock => {
                let what = "cannot be had by require(), because it awaits something";
                self.throw(ctx, Error::new(what).in_file(path))
            }
            other => other,
        })
    }
}

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}

/// A path for JavaScript.
pub(super) fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
