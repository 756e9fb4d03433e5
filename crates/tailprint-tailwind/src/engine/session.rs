//! One style sheet in a realm of its own, from `compile()` to `build()`.

use std::path::PathBuf;
use std::rc::Rc;

use rquickjs::context::EvalOptions;
use rquickjs::{Context, Ctx, Function, Object, Persistent, Promise, Value};
use serde::Deserialize;

use super::bytecode::{self, Library};
use super::error::Error;
use super::failure;
use super::host::{Host, SCRIPT, Script, Sheet, text};
use super::limits::Limits;
use super::modules::Modules;
use super::optimized;
use super::trail::Trail;
use super::{Compiled, Entry};
use crate::provide::Package;
use crate::sources::{Root, Source};

/// A runtime that has Tailwind's code in it.
pub(super) struct Session {
    // Fields are dropped in this order, and no value may outlive its context.
    functions: Option<Functions>,
    context: Context,
    host: Rc<Host>,
    limits: Limits,
    entry: PathBuf,
}

/// The functions of `host.js`.
struct Functions {
    compile: Persistent<Function<'static>>,
    build: Persistent<Function<'static>>,
    source_map: Persistent<Function<'static>>,
}

/// What `compile()` tells, as `host.js` writes it.
#[derive(Deserialize)]
struct Told {
    utilities: bool,
    root: Option<ToldRoot>,
    sources: Vec<ToldSource>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum ToldRoot {
    None,
    At { base: PathBuf, pattern: String },
}

#[derive(Deserialize)]
struct ToldSource {
    base: PathBuf,
    pattern: String,
    negated: bool,
}

impl Session {
    pub(super) fn start(
        package: &Rc<Package>,
        library: &Library,
        limits: Limits,
        trail: &Trail,
    ) -> Result<Self, Error> {
        let runtime = optimized::runtime().map_err(unavailable)?;
        limits.impose(&runtime);
        let host = Host::new(Rc::clone(package), trail.clone());
        let rejected = Rc::clone(&host);
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            move |ctx, promise, reason, handled| rejected.reject(&ctx, promise, reason, handled),
        )));
        let modules = Modules(Rc::clone(&host));
        runtime.set_loader(modules.clone(), modules);
        let context = Context::full(&runtime).map_err(unavailable)?;
        let entry = package.folder.join(bytecode::LIBRARY);
        let mut session = Self { functions: None, context, host, limits, entry };
        let functions = session.run(|ctx, host| {
            let library = library.function(ctx, host.files.package())?;
            prepare(ctx, host, library)
        })?;
        session.functions = Some(functions);
        Ok(session)
    }

    pub(super) fn compile(&mut self, entry: Entry) -> Result<Compiled, Error> {
        self.entry.clone_from(&entry.path);
        self.host.files.trail().begin(&entry.path);
        let path = text(&entry.path);
        let base = text(&entry.base);
        let css = entry.css.clone();
        let sheet = Sheet { path: entry.path, base: entry.base, text: entry.css };
        self.host.sheets.borrow_mut().push(sheet);
        let told = self.call(
            |functions| &functions.compile,
            |_, compile| {
                let promise: Promise<'_> = compile.call((css, base, path))?;
                promise.finish::<String>()
            },
        )?;
        let told: Told = serde_json::from_str(&told)
            .map_err(|error| self.broken(&format!("cannot be understood: {error}")))?;
        let compiled = self.told(told);
        self.check_root(&compiled.root)?;
        Ok(compiled)
    }

    pub(super) fn build(&mut self, candidates: &[String]) -> Result<String, Error> {
        let css = self.call(|functions| &functions.build, |_, build| build.call((candidates,)))?;
        self.settle()?;
        Ok(css)
    }

    /// Does what plugins have put off, which comes too late for the style sheet, but may still be in error.
    fn settle(&mut self) -> Result<(), Error> {
        while self.context.runtime().execute_pending_job().unwrap_or(true) {
            if self.limits.ticks_out() {
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

    fn told(&self, told: Told) -> Compiled {
        let root = match told.root {
            None => Root::Automatic,
            Some(ToldRoot::None) => Root::None,
            Some(ToldRoot::At { base, pattern }) => Root::At { base, pattern },
        };
        let sources = told.sources.into_iter().map(|source| Source {
            base: source.base,
            pattern: source.pattern,
            negated: source.negated,
        });
        Compiled {
            root,
            sources: sources.collect(),
            utilities: told.utilities,
            read: self.host.files.trail().all_read(),
            seen: self.host.files.seen(),
            warnings: self.host.warnings.take(),
        }
    }

    /// A folder that does not exist is refused, as Tailwind's CLI does.
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

    fn broken(&self, what: &str) -> Error {
        let version = &self.host.files.package().version;
        Error::new(format!("what Tailwind {version} says {what}")).in_file(&self.entry)
    }

    fn call<T>(
        &mut self,
        which: impl Fn(&Functions) -> &Persistent<Function<'static>>,
        run: impl for<'js> FnOnce(&Ctx<'js>, Function<'js>) -> rquickjs::Result<T>,
    ) -> Result<T, Error> {
        let function = self.functions.as_ref().map(|functions| which(functions).clone());
        let function = function.ok_or_else(|| self.broken("came too early"))?;
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

/// Runs `host.js`.
fn prepare<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    library: Function<'js>,
) -> rquickjs::Result<Functions> {
    let run = |code: &str| -> rquickjs::Result<Function<'js>> {
        let mut options = EvalOptions::default();
        options.filename = Some(SCRIPT.to_owned());
        ctx.eval_with_options(code, options)
    };
    run(include_str!("sort.js"))?.call::<_, ()>(())?;
    let exposed = host.expose(ctx)?;
    let warn: Value<'js> = exposed.get("warn")?;
    run(include_str!("globals.js"))?.call::<_, ()>((warn,))?;
    let start = run(include_str!("host.js"))?;
    let mapper = run(include_str!("source_map.js"))?;
    let node = run(include_str!("node.js"))?;
    let functions: Object<'js> = start.call((exposed, library, mapper, node))?;
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

fn unavailable(error: rquickjs::Error) -> Error {
    Error::new(format!("QuickJS does not start: {error}"))
}
