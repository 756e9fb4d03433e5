//! Static files for Rust web apps, decided at `cargo build`.
//!
//! A `build.rs` of three lines compiles Tailwind CSS, gives every asset a content hash in its name, rewrites the
//! references between assets, and generates a Rust module of constant URLs. The crate `tailprint` serves the assets.
//!
//! ```no_run
//! // build.rs
//! fn main() {
//!     tailprint_build::build();
//! }
//! ```
//!
//! In the app, `tailprint::assets!();` declares the generated module. [`Config`] describes the conventions, and the
//! settings for an app that does not follow them.
//!
//! # Files that a build writes
//!
//! Everything is written below `OUT_DIR/tailprint`: the generated module, the hashed files, `staticfiles.json`
//! (Django's manifest format) and `build.json`, which describes the build for tools.
//!
//! There are two exceptions, both for Tailwind. Files of Tailwind that a build downloads are kept in the user's cache
//! directory. And the first download of its standalone binary adds its digest to `tailprint.lock`; see
//! [`Config::tailwind_binary_digest`].
//!
//! # Environment
//!
//! Cargo runs the build script again when a file or folder that it read has changed, when a file is added to one of the
//! folders, or when one of these environment variables has another value. `docs/reference/environment.md` in the
//! repository describes all of them with their defaults.
//!
//! - `TAILPRINT_MODE` wins over [`Config::mode`].
//! - `SOURCE_DATE_EPOCH` is the `Last-Modified` of all assets. Without it that header is not sent, since the times of
//!   files differ between checkouts, and browsers can revalidate by the `ETag`.
//! - `TAILWINDCSS`, `TAILPRINT_OFFLINE`, `TAILPRINT_CACHE_DIR`, `TAILPRINT_TAILWIND_MIRROR` and
//!   `TAILPRINT_TAILWIND_RELEASES` say where Tailwind comes from.
//!
//! # Errors
//!
//! All errors of a build are reported together, one line each, and each begins with its place:
//!
//! ```text
//! error: app@0.1.0: templates/base.html:7:15: no static asset "css/tailwnd.css" (did you mean "css/tailwind.css"?)
//! ```
//!
//! Debug builds check the same as release builds.
//!
//! # Cargo features
//!
//! `builtin`, `compression`, `download` and `minify` are on by default. `docs/reference/config.md` in the repository lists all
//! features with their effects.

#![allow(clippy::needless_doctest_main, reason = "the build script is shown whole")]
#![cfg_attr(
    hands_over,
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "the stages that need the rest are not compiled"
    )
)]

#[cfg(not(hands_over))]
mod before;
mod cargo;
#[cfg(not(hands_over))]
#[doc(hidden)]
pub mod cli_support;
mod config;
#[cfg(all(feature = "compression", not(hands_over)))]
mod encode;
mod error;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(not(hands_over))]
mod in_process;
#[cfg(not(hands_over))]
mod naming;
#[cfg(not(hands_over))]
mod output;
#[cfg(not(hands_over))]
mod pipeline;
#[cfg(not(hands_over))]
mod references;
#[cfg(not(hands_over))]
mod settings;
#[cfg(not(hands_over))]
mod sources;
#[cfg(not(hands_over))]
mod support;
#[cfg(not(hands_over))]
mod tailwind;
#[cfg(not(hands_over))]
mod templates;
#[cfg(any(hands_over, feature = "tool_answer"))]
mod tool;

use std::path::{Path, PathBuf};

#[cfg(not(hands_over))]
use in_process as work;
#[cfg(hands_over)]
use tool::caller as work;

pub use config::{Before, Compression, Config, Encoding, Engine, Mode, Storage};
pub use error::{Problem, Report, Severity};

/// Builds the static assets by convention, as `Config::new().build()` does.
///
/// ```no_run
/// // build.rs
/// fn main() {
///     tailprint_build::build();
/// }
/// ```
pub fn build() {
    Config::new().build();
}

/// The result of a successful build.
///
/// ```no_run
/// let build = tailprint_build::Config::new().try_build()?;
/// let manifest = std::fs::read(build.folder().join("staticfiles.json"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Build {
    folder: PathBuf,
    warnings: Vec<Problem>,
}

impl Build {
    /// Returns the folder of all results: `OUT_DIR/tailprint`.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the warnings, sorted by place. Cargo has shown them already.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

impl Config {
    /// Builds the static assets. Errors are shown by Cargo, one line each, and fail the build.
    ///
    /// ```no_run
    /// tailprint_build::Config::new().root("assets").build();
    /// ```
    pub fn build(&self) {
        work::build(self);
    }

    /// Builds the static assets and returns the errors, for a build script that shows them in its own way.
    ///
    /// The function itself prints warnings, and tells Cargo which files to watch.
    ///
    /// ```no_run
    /// if let Err(report) = tailprint_build::Config::new().try_build() {
    ///     eprintln!("{report}");
    ///     std::process::exit(1);
    /// }
    /// ```
    ///
    /// # Errors
    /// All errors of the build together. After an error, the results of the last successful build stay.
    pub fn try_build(&self) -> Result<Build, Report> {
        work::try_build(self)
    }
}
