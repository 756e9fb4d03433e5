//! Commands about Tailwind.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::exit_codes::{EXIT_CODES_OF_CHANGES, EXIT_CODES_OF_CSS};

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
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = POLL)]
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
}

impl Css {
    /// The time between two looks for changes; none where the system reports them.
    pub(crate) fn interval(&self) -> Result<Option<Duration>, String> {
        let Some(given) = unless_off(self.poll.as_deref()) else { return Ok(None) };
        let given = if given.is_empty() { POLL } else { given };
        match given.parse() {
            Ok(0) | Err(_) => {
                Err(format!("--poll {given} is not a number of milliseconds (as `--poll 250`)"))
            }
            Ok(interval) => Ok(Some(Duration::from_millis(interval))),
        }
    }

    /// The value of `--watch`: `always`, or any other text; none without the option.
    pub(crate) fn watch(&self) -> Option<&str> {
        unless_off(self.watch.as_deref())
    }

    /// The file of `--map`, empty for a source map in the result; none without the option.
    pub(crate) fn map(&self) -> Option<&str> {
        unless_off(self.map.as_deref())
    }
}

/// The time between two looks for changes, in milliseconds, for `--poll` without a value.
const POLL: &str = "250";

/// Returns the value of an option that is on without one. As in Tailwind's own program, `true` says no more, and `false`
/// switches it off.
fn unless_off(given: Option<&str>) -> Option<&str> {
    match given {
        Some("false") => None,
        Some("true") => Some(""),
        given => given,
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
