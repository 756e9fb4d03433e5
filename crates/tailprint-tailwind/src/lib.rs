//! Tailwind CSS in process: its own compiler, run by an embedded JavaScript engine.
//!
//! What a class or a directive means is decided by Tailwind's own code alone. This crate finds that code
//! ([`provide`]), runs it (`engine`), and tells it which files there are ([`sources`]) and which words of
//! them may be classes ([`scan`]).

pub mod download;
#[cfg(feature = "engine")]
pub mod engine;
#[cfg(feature = "minify")]
pub mod minify;
pub mod program;
pub mod provide;
pub mod scan;
pub mod sources;
