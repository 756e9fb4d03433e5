//! ES modules that use the variables of CommonJS modules, such as `require` and `module`.
//!
//! Node.js refuses them. `importModule` of `@tailwindcss/node` then loads them by jiti, which gives them these
//! variables: many configurations of Tailwind 3 depend on it. This module can go when the CLI loads modules by
//! Node.js alone.

use rquickjs::module::Declared;
use rquickjs::{Ctx, Function, Module, Object, Result, Value};

use crate::engine::host::{Script, folder, text};

/// The variables of a CommonJS module.
const NAMES: [&str; 5] = ["require", "module", "exports", "__filename", "__dirname"];

/// Declares an ES module with the [`NAMES`] that it uses and does not define. Also returns the number of
/// characters that were put before its code.
pub(in crate::engine) fn declare<'js>(
    ctx: &Ctx<'js>,
    script: &Script,
    name: &str,
    path: &str,
    source: &str,
) -> Result<(Module<'js, Declared>, usize)> {
    let missed: Vec<_> = NAMES.into_iter().filter(|name| misses(source, name)).collect();
    let before = format!("const {{ {} }} = import.meta;", missed.join(", "));
    let exports = missed.iter().any(|name| matches!(*name, "module" | "exports"));
    let after = match exports && !source.contains("export default") {
        true => "\nexport default import.meta.module.exports;",
        false => "",
    };
    let module = Module::declare(ctx.clone(), name, format!("{before}{source}{after}"))?;
    let meta: Object<'js> = module.meta()?;
    let require: Function<'js> = script.require.clone().restore(ctx)?;
    let (own, exported) = (Object::new(ctx.clone())?, Object::new(ctx.clone())?);
    own.set("exports", exported.clone())?;
    meta.set("require", require.call::<_, Value<'js>>((path,))?)?;
    meta.set("module", own)?;
    meta.set("exports", exported)?;
    meta.set("__filename", path)?;
    meta.set("__dirname", text(&folder(path.as_ref())))?;
    Ok((module, before.chars().count()))
}

/// Returns true if code that is not CommonJS may be an ES module.
pub(in crate::engine) fn may_be_module(source: &str) -> bool {
    let exports =
        ["default", "{", " {", " *", "*", " const", " let", " function", " class", " async"];
    let exports = exports.iter().any(|what| source.contains(&format!("export{what}")))
        || source.contains("export default");
    let lines = || source.lines().map(str::trim_start);
    let imports = lines().any(|line| {
        line.strip_prefix("import").is_some_and(|rest| rest.starts_with([' ', '{', '*', '"', '\'']))
    });
    exports || imports || ["await ", "import.meta"].iter().any(|what| source.contains(what))
}

/// Returns true if `source` uses `name` and, as far as a search can tell, does not define it.
fn misses(source: &str, name: &str) -> bool {
    let in_word = |letter: char| letter.is_alphanumeric() || "_$.".contains(letter);
    let uses = source.match_indices(name).filter(|(at, _)| {
        let before = source.get(..*at).and_then(|before| before.chars().next_back());
        let after = source.get(at + name.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(in_word) && !after.is_some_and(|after| after != '.' && in_word(after))
    });
    let mut used = false;
    for (at, _) in uses {
        used = true;
        let before = source.get(..at).unwrap_or_default().trim_end();
        let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next();
        if matches!(word, Some("const" | "let" | "var" | "function" | "class" | "as" | "import")) {
            return false;
        }
    }
    used
}

#[cfg(test)]
mod tests;
