//! Commands about pinned JavaScript packages.

use std::path::PathBuf;

use clap::Args;

use super::exit_codes::{EXIT_CODES_OF_CHANGES, EXIT_CODES_OF_LISTS};

/// Add JavaScript packages of npm to the package, without Node.js
///
/// Copies the files that are needed in a browser to `third_party/js/`, and records them in `tailprint.lock`; commit both.
/// Builds put them into the import map. Without a name, the files of all pinned packages are restored.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct Pin {
    /// Package of npm, such as lit, lit@3, lit/decorators.js or leaflet/dist/leaflet.css
    #[arg(value_name = "PACKAGE")]
    pub(crate) packages: Vec<String>,
    /// Keep edits of the files of these packages
    #[arg(long, requires = "packages")]
    pub(crate) patch: bool,
    /// Make the scripts of these packages smaller, and of those that they import; needs the feature `js_minify`
    ///
    /// A script gets a source map, and stays as it was published if it would be no smaller. It counts until
    /// `--minify=false`, for updates as well.
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        conflicts_with = "patch"
    )]
    pub(crate) minify: Option<bool>,
    #[command(flatten)]
    pub(crate) place: PinPlace,
}

/// Remove pinned JavaScript packages, and those that only they needed
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct Unpin {
    /// Package, or one specifier of it
    #[arg(value_name = "PACKAGE", required = true)]
    pub(crate) packages: Vec<String>,
    #[command(flatten)]
    pub(crate) place: PinPlace,
}

/// Update pinned JavaScript packages to the newest versions in their ranges
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct Update {
    /// Package to update [default: all]
    #[arg(value_name = "PACKAGE")]
    pub(crate) packages: Vec<String>,
    /// Take the latest versions, also outside of the ranges
    #[arg(long)]
    pub(crate) latest: bool,
    #[command(flatten)]
    pub(crate) place: PinPlace,
}

/// List the licences of the pinned JavaScript packages
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_LISTS)]
pub(crate) struct Licenses {
    /// Write the notices of all packages into one file, such as static/licenses.txt
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: PinPlace,
}

/// Show who asks for a pinned JavaScript package
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_LISTS)]
pub(crate) struct Why {
    /// Package of npm
    #[arg(value_name = "PACKAGE")]
    pub(crate) package: String,
    #[command(flatten)]
    pub(crate) place: PinPlace,
}

/// The package with the pinned JavaScript packages.
#[derive(Debug, Args)]
pub(crate) struct PinPlace {
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}
