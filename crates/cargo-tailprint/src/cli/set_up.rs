//! Commands that set an app up and run it.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit_codes::{EXIT_CODES_OF_CHANGES, EXIT_CODES_OF_DEV, EXIT_CODES_OF_INIT};

/// Build and run the app, and show every saved change in the browser
///
/// Style sheets, images and fonts are swapped in place. A change of Rust code or templates starts a build, and pages
/// reload when the new program answers. The app needs the layer `tailprint::live_reload()`, and has to take over the
/// listening socket (`LISTEN_FDS`, as the crate listenfd does); `cargo tailprint init` adds both. Stop with Ctrl-C.
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
    /// Only compile Tailwind and swap static files, while another tool builds and runs the app
    #[arg(long, conflicts_with_all = ["open", "port", "app_arguments"])]
    pub(crate) tailwind_only: bool,
    /// Open the app in a browser when it is ready
    #[arg(long)]
    pub(crate) open: bool,
    /// Port to listen on [default: 3000]
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Address to listen on; 0.0.0.0 in a container
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Do not hand the listening socket over: stop the old program before the new one starts
    #[arg(long)]
    pub(crate) no_hand_over: bool,
    /// Look for changes every MS milliseconds [default: 500], for file systems that do not report them
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", require_equals = true)]
    pub(crate) poll: Option<u64>,
    /// Arguments for the app, behind `--`
    #[arg(last = true, value_name = "ARGS")]
    pub(crate) app_arguments: Vec<OsString>,
}

/// Add tailprint to a package: dependencies, build script, module, route, live reload, style sheet
///
/// Shows the changes and asks before it makes them. Changes that cannot be made safely are listed for you to make.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_INIT)]
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

/// Create a new app with axum, askama and Tailwind
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct New {
    /// Folder to create, or `.` for the current one; the package is named after it
    #[arg(value_name = "NAME")]
    pub(crate) folder: PathBuf,
    /// Version control: `git` makes a repository, unless the folder is in one
    #[arg(long, value_enum, value_name = "VCS", default_value_t = Vcs::Git)]
    pub(crate) vcs: Vcs,
    /// Pin JavaScript packages and use them in every page, such as htmx,alpine
    #[cfg(feature = "pin")]
    #[arg(long, value_name = "PACKAGES", value_delimiter = ',')]
    pub(crate) with: Vec<String>,
    /// Take the crates from a checkout of tailprint instead of crates.io
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,
}

/// Version control of a new app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Vcs {
    /// A git repository
    Git,
    /// No repository
    None,
}
