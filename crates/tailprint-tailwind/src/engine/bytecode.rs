//! `dist/lib.js` as a function, parsed once for each machine.

use rquickjs::{Ctx, Function, Module, Result};

use crate::provide::Package;

/// Tailwind's compiler.
pub(super) const LIBRARY: &str = "dist/lib.js";

/// Where bytecode is kept.
#[derive(Debug)]
pub(super) struct Cache;

pub(super) fn library<'js>(
    ctx: &Ctx<'js>,
    package: &Package,
    _cache: Option<&Cache>,
) -> Result<Function<'js>> {
    let source = package.files.get(LIBRARY).map(Vec::as_slice).unwrap_or_default();
    let mut code = b"export default function (exports, require, module) {".to_vec();
    code.extend_from_slice(source);
    code.extend_from_slice(b"\n}");
    let module = Module::declare(ctx.clone(), "tailwindcss/dist/lib.js", code)?;
    let (module, promise) = module.eval()?;
    promise.finish::<()>()?;
    module.get("default")
}
