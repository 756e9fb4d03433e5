//! `build.json`: the description of a build that `tailprint-build` writes into `OUT_DIR/tailprint` for tools.
//!
//! Names and meanings of the fields do not change within one [`VERSION`]. Fields may be added; a reader fills in
//! defaults for those that an older release did not write, and passes over those that it does not know.

use std::collections::BTreeMap;
#[cfg(feature = "build_json_read")]
use std::fmt;
use std::path::{Path, PathBuf};

#[cfg(feature = "build_json_read")]
use serde::Deserialize;
use serde::{Serialize, Serializer};

/// The version of the format that this release writes, and the only one that it reads.
pub const VERSION: u32 = 1;

/// The content of `build.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct BuildJson {
    /// [`VERSION`] of the writer.
    pub version: u32,
    /// The version of `tailprint-build`: `0.1.0`.
    pub tailprint: String,
    /// The mode of the build.
    pub mode: Mode,
    /// The folder of the package, absolute.
    #[serde(serialize_with = "lossy")]
    pub package: PathBuf,
    /// The text before a published name in a URL: `/static/`.
    pub url_prefix: String,
    /// The folders that assets come from.
    pub roots: Vec<Root>,
    /// Globs over logical paths that are not published.
    pub ignore: Vec<String>,
    /// Globs over logical paths that are published although they are ignored.
    pub include: Vec<String>,
    /// Globs over logical paths that are served at the root of the host.
    pub at_root: Vec<String>,
    /// Globs over logical paths of TypeScript sources, which become scripts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub typescript: Vec<String>,
    /// The imports of packages that work; none if the page has an import map of its own, about which nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imports: Option<Imports>,
    /// Names of the content codings that may be stored: `br`, `gzip`, `zstd`.
    pub encodings: Vec<String>,
    /// The style sheets that Tailwind compiled.
    pub tailwind: Vec<StyleSheet>,
    /// All assets, sorted by path.
    pub assets: Vec<Asset>,
    /// All templates, sorted by path.
    pub templates: Vec<Template>,
    /// Everything that the build depends on.
    pub inputs: Inputs,
    /// The stages of the build, each with the milliseconds that it took.
    pub timings: Vec<(String, f64)>,
}

/// The imports of packages that work, or are not to be reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Imports {
    /// The keys of the import maps: `lit`, `lit/`.
    pub specifiers: Vec<String>,
    /// Globs over specifiers, and over the logical paths of modules, that may lack.
    pub allow_missing: Vec<String>,
}

/// The mode of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Published names are logical paths.
    #[default]
    Plain,
    /// Published names carry fingerprints.
    Hashed,
}

impl Mode {
    /// The name in `build.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Hashed => "hashed",
        }
    }
}

/// A folder that assets come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Root {
    /// The first part of the logical paths of its files; usually empty.
    pub prefix: String,
    /// The folder, relative to the package where it is in it.
    #[serde(serialize_with = "lossy")]
    pub folder: PathBuf,
    /// True if its files are served at the root of the host.
    pub at_root: bool,
}

/// A style sheet that Tailwind compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct StyleSheet {
    /// The entry point, relative to the package where it is in it.
    pub source: String,
    /// The logical path of the result.
    pub output: String,
    /// The program or library that compiled it; none if nothing did.
    pub engine: Option<Engine>,
    /// The checksum of `Config::tailwind_digest`, if the version that it names compiled the style sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// True if the files that npm packages refer to are assets.
    pub npm_assets: bool,
    /// The dependencies whose sources have classes, by name, each with its folder.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub crates: BTreeMap<String, PathBuf>,
}

/// The program or library that compiled a style sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Engine {
    /// The kind of engine.
    pub kind: EngineKind,
    /// The program, or the folder of Tailwind's code.
    #[serde(serialize_with = "lossy")]
    pub path: PathBuf,
    /// The version of Tailwind: `4.3.5`.
    pub version: String,
    /// The place that it was found in. For a program: `Config::tailwind_binary`, `$TAILWINDCSS`,
    /// `node_modules/.bin/tailwindcss`, `PATH`, `managed install` or `standalone binary`; for the built-in engine: `vendor`,
    /// `node_modules`, `cache`, `npm pack` or `download`.
    pub found_by: String,
    /// A remark: the reason why the program was taken instead of the built-in engine, or that the tests of tailprint have
    /// not seen this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The kind of engine that compiled a style sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    /// Tailwind's own compiler in the process of the build script.
    #[default]
    Builtin,
    /// The command-line program of Tailwind.
    Cli,
}

impl EngineKind {
    /// The name in `build.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Builtin => "builtin",
            Self::Cli => "cli",
        }
    }
}

