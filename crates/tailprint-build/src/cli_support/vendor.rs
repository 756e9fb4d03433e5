//! A copy of Tailwind in the user's repository.

use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;
#[cfg(feature = "download")]
use tailprint_core::lock::Program;
use tailprint_core::lock::Tailwind;
use tailprint_core::whole_file::Scratch;
pub use tailprint_tailwind::install::Vendored;
use tailprint_tailwind::install::{self, Interface, Origin, Places};

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
    let scratch = Scratch::new().map_err(|error| reason(&error))?;
    let mut places = places(root, version, &supply, Some(scratch.path()), &Env::process());
    places.interface = Interface::CommandLine;
    tailprint_tailwind::install::vendor(root, &places).map_err(|error| error.to_string())
}

/// The Tailwind that the builds of a package use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TailwindInUse {
    /// Its version.
    pub version: String,
    /// The folder of a copy in the project. True stands for a vendored one, false for `node_modules`.
    pub own: Option<(bool, PathBuf)>,
    /// The `tailprint.lock` that pins a release.
    pub lock: Option<PathBuf>,
}

/// Finds the Tailwind that builds of the package in `root` use, without fetching anything.
///
/// # Errors
/// The reason, with the repair, on one line.
pub fn tailwind_in_use(root: &Path) -> Result<TailwindInUse, String> {
    let found = install::in_use(&of_command(root)).map_err(|error| error.to_string())?;
    let own = found.own.map(|(origin, folder)| (origin == Origin::Vendored, folder));
    Ok(TailwindInUse { version: found.version, own, lock: found.lock })
}

/// Asks the registry for a release of Tailwind, the newest one without `version`, and returns its entry for
/// `tailprint.lock`.
///
/// # Errors
/// The reason, with the repair, on one line.
pub fn tailwind_release(root: &Path, version: Option<&str>) -> Result<Tailwind, String> {
    install::released(&of_command(root), version).map_err(|error| error.to_string())
}

/// Asks for the digests of the standalone programs of a release, for `tailprint.lock`.
///
/// # Errors
/// The reason, with the repair, on one line.
#[cfg(feature = "download")]
pub fn tailwind_programs(root: &Path, version: &str) -> Result<Vec<Program>, String> {
    install::programs(&of_command(root), version).map_err(|error| error.to_string())
}

fn of_command(root: &Path) -> Places {
    let mut places = places(root, None, &Supply::default(), None, &Env::process());
    places.interface = Interface::CommandLine;
    places
}
