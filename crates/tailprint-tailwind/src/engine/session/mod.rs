//! One style sheet in a realm of its own, from `compile()` to `build()`.
//!
//! Tailwind's code is compiled from its source in every session. Keeping it as bytecode was measured to save
//! 35 ms of processor time a session (79 ms instead of 44 ms, medians of 15, in an unoptimised build script),
//! and nothing of a clean build. That did not pay for a cache that QuickJS has to trust blindly:
//! `JS_ReadObject` does not check bytecode.

mod optimized;
mod worker;

use std::path::PathBuf;
use std::rc::Rc;

use rquickjs::context::EvalOptions;
use rquickjs::prelude::Func;
use rquickjs::{Context, Ctx, Function, Object, Persistent, Promise, Value};
use serde::Deserialize;

pub use optimized::quickjs_is_optimized;
pub(super) use worker::{Job, time, work};

use super::error::Error;
use super::failure;
use super::host::{Host, SCRIPT, Script, Sheet, text};
use super::limits::Limits;
use super::modules::Modules;
use super::progress::Progress;
use super::{Compiled, StyleSheet};
use crate::install::Package;
use crate::sources::{Root, Source};

/// The path of Tailwind's compiler in its package.
pub(super) const LIBRARY: &str = "dist/lib.js";

/// A JavaScript runtime with Tailwind's compiler in it.
pub(super) struct Session {
    // Fields are dropped in this order: rquickjs demands that no `Persistent` outlives its context.
    functions: Option<Functions>,
    context: Context,
    host: Rc<Host>,
    limits: Limits,
    entry: PathBuf,
}

/// The functions that `host.js` returns for Rust to call.
struct Functions {
    compile: Persistent<Function<'static>>,
    build: Persistent<Function<'static>>,
    source_map: Persistent<Function<'static>>,
}

/// The result of `compile()` in `host.js`, which is JSON.
#[derive(Deserialize)]
struct Description {
    utilities: bool,
    root: Option<DescribedRoot>,
    sources: Vec<DescribedSource>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum DescribedRoot {
    None,
    At { base: PathBuf, pattern: String },
}

#[derive(Deserialize)]
struct DescribedSource {
    base: PathBuf,
    pattern: String,
    negated: bool,
}

impl Session {
    pub(super) fn start(
        package: &Rc<Package>,
        limits: Limits,
        progress: &Progress,
    ) -> Result<Self, Error> {
        let runtime = limits.runtime().map_err(unavailable)?;
        let host = Host::new(Rc::clone(package), progress.clone());
        let rejected = Rc::clone(&host);
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            move |ctx, promise, reason, handled| rejected.reject(&ctx, promise, reason, handled),
        )));
        let modules = Modules(Rc::clone(&host));
        runtime.set_loader(modules.clone(), modules);
        let context = Context::full(&runtime).map_err(unavailable)?;
        let entry = package.folder.join(LIBRARY);
        let mut session = Self { functions: None, context, host, limits, entry };
        let functions = session.run(|ctx, host| {
            let library = library(ctx, host.files.package())?;
            prepare(ctx, host, library)
        })?;
        session.functions = Some(functions);
        Ok(session)
    }

    pub(super) fn compile(&mut self, entry: StyleSheet) -> Result<Compiled, Error> {
        self.entry.clone_from(&entry.path);
        self.host.files.progress().begin(&entry.path);
        for root in entry.roots.iter().chain([&entry.base]) {
            self.host.files.reach().add_root(root);
        }
        self.host.here.replace(entry.roots.first().unwrap_or(&entry.base).clone());
        let path = text(&entry.path);
        let base = text(&entry.base);
        self.host.crates.replace(entry.crates);
        let css = entry.css.clone();
        let sheet = Sheet { path: entry.path, base: entry.base, text: entry.css };
        self.host.sheets.borrow_mut().push(sheet);
        let described = self.call(
            |functions| &functions.compile,
            |_, compile| {
                let promise: Promise<'_> = compile.call((css, base, path))?;
                promise.finish::<String>()
            },
        )?;
        let description = serde_json::from_str(&described)
            .map_err(|error| self.broken(&format!("has an unknown form: {error}")))?;
        let compiled = self.compiled(description);
        self.check_root(&compiled.root)?;
        Ok(compiled)
    }

    pub(super) fn build(&mut self, candidates: &[String]) -> Result<String, Error> {
        let css = self.call(|functions| &functions.build, |_, build| build.call((candidates,)))?;
        self.settle()?;
        Ok(css)
    }

    /// Runs the promises that plugins left behind. They are too late for the style sheet, but one may still fail.
    fn settle(&mut self) -> Result<(), Error> {
        while self.context.runtime().execute_pending_job().unwrap_or(true) {
            if self.limits.is_over() {
                break;
            }
        }
        let fail = |error| self.run(|_, _| Err::<(), _>(error));
        if self.limits.is_expired() {
            return fail(rquickjs::Error::Unknown);
        }
        let rejection = self.host.rejections.borrow_mut().pop();
        let Some((_, reason)) = rejection else { return Ok(()) };
        self.host.rejections.take();
        self.context.with(|ctx| {
            let reason = reason.restore(&ctx).map_err(unavailable)?;
            Err(failure::explain_rejection(&self.host, &self.limits, &self.entry, &reason))
        })
    }

    pub(super) fn source_map(&mut self) -> Result<String, Error> {
        self.call(|functions| &functions.source_map, |_, source_map| source_map.call(()))
    }

    pub(super) fn limits(&mut self) -> &mut Limits {
        &mut self.limits
    }

    fn compiled(&self, description: Description) -> Compiled {
        let root = match description.root {
            None => Root::Automatic,
            Some(DescribedRoot::None) => Root::None,
            Some(DescribedRoot::At { base, pattern }) => Root::At { base, pattern },
        };
        let sources = description.sources.into_iter().map(|source| Source {
            base: source.base,
            pattern: source.pattern,
            negated: source.negated,
        });
        Compiled {
            root,
            sources: sources.collect(),
            utilities: description.utilities,
            read: self.host.files.progress().all_read(),
            seen: self.host.files.seen(),
            warnings: self.host.warnings.take(),
        }
    }

    /// Refuses a root that does not exist, as `ensureSourceDetectionRootExists` of `@tailwindcss/node` does.
    fn check_root(&self, root: &Root) -> Result<(), Error> {
        let Root::At { base, pattern } = root else { return Ok(()) };
        let parts = pattern.split('/').take_while(|part| !part.contains(['*', '{']));
        let folder = base.join(parts.collect::<PathBuf>());
        if folder.is_dir() {
            return Ok(());
        }
        let what = format!("source(\"{pattern}\") is not a folder");
        Err(self.host.in_any_sheet(pattern, Error::new(what), &self.entry))
    }

    /// The error of a version of Tailwind with another interface.
    fn broken(&self, what: &str) -> Error {
        let version = &self.host.files.package().version;
        Error::new(format!("the answer of Tailwind {version} {what}")).in_file(&self.entry)
    }

    fn call<T>(
        &mut self,
        choose: impl Fn(&Functions) -> &Persistent<Function<'static>>,
        run: impl for<'js> FnOnce(&Ctx<'js>, Function<'js>) -> rquickjs::Result<T>,
    ) -> Result<T, Error> {
        let function = self.functions.as_ref().map(|functions| choose(functions).clone());
        let function = function.ok_or_else(|| self.broken("is missing"))?;
        self.run(|ctx, _| run(ctx, function.restore(ctx)?))
    }

    fn run<T>(
        &self,
        run: impl for<'js> FnOnce(&Ctx<'js>, &Rc<Host>) -> rquickjs::Result<T>,
    ) -> Result<T, Error> {
        self.context.with(|ctx| {
            run(&ctx, &self.host).map_err(|error| {
                failure::explain(&self.host, &self.limits, &self.entry, &ctx, error)
            })
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.host.script.take();
        self.host.rejections.take();
    }
}

/// Compiles Tailwind's code, as a function of `exports`, `require` and `module`.
fn library<'js>(ctx: &Ctx<'js>, package: &Package) -> rquickjs::Result<Function<'js>> {
    let source = package.files.get(LIBRARY).map(Vec::as_slice).unwrap_or_default();
    let mut code = b"(function (exports, require, module) {".to_vec();
    code.extend_from_slice(source);
    code.extend_from_slice(b"\n})");
    let mut options = EvalOptions::default();
    options.filename = Some(format!("tailwindcss/{LIBRARY}"));
    ctx.eval_with_options(code, options)
}

