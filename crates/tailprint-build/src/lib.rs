//! Static files for Rust web apps, decided at `cargo build`.

mod error;
mod import_map;
mod references;
mod resolve;

pub use error::{Problem, Report, Severity};
