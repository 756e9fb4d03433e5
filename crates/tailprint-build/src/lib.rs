//! Static files for Rust web apps, decided at `cargo build`.
//!
//! A `build.rs` of three lines runs Tailwind CSS, gives every asset a content hash in its name, rewrites the
//! references between assets and generates a Rust module of constant URLs, which the `tailprint` crate serves:
//!
//! ```no_run
//! // build.rs
//! fn main() {
//!     tailprint_build::build();
//! }
//! ```
//!
//! With the conventions that [`Config`] describes this is all there is to configure. In the app,
//! `tailprint::assets!();` declares the generated module.
//!
//! # What is written
//!
//! Everything goes to `OUT_DIR/tailprint`, nothing anywhere else: the generated module, the hashed files,
//! `staticfiles.json` (Django's manifest format) and `build.json`, which says what was configured, read and made.
//!
//! There are two exceptions, both for Tailwind: what is fetched is kept in the user's cache directory
//! (`TAILPRINT_CACHE_DIR`), and the first download of the standalone binary writes `tailwind.lock` into the package;
//! see [`Config::tailwind_binary_digest`].
//!
//! # When Cargo runs the build script again
//!
//! When a file or folder that was read changes, a file is added to one of the folders, or one of these environment
//! variables changes:
//!
//! - `TAILPRINT_MODE`: `hashed`, `plain` or `auto`; wins over [`Config::mode`].
//! - `SOURCE_DATE_EPOCH`: seconds since 1970, for the `Last-Modified` header of all assets. Without it there is
//!   none, since a file's own time differs from checkout to checkout; the `ETag` does the work.
//! - those that finding Tailwind depends on; see [`Config::tailwind_binary`].
//!
//! # When something is wrong
//!
//! All problems of a run are reported together, one line each, place first:
//!
//! ```text
//! error: app@0.1.0: templates/base.html:7:15: no static asset "css/tailwnd.css" (did you mean "css/tailwind.css"?)
//! ```
//!
//! Debug builds check what release builds check.

#![allow(clippy::needless_doctest_main, reason = "the build script is shown whole")]

mod asset;
mod build_json;
mod codegen;
mod config;
mod discover;
mod emit;
mod encode;
mod env;
mod error;
mod fingerprint;
mod fs;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod globs;
mod graph;
mod import_map;
mod integrity;
mod link;
mod load;
mod manifest;
mod parallel;
mod pin;
mod pipeline;
mod problems_json;
mod publish;
mod references;
mod resolve;
mod slow;
mod suggest;
mod tailwind;
mod templates;
#[doc(hidden)]
pub mod tool;
mod write;

use std::path::{Path, PathBuf};

pub use config::{Compression, Config, Encoding, Engine, Mode};
pub use error::{Problem, Report, Severity};

/// Builds the static assets by convention; the same as `Config::new().build()`.
pub fn build() {
    Config::new().build();
}

/// What a successful run made.
#[derive(Clone, Debug)]
pub struct Build {
    folder: PathBuf,
    warnings: Vec<Problem>,
}

impl Build {
    /// The folder that holds everything: `OUT_DIR/tailprint`.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the user should know although the build succeeded.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

impl Config {
    /// Builds the static assets. Errors are shown by Cargo, one line each, and fail the build.
    pub fn build(&self) {
        if let Err(report) = self.try_build() {
            report_to_cargo(report.problems());
        }
    }

    /// Builds the static assets and leaves it to the caller to show errors. Tells Cargo what to watch and shows
    /// warnings all the same.
    ///
    /// # Errors
    /// Everything that is wrong, together. Nothing is written then.
    pub fn try_build(&self) -> Result<Build, Report> {
        let env = env::Env::process();
        let run = pipeline::run(self, &env);
        let folder = run.folder.clone();
        let result = finish(run);
        let problems = match &result {
            Ok(build) => build.warnings(),
            Err(report) => report.problems(),
        };
        problems_json::write(folder.as_deref(), &env, problems);
        result
    }
}

/// Tells Cargo what to watch and writes what the run made.
fn finish(mut run: pipeline::Run) -> Result<Build, Report> {
    if let Some(folder) = &run.folder {
        run.watch.link_absent(folder);
    }
    let output = match run.result {
        Ok(output) => output,
        Err(report) => {
            to_cargo(&run.watch, &[]);
            return Err(report);
        }
    };
    to_cargo(&run.watch, &output.warnings);
    let _ = emit::note(&mut std::io::stdout().lock(), &output.notes);
    let problems = write::write(&output);
    if !problems.is_empty() {
        return Err(Report::from(problems));
    }
    Ok(Build { folder: output.folder, warnings: output.warnings })
}

/// Cargo reads the standard output. When that is closed nobody is left to be told.
fn to_cargo(watch: &emit::Watch, problems: &[Problem]) {
    let _ = emit::print(&mut std::io::stdout().lock(), watch, problems);
}

/// Cargo fails the build after a line `cargo::error`; a failing exit would make it dump all output as well.
fn report_to_cargo(problems: &[Problem]) {
    to_cargo(&emit::Watch { whole_package: true, ..emit::Watch::default() }, problems);
}
