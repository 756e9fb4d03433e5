//! Tailwind without a build script.

#[cfg(unix)]
mod css;
#[cfg(unix)]
mod update_tailwind;
mod vendor;
