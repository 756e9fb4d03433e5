//! The command line.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use tailprint_build::cli_support::CssTailwind;
use tailprint_report::budget::Budget;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

const EXIT_CODES: &str = "\
Exit codes:
  0    success (warnings do not count)
  1    the assets have errors
  2    the command could not run: wrong options, unreadable files, a build that fails for another reason
  130  interrupted";

const EXIT_CODES_OF_STORES: &str = "\
Exit codes:
  0    success
  1    the assets have errors
  2    the command did not finish: wrong options, a store that does not answer, another name in the way
  130  interrupted";

const EXIT_CODES_OF_DEV: &str = "\
Exit codes:
  2    the command could not start: wrong options, no program to run, a port that is in use
  130  stopped, by Ctrl-C for example";

const EXIT_CODES_OF_CHANGES: &str = "\
Exit codes:
  0    success
  2    nothing was changed: wrong options, an error, or the question was not answered with yes
  130  interrupted, nothing was changed";

const EXIT_CODES_OF_INIT: &str = "\
Exit codes:
  0    success
  1    steps are left to be done by hand
  2    nothing was changed: wrong options, an error, or the question was not answered with yes
  130  interrupted, nothing was changed";

const EXIT_CODES_OF_TEXTS: &str = "\
Exit codes:
  0    success
  2    wrong options, or nothing can be written";

const EXIT_CODES_OF_EXPLAIN: &str = "\
Exit codes:
  0    it was found
  1    there is no such asset or class
  2    the command could not run: wrong options, a build that fails";

#[cfg(feature = "pin")]
const EXIT_CODES_OF_LISTS: &str = "\
Exit codes:
  0    success
  2    the command could not run: wrong options, nothing is pinned, a registry that does not answer";

#[cfg(feature = "pin")]
const EXIT_CODES_OF_AUDIT: &str = "\
Exit codes:
  0    there are none
  1    there are vulnerabilities
  2    the command could not run: wrong options, a registry that has no advisories";

const EXIT_CODES_OF_REPORT: &str = "\
Exit codes:
  0    success
  1    a size is above its budget, or the assets have errors
  2    the command could not run: wrong options, unreadable files, a build that fails for another reason
  130  interrupted";

const EXIT_CODES_OF_CSS: &str = "\
Exit codes:
  0    success
  1    an error, and nothing was written
  2    wrong options";

const EXIT_CODES_OF_DOCTOR: &str = "\
Exit codes:
  0    no errors or warnings (notes do not count)
  1    errors or warnings
  2    the command could not run: wrong options, no package
  130  interrupted";

/// The command line as Cargo passes it on.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
pub(crate) enum Cargo {
    Tailprint(Tailprint),
}

/// Static files for Rust web apps: set up, develop, check and export
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
    Explain(Explain),
    Fix(Fix),
    Report(Report),
    Collect(Collect),
    Push(Push),
    Releases(Releases),
    Prune(Prune),
    Css(Css),
    Vendor(Vendor),
    Completions(Completions),
    Man(Man),
    #[cfg(feature = "pin")]
    Pin(Pin),
    #[cfg(feature = "pin")]
    Unpin(Unpin),
    #[cfg(feature = "pin")]
    Update(Update),
    /// List the pinned JavaScript packages of which there are newer versions
    #[cfg(feature = "pin")]
    #[command(after_help = EXIT_CODES_OF_LISTS)]
    Outdated(PinPlace),
    /// Report known vulnerabilities of the pinned JavaScript packages
    #[cfg(feature = "pin")]
    #[command(after_help = EXIT_CODES_OF_AUDIT)]
    Audit(PinPlace),
    #[cfg(feature = "pin")]
    Licenses(Licenses),
    #[cfg(feature = "pin")]
    Why(Why),
    UpdateTailwind(UpdateTailwind),
}

impl Command {
    /// The options for the package; none for a command that builds no package.
    pub(crate) fn package(&self) -> Option<&PackageOptions> {
        match self {
            Self::Check(Check { source, .. })
            | Self::Collect(Collect { source, .. })
            | Self::Push(Push { source, .. }) => Some(&source.package),
            Self::Doctor(Doctor { package, .. })
            | Self::Explain(Explain { package, .. })
            | Self::Fix(Fix { package, .. })
            | Self::Report(Report { package, .. }) => Some(package),
            _ => None,
        }
    }
}

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

