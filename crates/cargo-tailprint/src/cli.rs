//! The command line.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Of commands that look for problems.
const EXIT_CODES: &str = "\
Exit codes:
  0    all went well (warnings do not count)
  1    the assets have problems
  2    it could not run: wrong options, unreadable files, a build that fails for another reason
  130  interrupted";

const EXIT_CODES_OF_DEV: &str = "\
Exit codes:
  2    it could not start: wrong options, no program to run, a port that is in use
  130  it was stopped, by Ctrl-C for example";

const EXIT_CODES_OF_CHANGES: &str = "\
Exit codes:
  0    everything is in place
  2    nothing was changed: wrong options, an error, or nobody said yes
  130  interrupted, nothing was changed";

const EXIT_CODES_OF_DOCTOR: &str = "\
Exit codes:
  0    nothing to repair (notes do not count)
  1    there are errors or warnings
  2    it could not run: wrong options, no package
  130  interrupted";

/// What Cargo calls.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
pub(crate) enum Cargo {
    Tailprint(Tailprint),
}

/// Static files for Rust web apps: set them up, see them while you work, check and export them
#[derive(Debug, Args)]
#[command(version, after_help = EXIT_CODES)]
pub(crate) struct Tailprint {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(New),
    Init(Init),
    Dev(Dev),
    Check(Check),
    Doctor(Doctor),
    Collect(Collect),
    Vendor(Vendor),
}

/// Export the assets to a folder, under hashed and plain names, with a manifest
///
/// Without --from, the package is built and what its build script made is exported.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Collect {
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
    /// Precompressed forms to export [default: those that the build made; with --from, none]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) encodings: Option<Vec<Encoding>>,
    #[command(flatten)]
    pub(crate) source: Source,
}

/// Show every problem of the assets at once
///
/// Without --from, the package is checked: assets, templates and Tailwind entry points.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Check {
    /// How to print the problems
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) source: Source,
}

/// Build and run the app, and show in the browser what is saved
///
/// Style sheets, images and fonts are swapped in place. Rust and templates are built, and the pages are loaded again
/// when the new program answers. For that the app has the layer `tailprint::live_reload()`, and takes over the socket
/// that it is handed (`LISTEN_FDS`, as the crate listenfd does); `cargo tailprint init` adds both. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_DEV)]
pub(crate) struct Dev {
    /// Package to run
    #[arg(long, short, value_name = "PKG")]
    pub(crate) package: Option<String>,
    /// Program of the package to run
    #[arg(long, value_name = "NAME")]
    pub(crate) bin: Option<String>,
    /// Features to activate
    #[arg(long, short = 'F', value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Only compile Tailwind and swap static files; another tool builds and runs the app
    #[arg(long, conflicts_with_all = ["open", "port", "app_arguments"])]
    pub(crate) tailwind_only: bool,
    /// Open the app in a browser once it answers
    #[arg(long)]
    pub(crate) open: bool,
    /// Port to listen on [default: 3000]
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Address to listen on; 0.0.0.0 in a container
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Hand no socket over, and stop the old program before the new one starts
    #[arg(long)]
    pub(crate) no_hand_over: bool,
    /// Look for changes every so many milliseconds [default: 500], where the file system does not tell of them
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", require_equals = true)]
    pub(crate) poll: Option<u64>,
    /// Arguments for the app, behind `--`
    #[arg(last = true, value_name = "ARGS")]
    pub(crate) app_arguments: Vec<OsString>,
}

/// Copy Tailwind's own files into the package, so that builds need neither Node.js nor a network
///
/// Writes vendor/tailwindcss-<VERSION>/ with Tailwind's licence; commit that folder. The files come from `node_modules`,
/// the cache, npm or a CDN, and each one's digest is checked.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct Vendor {
    /// Version to vendor [default: the one in `node_modules`, or the latest that is supported]
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// Digest of the files of a version that is not supported; without it, it is shown
    #[arg(long, value_name = "SHA256", requires = "version")]
    pub(crate) digest: Option<String>,
    /// Write into the root of the workspace, for all of its packages
    #[arg(long)]
    pub(crate) workspace: bool,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

/// Add tailprint to a package: dependencies, build script, module, route, live reload, style sheet
///
/// Shows what would be changed, and asks before it changes it. What cannot be done safely is left to you, and said.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
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
#[command(after_help = EXIT_CODES_OF_CHANGES)]
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
#[command(after_help = EXIT_CODES_OF_DOCTOR)]
pub(crate) struct Doctor {
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) package: Package,
}

/// Where the assets come from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// Folder to take the assets from; no Cargo package is needed
    #[arg(long, value_name = "DIR", conflicts_with_all = ["release", "package", "manifest_path"])]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) package: Package,
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
    /// Zstandard
    Zst,
}

impl Encoding {
    pub(crate) const ALL: [Self; 3] = [Self::Br, Self::Gz, Self::Zst];

    /// What files in this form end with.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gz => "gz",
            Self::Zst => "zst",
        }
    }

    /// The coding that the pipeline knows it as.
    pub(crate) fn coding(self) -> tailprint_build::Encoding {
        match self {
            Self::Br => tailprint_build::Encoding::Brotli,
            Self::Gz => tailprint_build::Encoding::Gzip,
            Self::Zst => tailprint_build::Encoding::Zstd,
        }
    }
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: one JSON object for each problem and line, or for the whole report of doctor
    Json,
}
