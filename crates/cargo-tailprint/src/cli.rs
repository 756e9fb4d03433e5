//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
  0    all went well (warnings do not count)
  1    the assets have problems
  2    the command could not run: wrong options, unreadable files, a build that fails for other reasons
  130  interrupted";

/// What Cargo calls.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
pub(crate) enum Cargo {
    Tailprint(Tailprint),
}

/// Static files for Rust web apps: export and check them
#[derive(Debug, Args)]
#[command(version, after_help = EXIT_CODES)]
pub(crate) struct Tailprint {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Collect(Collect),
    Check(Check),
    Init(Init),
    New(New),
    Doctor(Doctor),
}

/// Export the assets to a folder, under hashed and plain names, with a manifest
///
/// Without --from, the package is built and what its build script made is exported.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Collect {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Folder to export to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Remove everything else from the output folder once the export is complete
    #[arg(long, conflicts_with = "keep")]
    pub(crate) clear: bool,
    /// Remove older versions of each asset from the output folder, but for the N latest
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<usize>,
    /// Check everything and say what would be done, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Precompressed forms to export, of those that the build made [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) encodings: Option<Vec<Encoding>>,
}

/// Show every problem of the assets at once
///
/// Without --from, the package is checked: assets, templates and Tailwind entry points.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
    /// How to print the problems
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Add tailprint to a package: dependencies, build script, module, route, style sheet
///
/// Shows what would be changed, and asks before it changes it. What cannot be done safely is left to you, and said.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Init {
    /// Package to add it to
    #[arg(long, short, value_name = "PKG")]
    pub(crate) package: Option<String>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Show what would be changed, but change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Take the crates from a checkout of tailprint instead of crates.io
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,
}

/// Create an app that runs: axum, askama, Tailwind
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct New {
    /// Folder to create; its last name is that of the package
    #[arg(value_name = "NAME")]
    pub(crate) folder: PathBuf,
    /// Take the crates from a checkout of tailprint instead of crates.io
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,
}

/// Say what the build goes by, what could be better, and how
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) package: Package,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Where the assets come from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    #[command(flatten)]
    pub(crate) package: Package,
    /// Folder to take the assets from; no Cargo package is needed
    #[arg(long, value_name = "DIR", conflicts_with_all = ["release", "package", "manifest_path"])]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) folder: Folder,
}

/// Options for a package.
#[derive(Debug, Args)]
#[command(next_help_heading = "Package")]
pub(crate) struct Package {
    /// Build in the release profile
    #[arg(long, short)]
    pub(crate) release: bool,
    /// Package whose assets are wanted
    #[arg(long, short, value_name = "PKG")]
    pub(crate) package: Option<String>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

/// Options for a folder.
#[derive(Debug, Args)]
#[command(next_help_heading = "With --from")]
pub(crate) struct Folder {
    /// Leave out what matches; may be repeated [default: `.*`, `*~`, `CVS`, always]
    #[arg(long, short, value_name = "GLOB", requires = "from")]
    pub(crate) ignore: Vec<String>,
    /// Take what matches as it is: no reference in it is checked or rewritten
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) opaque: Vec<String>,
    /// Do not hash the names of what matches: service workers, robots.txt
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) keep_name: Vec<String>,
    /// Keep names and bytes of what matches: a bundler has hashed them
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) prehashed: Vec<String>,
    /// Only warn of references to what matches, or in what matches, that lead nowhere
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) allow_missing: Vec<String>,
    /// Only warn of references that lead nowhere
    #[arg(long, requires = "from")]
    pub(crate) no_strict: bool,
    /// Rewrite the specifiers of JS modules
    #[cfg(feature = "js_modules")]
    #[arg(long, requires = "from")]
    pub(crate) js_modules: bool,
    /// Where the assets are served: a path or a whole origin [default: /static/]
    #[arg(long, value_name = "PREFIX", requires = "from")]
    pub(crate) url_prefix: Option<String>,
}

impl Folder {
    pub(crate) fn js_modules(&self) -> bool {
        #[cfg(feature = "js_modules")]
        return self.js_modules;
        #[cfg(not(feature = "js_modules"))]
        false
    }
}

/// A precompressed form of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Encoding {
    /// Brotli
    Br,
    /// gzip
    Gz,
}

impl Encoding {
    pub(crate) const ALL: [Self; 2] = [Self::Br, Self::Gz];

    /// What files in this form end with.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gz => "gz",
        }
    }
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the line of the source and a caret
    Human,
    /// One object per line
    Json,
}
