//! Commands about stores of released assets.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::exit_codes::{EXIT_CODES_OF_PUSH, EXIT_CODES_OF_RELEASES};
use super::options::{AssetSource, Encoding, Format};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// Upload the assets that a store lacks, and record the release
///
/// Stores are buckets of S3 and what speaks its protocol (`s3://bucket/prefix`), of Google Cloud Storage (`gs://`) and of
/// Azure (`az://container`), and folders (`file:///srv/assets`, or a path). Credentials and endpoints come from the
/// environment, in the variables of the official tools. Needs the cargo feature `push`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_PUSH)]
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
#[command(after_help = EXIT_CODES_OF_RELEASES)]
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
#[command(after_help = EXIT_CODES_OF_RELEASES)]
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
