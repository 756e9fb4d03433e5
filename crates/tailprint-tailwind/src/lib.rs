//! Tailwind CSS in process: its own compiler, run by an embedded JavaScript engine.
//!
//! Tailwind's own code alone decides about classes and directives. This crate finds that code ([`install`]),
//! runs it (`engine`), selects the files that are searched ([`sources`]), and finds the words in them that may
//! be classes ([`scan`]). Style sheets for production are made short with Lightning CSS (`minify`). [`node`]
//! has the rules of Node.js about packages, and `tls` the settings of connections.

#![cfg(any(feature = "engine", not(feature = "handed_over")))]

#[cfg(feature = "engine")]
pub mod engine;
pub mod install;
#[cfg(feature = "minify")]
pub mod minify;
pub mod node;
pub mod scan;
pub mod sources;
#[cfg(feature = "tls")]
pub mod tls;
