//! Commands about the assets of a package or a folder.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tailprint_report::budget::Budget;

use super::exit_codes::{
    EXIT_CODES, EXIT_CODES_OF_CHANGES, EXIT_CODES_OF_DOCTOR, EXIT_CODES_OF_EXPLAIN,
    EXIT_CODES_OF_REPORT,
};
use super::options::{AssetSource, Encoding, Format, PackageOptions};

/// Export the assets to a folder, under hashed and plain names, with a manifest
///
/// Without --from, the package is built and the assets of its build script are exported.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Collect {
    /// Folder to export to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// After the export, remove all other files from the output folder
    #[arg(long, conflicts_with = "keep")]
    pub(crate) clear: bool,
    /// Remove older versions of each asset from the output folder, except for the N latest
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<usize>,
    /// Add the hashed files of an earlier export, so that pages of that release find them; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) merge: Vec<PathBuf>,
    /// Report what would be done, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show every problem; otherwise those of one cause are shown as one
    #[arg(long)]
    pub(crate) all: bool,
    /// Precompressed files to export [default: all of the build; with --from, none]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) encodings: Option<Vec<Encoding>>,
    #[command(flatten)]
    pub(crate) source: AssetSource,
}

/// Report all problems of the assets
///
/// Without --from, a package is checked: its assets, its templates and its style sheets for Tailwind.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Check {
    /// Show every problem; otherwise those of one cause are shown as one
    #[arg(long)]
    pub(crate) all: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) source: AssetSource,
}

/// Show where an asset or a class of Tailwind comes from
///
/// Of an asset: the file, the files that it hides, its hashed name, and everything that refers to it. Of a class: the
/// places in which Tailwind found it, and the rules that it became.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_EXPLAIN)]
pub(crate) struct Explain {
    /// Logical path, URL or file of an asset, or a class
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) package: PackageOptions,
}

/// Replace URLs of assets that templates write out, so that they get the hashed names
///
/// `href="/static/css/app.css"` becomes `href="{{ "css/app.css"|static }}"`, in the syntax of each template. Shows the
/// changes and asks before it makes them. URLs that cannot be replaced safely are listed.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct Fix {
    /// Show what would be changed, but change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) package: PackageOptions,
}

/// Report on the assets of a build: sizes, references, unused files, first visits, changes
///
/// Builds the package as for a release, with hashed names, writes the page `tailprint/report.html` to Cargo's target
/// folder, and prints a summary.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_REPORT)]
pub(crate) struct Report {
    /// Open the page in a browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Html)]
    pub(crate) format: ReportFormat,
    /// Fail if the size of WHAT is above SIZE: css, js, image, font, other, total, or a glob; may be repeated
    #[arg(long, value_name = "WHAT=SIZE", value_parser = Budget::parse)]
    pub(crate) fail_above: Vec<Budget>,
    /// Compare the names with those of another build: its staticfiles.json, build.json or JSON report
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) package: PackageOptions,
}

/// The format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// A page in the target folder, and a summary
    Html,
    /// One object on the standard output
    Json,
}

/// Examine the set-up and the assets of a package, and suggest improvements
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_DOCTOR)]
pub(crate) struct Doctor {
    /// Show every problem and every place
    #[arg(long)]
    pub(crate) all: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) package: PackageOptions,
}