/// Runs the scripts of `js/`, and returns the functions of `host.js`.
fn prepare<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    library: Function<'js>,
) -> rquickjs::Result<Functions> {
    let run = |code: &str| script(ctx, code);
    run(include_str!("../js/sort.js"))?.call::<_, ()>(())?;
    let exposed = host.expose(ctx)?;
    let warn: Value<'js> = exposed.get("warn")?;
    let missed: Value<'js> = exposed.get("missed")?;
    let system: Value<'js> = exposed.get("system")?;
    run(include_str!("../js/globals.js"))?.call::<_, ()>((warn.clone(), missed, system))?;
    run(include_str!("../js/steady.js"))?.call::<_, ()>((warn,))?;
    let start = run(include_str!("../js/host.js"))?;
    let mapper = run(include_str!("../js/source_map.js"))?;
    let functions: Object<'js> = start.call((exposed, library, mapper, Func::from(node)))?;
    let function = |name: &str| -> rquickjs::Result<Persistent<Function<'static>>> {
        Ok(Persistent::save(ctx, functions.get::<_, Function<'js>>(name)?))
    };
    let script = Script {
        load: function("load")?,
        names: function("names")?,
        shown: function("shown")?,
        require: function("require")?,
    };
    host.script.replace(Some(script));
    Ok(Functions {
        compile: function("compile")?,
        build: function("build")?,
        source_map: function("sourceMap")?,
    })
}

/// Defines the globals of Node.js that only plugins use, and returns its modules. Most style sheets have no plugin, and
/// these scripts are longer than all the others here together.
fn node<'js>(
    ctx: Ctx<'js>,
    create_require: Function<'js>,
    exposed: Object<'js>,
) -> rquickjs::Result<Object<'js>> {
    let of_bytes: Value<'js> = script(&ctx, include_str!("../js/web.js"))?.call(())?;
    script(&ctx, include_str!("../js/buffer.js"))?.call::<_, ()>((of_bytes,))?;
    script(&ctx, include_str!("../js/node.js"))?.call((create_require, exposed))
}

/// Compiles a script of `js/`, which is a function.
fn script<'js>(ctx: &Ctx<'js>, code: &str) -> rquickjs::Result<Function<'js>> {
    let mut options = EvalOptions::default();
    options.filename = Some(SCRIPT.to_owned());
    ctx.eval_with_options(code, options)
}

fn unavailable(error: rquickjs::Error) -> Error {
    Error::new(format!("QuickJS does not start: {error}"))
}
