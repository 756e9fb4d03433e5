//! Compiles QuickJS with optimisation if Cargo's profile compiles it without: see `src/lib.rs`.
//!
//! The build goes on after any failure, since rquickjs-sys has compiled QuickJS already, only slower.

#[path = "build/sources.rs"]
mod sources;

use std::env;
use std::path::{Path, PathBuf};

use sources::{C_FILES, Places};

/// The level of optimisation. `bench/quickjs` compares them: `-O2` compiles in twice the time of `-O1`, and a style sheet
/// takes a sixth less.
const LEVEL: u32 = 2;
/// The level of optimisation where the interpreter's loop alone gets [`LEVEL`], which compiles as fast as this level does
/// and wins a part of that.
const LEVEL_OF_THE_REST: u32 = 1;
/// Declares the interpreter's loop with a level of its own.
const HOT: &str = "build/hot.h";

fn main() {
    println!("cargo::rustc-check-cfg=cfg(optimised)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let is_optimised = env::var("OPT_LEVEL").is_ok_and(|level| level != "0");
    if is_optimised || !is_supported() {
        return;
    }
    let Some(sources) = places().find() else {
        println!("the sources of QuickJS were not found, so it is left as it is");
        return;
    };
    match compile(&sources) {
        Ok(()) => println!("cargo::rustc-cfg=optimised"),
        Err(error) => println!("QuickJS is left as it is: {error}"),
    }
}

/// Returns true for targets whose linker is known to take a symbol from the first of two libraries that define it. A
/// build with a sanitizer is left alone, since it needs flags that only rquickjs-sys knows.
fn is_supported() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some();
    is_set("CARGO_CFG_UNIX") && !is_set("CARGO_CFG_SANITIZE")
}

fn places() -> Places {
    // Neither variable is announced to Cargo: an editor and a terminal that differ in them would undo each other's builds.
    let folder =
        |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cargo = folder("CARGO_HOME").or_else(|| folder("HOME").map(|home| home.join(".cargo")));
    Places { package: folder("CARGO_MANIFEST_DIR").unwrap_or_default(), cargo }
}

fn compile(sources: &Path) -> Result<(), cc::Error> {
    let mut build = cc::Build::new();
    // The definition in rquickjs-sys's build script.
    build.define("_GNU_SOURCE", None).warnings(false).cargo_warnings(false);
    let compiler = build.try_get_compiler()?;
    // Clang knows no level of a function.
    if compiler.is_like_gnu() && !compiler.is_like_clang() {
        let hot = Path::new(env!("CARGO_MANIFEST_DIR")).join(HOT);
        build.opt_level(LEVEL_OF_THE_REST).include(sources).flag("-include").flag(hot);
    } else {
        build.opt_level(LEVEL);
    }
    build.files(C_FILES.iter().map(|name| sources.join(name)));
    build.try_compile("tailprint_quickjs")
}
