//! Assets that the build compiles.

#[cfg(all(unix, feature = "builtin"))]
mod crates;
#[cfg(all(unix, feature = "builtin"))]
mod fonts;
mod tailwind;
#[cfg(feature = "typescript")]
mod typescript;
