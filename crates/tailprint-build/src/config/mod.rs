//! The configuration of a build: [`Config`], plain data.

mod before;
mod choices;
mod files;
mod serving;
mod tailwind;
mod templates;

use std::path::PathBuf;

pub use self::before::Before;
pub use self::choices::{Compression, Encoding, Engine, Mode, Storage};
pub(crate) use self::tailwind::{Entry, Supply};

/// Settings of a build, made in `build.rs`.
///
/// Without any setting, assets are collected from `static/` and served below `/static/`. A library without a program has
/// `/static-NAME/` instead. Tailwind compiles `static/css/source.css`, if it exists, to the asset `css/tailwind.css`.
///
/// Relative paths are relative to the package (`CARGO_MANIFEST_DIR`). Setters that take a glob, a folder, a header or an
/// entry of the import map add to the earlier calls; all others replace the value.
///
/// ```no_run
/// // build.rs
/// fn main() {
///     tailprint_build::Config::new()
///         .root("static")
///         .root_at("vendor/htmx", "third_party/htmx/dist")
///         .ignore("*.psd")
///         .build();
/// }
/// ```
///
/// # Globs
///
/// A glob without `/` is compared with the name of each file and folder: `*.psd`, `drafts`. One with `/` is compared
/// with the whole logical path: `img/**/*.xcf`. A glob that matches a folder matches everything in it. Upper and lower
/// case differ.
///
/// | | matches |
/// |--|--|
/// | `?` | one character, but no `/` |
/// | `*` | any number of characters, but no `/` |
/// | `**` | any number of folders; stands between slashes or at an end |
/// | `[a-z_]` | one of these characters |
/// | `[!a-z]` | one character that is none of these |
#[derive(Clone, Debug, Default)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[must_use = "a configuration does nothing until `build` is called"]
pub struct Config {
    pub(crate) roots: Vec<Root>,
    /// Programs that make assets.
    pub(crate) before: Vec<Before>,
    /// Folders whose files are served at the root of the host.
    pub(crate) root_files: Vec<PathBuf>,
    pub(crate) at_root: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) include: Vec<String>,
    pub(crate) no_default_ignore: bool,
    pub(crate) ignore_symlinks: bool,
    pub(crate) opaque: Vec<String>,
    pub(crate) keep_name: Vec<String>,
    pub(crate) prehashed: Vec<String>,
    pub(crate) allow_missing: Vec<String>,
    /// Folders of templates.
    pub(crate) templates: Vec<PathBuf>,
    pub(crate) allow_unchecked: Vec<String>,
    pub(crate) allow_unhashed: Vec<String>,
    pub(crate) html_attributes: Vec<String>,
    pub(crate) url_prefix: Option<String>,
    /// Globs, names and values.
    pub(crate) headers: Vec<[String; 3]>,
    /// Globs and media types.
    pub(crate) content_types: Vec<[String; 2]>,
    pub(crate) cache_controls: Vec<CacheControl>,
    /// Globs.
    pub(crate) no_transform: Vec<String>,
    /// Specifiers and logical paths.
    pub(crate) import_map: Vec<[String; 2]>,
    pub(crate) redirect_stale: bool,
    pub(crate) mode: Mode,
    pub(crate) encodings: Option<Vec<Encoding>>,
    pub(crate) compression: Compression,
    pub(crate) on_disk: Vec<String>,
    pub(crate) storage: Storage,
    /// The most bytes to embed without a warning.
    pub(crate) warn_above: Option<u64>,
    pub(crate) no_tailwind: bool,
    pub(crate) no_npm_assets: bool,
    pub(crate) tailwind_crates: Vec<String>,
    pub(crate) tailwind: Vec<Entry>,
    pub(crate) engine: Engine,
    pub(crate) tailwind_binary: Option<PathBuf>,
    pub(crate) tailwind_version: Option<String>,
    pub(crate) supply: Supply,
    /// Globs of TypeScript sources.
    pub(crate) typescript: Option<Vec<String>>,
    /// Leaves JS modules as they are, although the feature `js_modules` is on.
    pub(crate) no_js_modules: bool,
    /// Passes over pinned packages, for a folder without a package.
    pub(crate) no_packages: bool,
}

impl Config {
    /// Creates a configuration with all defaults.
    ///
    /// ```no_run
    /// tailprint_build::Config::new().build();
    /// ```
    pub fn new() -> Self {
        Self::default()
    }
}

/// A value of `Cache-Control`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
pub(crate) struct CacheControl {
    pub(crate) glob: String,
    pub(crate) value: String,
    /// True if it may promise that a name without a hash stands for the same bytes for long.
    pub(crate) is_forced: bool,
}

/// A folder that assets are collected from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
pub(crate) struct Root {
    /// The logical path that the folder is mounted under, without slashes around it; empty for none.
    pub(crate) prefix: String,
    /// The folder, relative to the package or absolute.
    pub(crate) folder: PathBuf,
    /// True if its files are served at the root of the host.
    pub(crate) at_root: bool,
}

impl Root {
    /// Returns the logical path of a file below the folder.
    pub(crate) fn logical(&self, below: &str) -> String {
        if self.prefix.is_empty() { below.to_owned() } else { format!("{}/{below}", self.prefix) }
    }

    /// Returns the part of a logical path below the folder; none if the path is not in this root.
    pub(crate) fn below<'a>(&self, logical: &'a str) -> Option<&'a str> {
        match self.prefix.as_str() {
            "" => Some(logical),
            prefix => logical.strip_prefix(prefix)?.strip_prefix('/'),
        }
    }
}
