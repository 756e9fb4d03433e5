//! A copy of Tailwind in the user's repository.

use std::path::Path;

use tailprint_core::io_error::reason;
use tailprint_tailwind::install::Interface;
pub use tailprint_tailwind::install::Vendored;

use crate::cargo::env::Env;
use crate::config::Supply;
use crate::tailwind::places::places;

/// Writes the verified files of Tailwind, with its licence, to `third_party/tailwindcss-<version>` in `root`, which
/// is absolute.
///
/// `version` and `digest` are those of [`Config::tailwind_version`](crate::Config::tailwind_version) and
/// [`Config::tailwind_digest`](crate::Config::tailwind_digest).
///
/// # Errors
/// The reason, with the repair, on one line.
pub fn vendor(
    root: &Path,
    version: Option<&str>,
    digest: Option<&str>,
) -> Result<Vendored, String> {
    let pin = version.zip(digest).map(|(version, digest)| (version.to_owned(), digest.to_owned()));
    let supply = Supply { pin, ..Supply::default() };
    // There is no `OUT_DIR` here, so a temporary folder stands in for a cache that cannot be written.
    let scratch = tempfile::tempdir().map_err(|error| reason(&error))?;
    let mut places = places(root, version, &supply, Some(scratch.path()), &Env::process());
    places.interface = Interface::CommandLine;
    tailprint_tailwind::install::vendor(root, &places).map_err(|error| error.to_string())
}
