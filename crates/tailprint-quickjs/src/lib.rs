//! QuickJS compiled with optimisation, whatever the profile.
//!
//! The cause: Cargo compiles the dependencies of build scripts without optimisation, in release builds as well, unless
//! the user's profile has a `build-override`. QuickJS then takes three times as long. The build script of rquickjs-sys
//! 0.14 compiles its C code with `cc::Build::new()` and sets no `opt_level`, so that cc takes the one of the profile
//! (`OPT_LEVEL`), and Cargo reads profiles only from the manifest at the root of the workspace, so that no dependency
//! can ask for another level.
//!
//! The remedy: this crate compiles the same code again, at a level of its own. A linker searches one library after the
//! other for symbols that are still undefined. The libraries of a crate come before those of its dependencies, so the
//! linker finds QuickJS here first. A function that runs QuickJS must call [`ensure`], or the linker has no reason to
//! search this library.
//!
//! The code of rquickjs-sys is used as it is if the profile optimises build scripts anyway, on systems other than Unix,
//! and if the C code is not found or differs from the known one in any byte. This crate can go once rquickjs-sys sets an
//! `opt_level` of its own, or has a feature for it.
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

/// Makes the linker take QuickJS from this crate.
#[inline(never)]
pub fn ensure() {
    // Almost all of QuickJS is one object file, so one function of it brings all the others.
    #[cfg(optimised)]
    std::hint::black_box(rquickjs_sys::JS_NewRuntime as *const ());
}

#[cfg(test)]
#[path = "../build/sources.rs"]
mod sources;

#[cfg(test)]
mod tests;
