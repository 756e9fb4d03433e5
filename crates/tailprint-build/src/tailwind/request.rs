//! One compilation and its result.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tailprint_core::build_json;
use tailprint_tailwind::install::Places;

use super::crates::Crates;
use super::npm_assets::NpmAsset;
use super::places;
use super::provenance::Origins;
use crate::cargo::env::Env;
use crate::config::{Engine, Supply};
use crate::error::Problem;

/// A style sheet to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The package, absolute. Its files are searched for classes.
    pub(crate) manifest_dir: &'a Path,
    /// `OUT_DIR/tailprint`, for temporary files and for the style sheet of the last build.
    pub(crate) out_dir: &'a Path,
    /// The style sheet, absolute.
    pub(crate) entry: &'a Path,
    /// Its text, if there is no such file.
    pub(crate) text: Option<&'a str>,
    /// The engine that the user has configured.
    #[cfg_attr(not(feature = "builtin"), allow(dead_code, reason = "there is no choice"))]
    pub(crate) engine: Engine,
    /// True if the result is made small rather than readable.
    pub(crate) minify: bool,
    /// The configured program. A relative path starts at the package.
    pub(crate) binary: Option<&'a Path>,
    /// The configured version.
    pub(crate) version: Option<&'a str>,
    /// The configuration of fetching Tailwind.
    pub(crate) supply: &'a Supply,
    /// Folders that are not searched, besides Cargo's own. Relative paths start at the package.
    pub(crate) excluded: &'a [PathBuf],
    /// Dependencies whose sources have classes.
    pub(crate) crates: &'a Crates,
    /// The logical path of the result, if the files that npm packages refer to go along with it.
    pub(crate) npm_assets_of: Option<&'a str>,
}

impl Request<'_> {
    /// Returns the places that Tailwind may come from.
    pub(super) fn places(&self, env: &Env) -> Places {
        let scratch = self.out_dir.join("cache");
        places::places(self.manifest_dir, self.version, self.supply, Some(&scratch), env)
    }
}

/// A compiled style sheet.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) css: Vec<u8>,
    pub(crate) engine: build_json::Engine,
    /// The time that the builtin engine took; zero for the program.
    pub(crate) took: Duration,
    pub(crate) warnings: Vec<Problem>,
    /// The files that it is made of.
    pub(crate) origins: Origins,
    /// The files of npm packages that it refers to.
    pub(crate) npm_assets: Vec<NpmAsset>,
}