/// Upload the assets that a store lacks, and record the release
///
/// Stores are buckets of S3 and what speaks its protocol (`s3://bucket/prefix`), of Google Cloud Storage (`gs://`) and of
/// Azure (`az://container`), and folders (`file:///srv/assets`, or a path). Credentials and endpoints come from the
/// environment, in the variables of the official tools. Needs the cargo feature `push`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_STORES)]
#[cfg_attr(not(feature = "push"), allow(dead_code, reason = "only parsed"))]
pub(crate) struct Push {
    /// URL of the store
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Output folder of a finished `collect`, instead of a package
    #[arg(long, value_name = "DIR", conflicts_with_all = ["from", "release", "package", "manifest_path", "CargoOptions"])]
    pub(crate) collected: Option<PathBuf>,
    /// Precompressed forms to push as objects of their own, app.css.br beside app.css [default: none]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) encodings: Option<Vec<Encoding>>,
    /// Push logical names and files for the root of the host as well, to be revalidated at every use
    #[arg(long)]
    pub(crate) logical: bool,
    /// List the store, instead of relying on what earlier releases recorded
    #[arg(long)]
    pub(crate) verify: bool,
    /// Report what would be done, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show every problem; otherwise those of one cause are shown as one
    #[arg(long)]
    pub(crate) all: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) source: AssetSource,
}

/// List the releases in a store, newest first
///
/// Needs the cargo feature `push`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_STORES)]
#[cfg_attr(not(feature = "push"), allow(dead_code, reason = "only parsed"))]
pub(crate) struct Releases {
    /// URL of the store
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Delete old releases from a store, with the objects that no other release names
///
/// Shows what would be deleted, and deletes it with --yes. Needs the cargo feature `push`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_STORES)]
#[cfg_attr(not(feature = "push"), allow(dead_code, reason = "only parsed"))]
pub(crate) struct Prune {
    /// URL of the store
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Keep the N latest releases
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) keep: u32,
    /// Keep releases that are younger: a number and s, m, h, d or w
    #[arg(long, value_name = "AGE", default_value = "30d", value_parser = age)]
    pub(crate) keep_for: Duration,
    /// Keep objects that are younger, and pass over pushes that began earlier and have not ended
    #[arg(long, value_name = "AGE", default_value = "1h", value_parser = age)]
    pub(crate) grace: Duration,
    /// Delete
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
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

/// Compile a style sheet for Tailwind, without Node.js
///
/// Takes the options of Tailwind's own program, and writes what it writes. Files in the current folder are searched for
/// classes, except for those that `.gitignore` names and Cargo's target folder.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CSS, args_override_self = true)]
pub(crate) struct Css {
    /// The name of the command in Tailwind's own program, which may be left out there as well
    #[arg(value_name = "build", value_parser = ["build"], hide = true)]
    pub(crate) build: Option<String>,
    /// Style sheet to compile; `-` for the standard input [default: `@import "tailwindcss"`]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// File to write; `-` for the standard output [default: -]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Compile again at every change, until the standard input ends; `always`: also after it
    #[arg(long, short, value_name = "always", num_args = 0..=1, default_missing_value = "")]
    pub(crate) watch: Option<String>,
    /// Look for changes every MS milliseconds [default: 250], for file systems that do not report them
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "250")]
    pub(crate) poll: Option<String>,
    /// Flatten the result for all browsers that Tailwind supports, and make it short
    #[arg(long, short)]
    pub(crate) minify: bool,
    /// Flatten the result for all browsers that Tailwind supports
    #[arg(long)]
    pub(crate) optimize: bool,
    /// Folder to work in
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) cwd: PathBuf,
    /// Write a source map: to FILE, or into the result
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "")]
    pub(crate) map: Option<String>,
    /// Print nothing but errors and warnings
    #[arg(long)]
    pub(crate) silent: bool,
    // A build script with the feature `tool` passes these on from its `Config`.
    #[arg(long, hide = true)]
    tailwind_version: Option<String>,
    #[arg(long, hide = true, requires = "tailwind_version")]
    tailwind_digest: Option<String>,
    #[arg(long, hide = true)]
    offline: bool,
}

