//! The engines that compile a style sheet: Tailwind's compiler in this process, and its program.

#[cfg(feature = "builtin")]
pub(crate) mod builtin;
pub(super) mod cli;
pub(super) mod select;
pub(super) mod unsteady;
