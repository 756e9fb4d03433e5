//! `dist/lib.js` in the form that QuickJS runs, made once for each machine.
//!
//! QuickJS trusts its bytecode: made by someone else, it could do anything. What was kept is therefore used
//! only with a [seal](super::seal) that nobody but this user of this machine can have put on it.

use std::cell::OnceCell;
use std::path::Path;

use rquickjs::module::{Declared, WriteOptions};
use rquickjs::{Ctx, Function, Module, Result};
use sha2::{Digest, Sha256};

use super::seal::Seal;
use crate::provide::Package;

/// Tailwind's compiler.
pub(super) const LIBRARY: &str = "dist/lib.js";

/// Everything that bytecode depends on besides the code. The manifest pins this release of rquickjs, and with
/// it QuickJS.
const MADE_BY: &str =
    concat!("tailprint-tailwind ", env!("CARGO_PKG_VERSION"), ", rquickjs 0.14.0");

/// Tailwind's code, parsed.
#[derive(Debug)]
pub(super) struct Library {
    name: String,
    seal: Option<Seal>,
    bytecode: OnceCell<Vec<u8>>,
}

impl Library {
    /// `cache` is where bytecode is kept, if anywhere. A folder that cannot be trusted or written only costs
    /// time.
    pub(super) fn new(package: &Package, cache: Option<&Path>) -> Self {
        let seal = cache.and_then(|folder| Seal::open(folder).ok());
        let digest = package.digest_of(LIBRARY).unwrap_or_default();
        Self { name: name(digest), seal, bytecode: OnceCell::new() }
    }

    /// The code as a function of `exports`, `require` and `module`.
    pub(super) fn function<'js>(&self, ctx: &Ctx<'js>, package: &Package) -> Result<Function<'js>> {
        let (module, promise) = self.module(ctx, package)?.eval()?;
        promise.finish::<()>()?;
        module.get("default")
    }

    fn module<'js>(&self, ctx: &Ctx<'js>, package: &Package) -> Result<Module<'js, Declared>> {
        let kept = || self.seal.as_ref().and_then(|seal| seal.read(&self.name));
        if let Some(bytecode) = self.bytecode.get().cloned().or_else(kept) {
            let module = load(ctx, &bytecode)?;
            let _ = self.bytecode.set(bytecode);
            return Ok(module);
        }
        let mut code = b"export default function (exports, require, module) {".to_vec();
        code.extend_from_slice(source(package));
        code.extend_from_slice(b"\n}");
        let module = Module::declare(ctx.clone(), "tailwindcss/dist/lib.js", code)?;
        let options =
            WriteOptions { strip_source: true, strip_debug: true, ..WriteOptions::default() };
        let bytecode = module.write(options)?;
        if let Some(seal) = &self.seal {
            // Without it the next build is a little slower.
            let _ = seal.write(&self.name, &bytecode);
        }
        let _ = self.bytecode.set(bytecode);
        Ok(module)
    }
}

fn source(package: &Package) -> &[u8] {
    package.files.get(LIBRARY).map(Vec::as_slice).unwrap_or_default()
}

#[allow(unsafe_code, reason = "QuickJS offers no other way in")]
fn load<'js>(ctx: &Ctx<'js>, bytecode: &[u8]) -> Result<Module<'js, Declared>> {
    // SAFETY: the bytes are what `Module::write` gave, either in this process, or on this machine by the same
    // release of QuickJS: the file's name says so, and its seal that the file is ours.
    unsafe { Module::load(ctx.clone(), bytecode) }
}

/// The name that the bytecode of code with this digest is kept under.
fn name(source: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(MADE_BY);
    hash.update([size_of::<usize>() as u8, u8::from(cfg!(target_endian = "big"))]);
    hash.update(std::env::consts::ARCH);
    hash.update([0]);
    hash.update(source);
    format!("tailwindcss-{}.qjs", &base16ct::lower::encode_string(&hash.finalize())[..32])
}

#[cfg(test)]
mod tests;
