//! ES modules that use the variables of CommonJS modules, such as `require` and `module`.
//!
//! Node.js refuses them. `importModule` of `@tailwindcss/node` then loads them by jiti, which gives them these
//! variables: many configurations of Tailwind 3 depend on it. This module can go when the CLI loads modules by
//! Node.js alone.

use rquickjs::module::Declared;
use rquickjs::{Ctx, Function, Module, Object, Result, Value};

use super::parser::Parser;
use crate::engine::host::{Script, folder, text};

/// The variables of a CommonJS module.
const NAMES: [&str; 5] = ["require", "module", "exports", "__filename", "__dirname"];

/// Declares an ES module with the [`NAMES`] that it uses and does not define. Also returns the number of
/// characters that were put before its code.
pub(in crate::engine) fn declare<'js>(
    ctx: &Ctx<'js>,
    script: &Script,
    parser: &Parser,
    (name, path): (&str, &str),
    source: &str,
) -> Result<(Module<'js, Declared>, usize)> {
    let missed = missed(parser, source);
    let before = format!("const {{ {} }} = import.meta;", missed.join(", "));
    let exports = missed.iter().any(|name| matches!(*name, "module" | "exports"));
    let after = match exports && parser.module(&format!("{source}\nexport default 0;")).is_ok() {
        true => "\nexport default import.meta.module.exports;",
        false => "",
    };
    let module = Module::declare(ctx.clone(), name, format!("{before}{source}{after}"))?;
    let meta: Object<'js> = module.meta()?;
    let require: Function<'js> = script.require.clone().restore(ctx)?;
    let (own, exported) = (Object::new(ctx.clone())?, Object::new(ctx.clone())?);
    own.set("exports", exported.clone())?;
    meta.set("require", require.call::<_, Value<'js>>((path, true))?)?;
    meta.set("module", own)?;
    meta.set("exports", exported)?;
    meta.set("__filename", path)?;
    meta.set("__dirname", text(&folder(path.as_ref())))?;
    Ok((module, before.chars().count()))
}

/// Returns the variables of CommonJS that a module mentions and does not define. A module can only export what it
/// defines. A name that is only mentioned in a string does no harm.
fn missed(parser: &Parser, source: &str) -> Vec<&'static str> {
    let is_free = |name: &&str| {
        source.contains(name)
            && parser.module(&format!("{source}\nexport {{ {name} as \"{name} \" }};")).is_err()
    };
    NAMES.into_iter().filter(is_free).collect()
}

#[cfg(test)]
mod tests;
