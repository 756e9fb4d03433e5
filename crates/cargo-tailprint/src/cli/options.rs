//! Options that several commands have.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tailprint_core::glob::{Glob, GlobError};

/// The source of the assets: a package or a folder.
#[derive(Debug, Args)]
pub(crate) struct AssetSource {
    /// Folder with the assets, instead of a Cargo package
    #[arg(long, value_name = "DIR", conflicts_with_all = ["release", "package", "manifest_path", "CargoOptions"])]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) package: PackageOptions,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
}

/// Options for a package.
#[derive(Debug, Args)]
#[command(next_help_heading = "Package")]
pub(crate) struct PackageOptions {
    /// Build with the release profile
    #[arg(long, short)]
    pub(crate) release: bool,
    /// Package with the assets
    #[arg(long, short, value_name = "PKG")]
    pub(crate) package: Option<String>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) cargo: CargoOptions,
    /// Print no progress, and have Cargo print none
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Colours [default: on terminals, unless `NO_COLOR` is set]
    #[arg(long, value_name = "WHEN", value_enum)]
    pub(crate) color: Option<Color>,
}

/// Options that Cargo itself has, which are passed on to it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Passed on to Cargo")]
pub(crate) struct CargoOptions {
    /// Features to activate; may be repeated
    #[arg(long, short = 'F', value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Activate all features
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Do not activate the feature `default`
    #[arg(long)]
    pub(crate) no_default_features: bool,
    /// Build with this profile
    #[arg(long, value_name = "NAME", conflicts_with = "release")]
    pub(crate) profile: Option<String>,
    /// Build for this target
    #[arg(long, value_name = "TRIPLE")]
    pub(crate) target: Option<String>,
    /// Leave `Cargo.lock` as it is
    #[arg(long)]
    pub(crate) locked: bool,
    /// Do not use the network
    #[arg(long)]
    pub(crate) offline: bool,
    /// Both --locked and --offline
    #[arg(long)]
    pub(crate) frozen: bool,
}

/// The output that has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Colours on terminals
    Auto,
    /// Colours in every output
    Always,
    /// No colours
    Never,
}

impl Color {
    /// The word for Cargo.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// Options for a folder.
#[derive(Debug, Args)]
#[command(next_help_heading = "With --from")]
pub(crate) struct FolderOptions {
    /// Leave out files that match; may be repeated [always left out: `.*`, `*~`, `CVS`]
    #[arg(long, short, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) ignore: Vec<String>,
    /// Publish files that match although they are ignored; may be repeated [always published: `.well-known`]
    #[arg(long, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) include: Vec<String>,
    /// Neither check nor rewrite references in files that match
    #[arg(long, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) opaque: Vec<String>,
    /// Keep the names of files that match, such as service workers and robots.txt
    #[arg(long, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) keep_name: Vec<String>,
    /// Publish files that match for the root of the host, in the folder root/ of the output
    #[arg(long, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) at_root: Vec<String>,
    /// Keep names and content of files that match, since a bundler has hashed their names
    #[arg(long, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) prehashed: Vec<String>,
    /// Only warn about missing files if the path or the file that names it matches
    #[arg(long, value_name = "GLOB", requires = "from", value_parser = glob)]
    pub(crate) allow_missing: Vec<String>,
    /// Only warn about missing files
    #[arg(long, requires = "from")]
    pub(crate) no_strict: bool,
    /// Read another attribute of HTML as a URL, such as data-src or data-srcset; may be repeated
    #[arg(long, value_name = "NAME", requires = "from")]
    pub(crate) html_attribute: Vec<String>,
    /// Follow symbolic links that stay in the folder
    #[arg(
        long, value_name = "BOOL", requires = "from",
        default_value_t = true, action = clap::ArgAction::Set
    )]
    pub(crate) follow_symlinks: bool,
    /// Add an entry to the import map, such as lit=vendor/lit/index.js or lit/=vendor/lit/; may be repeated
    #[arg(long, value_name = "SPECIFIER=PATH", requires = "from", value_parser = import_map_entry)]
    pub(crate) import_map: Vec<[String; 2]>,
    /// Rewrite the specifiers of JS modules; needs the cargo feature `js_modules`
    #[arg(long, requires = "from")]
    pub(crate) js_modules: bool,
    /// URL prefix of the assets: a path or a whole origin [default: /static/]
    #[arg(long, value_name = "PREFIX", requires = "from", value_parser = url_prefix)]
    pub(crate) url_prefix: Option<String>,
}

/// Refuses a malformed glob.
fn glob(text: &str) -> Result<String, GlobError> {
    Glob::new(text).map(|_| text.to_owned())
}

/// Refuses what is neither a path nor an origin.
fn url_prefix(text: &str) -> Result<String, String> {
    let parsed = tailprint_core::url_prefix::parse(text);
    parsed
        .map(|_| text.to_owned())
        .map_err(|refused| format!("{} ({})", refused.what, refused.repair))
}

fn import_map_entry(text: &str) -> Result<[String; 2], String> {
    let entry = text.split_once('=');
    let entry = entry.map(|(specifier, path)| [specifier.to_owned(), path.to_owned()]);
    entry.ok_or_else(|| "write a specifier, `=`, and the path of a module".to_owned())
}

/// A content coding of precompressed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Encoding {
    /// Brotli
    Br,
    /// gzip
    Gz,
    /// Zstandard
    Zst,
}

impl Encoding {
    pub(crate) const ALL: [Self; 3] = [Self::Br, Self::Gz, Self::Zst];

    /// The extension of precompressed files.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gz => "gz",
            Self::Zst => "zst",
        }
    }

    /// The name of the coding in HTTP.
    #[cfg(feature = "push")]
    pub(crate) fn token(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gz => "gzip",
            Self::Zst => "zstd",
        }
    }

    /// The coding as tailprint-build names it.
    pub(crate) fn coding(self) -> tailprint_build::Encoding {
        match self {
            Self::Br => tailprint_build::Encoding::Brotli,
            Self::Gz => tailprint_build::Encoding::Gzip,
            Self::Zst => tailprint_build::Encoding::Zstd,
        }
    }
}

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    Human,
    /// JSON for programs: one object, or a line with an object for each item
    Json,
}
