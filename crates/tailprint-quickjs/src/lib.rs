//! QuickJS compiled with optimisation, whatever the profile.
//!
//! Cargo compiles what build scripts use without optimisation, in release builds as well, unless the user's profile
//! says otherwise; QuickJS then takes three times as long. rquickjs-sys has its C code compiled at that level and no
//! crate can ask for another one. So this crate compiles the same code again, at a level of its own, and a linker
//! takes it from here: it looks for what is missing in one library after the other, in which those of a crate come
//! before those of its dependencies, and what it has found it does not look for again.
//!
//! [`ensure`] must be called by whoever runs QuickJS, or the linker has no reason to look here. It is of no use where
//! the profile optimises build scripts anyway, on systems other than Unix, and where the C code is not found or is not
//! the known one, byte for byte; rquickjs-sys's own code is used then.
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

/// Has the linker take QuickJS from this crate.
#[inline(never)]
pub fn ensure() {
    // Almost all of QuickJS is one file: whoever needs one function of it has all.
    #[cfg(optimised)]
    std::hint::black_box(rquickjs_sys::JS_NewRuntime as *const ());
}

#[cfg(test)]
#[path = "../build/sources.rs"]
mod sources;

#[cfg(test)]
mod tests;