impl Css {
    /// The time between two looks for changes; none where the system reports them.
    pub(crate) fn interval(&self) -> Result<Option<Duration>, String> {
        let Some(given) = self.poll.as_deref() else { return Ok(None) };
        match given.parse() {
            Ok(0) | Err(_) => {
                Err(format!("--poll {given} is not a number of milliseconds (as `--poll 250`)"))
            }
            Ok(interval) => Ok(Some(Duration::from_millis(interval))),
        }
    }

    /// The Tailwind that is asked for.
    pub(crate) fn tailwind(&self) -> CssTailwind {
        CssTailwind {
            version: self.tailwind_version.clone(),
            digest: self.tailwind_digest.clone(),
            is_offline: self.offline,
        }
    }
}

/// Copy Tailwind's own files into the package, so that builds need neither Node.js nor a network
///
/// Writes `third_party/tailwindcss-<VERSION>/` with Tailwind's licence; commit that folder. The files come from
/// `node_modules`, the cache, npm or a CDN. Files that are fetched are verified.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct Vendor {
    /// Version to copy [default: the one in `node_modules`, else the latest supported one]
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// Checksum that the files of that version must have
    #[arg(long, value_name = "SHA256", requires = "version")]
    pub(crate) digest: Option<String>,
    /// Write into the root of the workspace, for all of its packages
    #[arg(long)]
    pub(crate) workspace: bool,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

/// Print a script that completes the commands and options of `cargo-tailprint` in a shell
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_TEXTS)]
pub(crate) struct Completions {
    /// Shell that runs the script
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Write a manual page for each command
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_TEXTS)]
pub(crate) struct Man {
    /// Folder to write to, such as /usr/local/share/man/man1; it is created
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

/// Add JavaScript packages of npm to the package, without Node.js
///
/// Copies the files that are needed in a browser to `third_party/js/`, and records them in `tailprint.lock`; commit both.
/// Builds put them into the import map. Without a name, the files of all pinned packages are restored.
#[cfg(feature = "pin")]
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
#[cfg(feature = "pin")]
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
#[cfg(feature = "pin")]
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
#[cfg(feature = "pin")]
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
#[cfg(feature = "pin")]
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
#[cfg(feature = "pin")]
#[derive(Debug, Args)]
pub(crate) struct PinPlace {
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

/// Pin another release of Tailwind in `tailprint.lock`, for the builds that fetch it
///
/// Asks the registry by npm. A release that tailprint does not know is downloaded and compared with the integrity that
/// the registry states. Commit the file.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_CHANGES)]
pub(crate) struct UpdateTailwind {
    /// Release to pin [default: the newest; with --program the one in use]
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// Pin the standalone program of the release instead of the files of its package
    #[arg(long)]
    pub(crate) program: bool,
    /// Pin it for all packages of the workspace, at its root
    #[arg(long)]
    pub(crate) workspace: bool,
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
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
    /// None
    None,
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
    /// Output to a terminal
    Auto,
    /// All output
    Always,
    /// None
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
    #[arg(long, short, value_name = "GLOB", requires = "from")]
    pub(crate) ignore: Vec<String>,
    /// Publish files that match although they are ignored; may be repeated [always published: `.well-known`]
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) include: Vec<String>,
    /// Neither check nor rewrite references in files that match
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) opaque: Vec<String>,
    /// Keep the names of files that match, such as service workers and robots.txt
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) keep_name: Vec<String>,
    /// Publish files that match for the root of the host, in the folder root/ of the output
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) at_root: Vec<String>,
    /// Keep names and content of files that match, since a bundler has hashed their names
    #[arg(long, value_name = "GLOB", requires = "from")]
    pub(crate) prehashed: Vec<String>,
    /// Only warn about missing files if the path or the file that names it matches
    #[arg(long, value_name = "GLOB", requires = "from")]
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
    #[arg(long, value_name = "PREFIX", requires = "from")]
    pub(crate) url_prefix: Option<String>,
}

/// Reads a span of time.
fn age(text: &str) -> Result<Duration, String> {
    let refused = || "write a number and s, m, h, d or w, such as 30d".to_owned();
    let mut number = text.chars();
    let unit = number.next_back().ok_or_else(refused)?;
    let seconds = match unit {
        's' => 1,
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        'w' => WEEK,
        _ => return Err(refused()),
    };
    let number: u64 = number.as_str().parse().map_err(|_| refused())?;
    number.checked_mul(seconds).map(Duration::from_secs).ok_or_else(refused)
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
    /// JSON for programs: a line with an object for each problem, or one object with the report of doctor
    Json,
}
