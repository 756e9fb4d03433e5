//! Chooses the files that are searched for classes.

use std::path::PathBuf;

/// A pattern of files, as Tailwind's `compile()` gives it for `@source`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The folder that the pattern is relative to.
    pub base: PathBuf,
    /// The pattern as it is written.
    pub pattern: String,
    /// Whether it leaves files out: `@source not`.
    pub negated: bool,
}

/// Where the search for classes begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The package's folder.
    Automatic,
    /// Nowhere: `source(none)`.
    None,
    /// A folder of the style sheet's choice: `source("…")`.
    At {
        /// The folder that the pattern is relative to.
        base: PathBuf,
        /// The folder as it is written.
        pattern: String,
    },
}