/// An asset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Asset {
    /// Logical path.
    pub path: String,
    /// Published name below the URL prefix, not percent-encoded. Below the root of the host for a file that is there.
    pub name: String,
    /// URL, percent-encoded.
    pub url: String,
    /// Value of `Content-Type`.
    pub content_type: String,
    /// Size in bytes, without content coding.
    pub size: u64,
    /// The place of the content in hashed mode.
    pub storage: Storage,
    /// Size in bytes of every stored content coding, by the name of the coding.
    pub encoded: BTreeMap<String, u64>,
    /// Twelve hexadecimal digits; empty in plain mode.
    pub fingerprint: String,
    /// Value of an `integrity` attribute; empty in plain mode.
    pub integrity: String,
    /// True if the published name never stands for other bytes.
    pub immutable: bool,
    /// True if it is served at the root of the host.
    pub at_root: bool,
    /// Logical paths of the assets that this one refers to.
    pub references: Vec<String>,
}

/// A template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Template {
    /// The path, relative to the package and separated by `/`.
    pub file: String,
    /// The engine that reads it: `askama` (rinja, too), `minijinja`, `tera`, `handlebars` or `liquid`.
    pub engine: String,
    /// Every literal path of an asset, checked.
    pub uses: Vec<Use>,
    /// Every place that may name an asset, but cannot be checked.
    pub unchecked: Vec<Place>,
    /// Every URL of an asset that is written out, so that it has no hash.
    pub written: Vec<Written>,
    /// Every URL below that of the assets at which there is none.
    pub missing: Vec<Written>,
}

/// A literal path of an asset in a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Use {
    /// The line of the literal, from 1.
    pub line: usize,
    /// The column of the literal in characters, from 1.
    pub column: usize,
    /// The filter, function or tag: `static`, `integrity`, `sri`, `preload`, `modulepreload`, or `asset` in an old askama.
    pub filter: String,
    /// The path as written, with its query and fragment.
    pub path: String,
}

/// A place in a template that cannot be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The reason: `dynamic` for a path that is known at run time only, `unclosed` for a delimiter,
    /// `outside` for a filter in text, or `not-utf-8`.
    pub reason: String,
}

/// The URL that a template writes out, of an asset or of none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Written {
    /// The line of the URL, from 1.
    pub line: usize,
    /// The column of the URL in characters, from 1.
    pub column: usize,
    /// The URL as written, without query and fragment.
    pub url: String,
    /// The logical path.
    pub path: String,
}

/// The place of the content of an asset in hashed mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// In the program.
    #[default]
    Embedded,
    /// In a file beside the program.
    Disk,
}

/// Everything that a build depends on, as it was announced to Cargo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "build_json_read", derive(Deserialize))]
#[serde(default)]
pub struct Inputs {
    /// Files and folders.
    #[serde(serialize_with = "lossy_all")]
    pub paths: Vec<PathBuf>,
    /// Names of environment variables.
    pub variables: Vec<String>,
}

impl BuildJson {
    /// Reads the content of a `build.json`. Needs the feature `build_json_read`, which build scripts do without.
    ///
    /// ```
    /// use tailprint_core::build_json::{BuildJson, Mode, VERSION};
    ///
    /// let build = BuildJson { version: VERSION, mode: Mode::Hashed, ..BuildJson::default() };
    /// assert_eq!(BuildJson::read(&build.to_json())?, build);
    /// # Ok::<(), tailprint_core::build_json::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// An error if the text is no JSON of this form, or has another [`VERSION`].
    #[cfg(feature = "build_json_read")]
    pub fn read(json: &[u8]) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        // A later format may have nothing but the version in common with this one.
        let head: Head = serde_json::from_slice(json).map_err(ReadError::Malformed)?;
        if head.version != VERSION {
            return Err(ReadError::Version(head.version));
        }
        serde_json::from_slice(json).map_err(ReadError::Malformed)
    }

    /// The text of the file.
    #[must_use]
    #[allow(clippy::expect_used, reason = "writing strings and numbers to memory cannot fail")]
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("BUG: JSON of strings and numbers")
    }
}

/// The reason why a `build.json` cannot be used.
#[cfg(feature = "build_json_read")]
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It is no JSON, or not of this form.
    Malformed(serde_json::Error),
    /// A release with another [`VERSION`] wrote it.
    Version(u32),
}

#[cfg(feature = "build_json_read")]
impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => {
                write!(f, "not understood: {error} (run `cargo build` to write it again)")
            }
            Self::Version(version) => write!(
                f,
                "has the format {version}, but this program knows {VERSION} (give tailprint-build and this program \
                 the same version, then run `cargo build`)"
            ),
        }
    }
}

#[cfg(feature = "build_json_read")]
impl std::error::Error for ReadError {}

/// A path as text, since JSON has no other form for it; what is no Unicode is replaced.
fn lossy<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

fn lossy_all<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| path.to_string_lossy()))
}

#[cfg(all(test, feature = "build_json_read"))]
mod tests;
