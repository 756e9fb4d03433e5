//! Asks QuickJS's parser about a text, without running it and without reading its imports.

use std::cell::OnceCell;
use std::fmt;

use rquickjs::context::intrinsic;
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Module, Result, Runtime};

/// The memory of the parser, in bytes. Chosen: a text takes about ten times its size, and no module has megabytes.
const MEMORY: usize = 256 << 20;
/// The stack of the parser, in bytes: as much as the code itself may use.
const STACK: usize = 2 << 20;
/// The name of the text, to find its frame in a stack.
const NAME: &str = "text";

/// A realm of its own, in which every import leads to an empty module. It is made when it is first needed.
#[derive(Default)]
pub(in crate::engine) struct Parser(OnceCell<Option<Context>>);

/// The line and column at which a parser gave up, both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct GaveUp(pub(in crate::engine) usize, pub(in crate::engine) usize);

impl Parser {
    /// Parses a text as an ES module.
    pub(in crate::engine) fn module(&self, source: &str) -> std::result::Result<(), GaveUp> {
        let Some(context) = self.0.get_or_init(|| realm().ok()) else {
            return Err(GaveUp::default());
        };
        context.with(|ctx| match Module::declare(ctx.clone(), NAME, source).catch(&ctx) {
            Ok(_) => Ok(()),
            Err(CaughtError::Exception(exception)) => {
                let stack = exception.stack().unwrap_or_default();
                Err(GaveUp::in_stack(&stack).unwrap_or_default())
            }
            Err(_) => Err(GaveUp::default()),
        })
    }
}

impl GaveUp {
    /// Reads the first position of a stack: `    at text:1:2`.
    pub(in crate::engine) fn in_stack(stack: &str) -> Option<Self> {
        let place = stack.lines().next()?.trim_end().trim_end_matches(')');
        let (rest, column) = place.rsplit_once(':')?;
        let (_, line) = rest.rsplit_once(':')?;
        Some(Self(line.parse().ok()?, column.parse().ok()?))
    }
}

fn realm() -> Result<Context> {
    tailprint_quickjs::ensure();
    let runtime = Runtime::new()?;
    runtime.set_memory_limit(MEMORY);
    runtime.set_max_stack_size(STACK);
    runtime.set_loader(Nothing, Nothing);
    // A literal of a regular expression is compiled when it is parsed.
    Context::custom::<(intrinsic::Eval, intrinsic::RegExpCompiler, intrinsic::RegExp)>(&runtime)
}

/// Resolves every import to an empty module.
#[derive(Clone, Copy, Debug)]
struct Nothing;

impl Resolver for Nothing {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        _base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        Ok(name.to_owned())
    }
}

impl Loader for Nothing {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        Module::declare(ctx.clone(), name, "")
    }
}

impl fmt::Debug for Parser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parser").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
