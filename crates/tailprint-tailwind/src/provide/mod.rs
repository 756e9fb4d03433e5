//! Where Tailwind's code comes from.
//!
//! None of it is part of this crate. [`find`] looks, in this order, at
//!
//! 1. `vendor/tailwindcss-<version>/` of the package or a folder above it, which [`vendor`] writes,
//! 2. `node_modules/tailwindcss` of the package or a folder above it,
//! 3. the user's cache,
//! 4. what `npm pack` gives,
//! 5. a public CDN, file by file (feature `download`),
//!
//! and takes what it finds only if every file has the digest that this crate knows for the version, or that the
//! user has pinned. What npm or the CDN gave is kept in the cache.
//!
//! ```text
//! <cache>/tailwindcss-4.3.5-files/          as in the npm package
//!     LICENSE package.json index.css …
//!     dist/lib.js …
//!     dist/lib.js.part                      a download that was interrupted
//! <cache>/tailwindcss-4.3.5-files.lock      held while it is filled
//! ```

mod cache;
#[cfg(feature = "download")]
mod cdn;
mod error;
mod npm;
mod package;
mod search;
pub mod tarball;
mod vendor;
pub mod versions;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

#[cfg(feature = "download")]
pub(crate) use cache::{hold, write};
pub use error::{Error, ErrorKind};
#[cfg(feature = "download")]
pub(crate) use package::is_exact;
pub use package::{Package, Pin, digest};
pub use vendor::{Vendored, vendor};

use crate::download::Network;

/// Where to look, and what is allowed.
///
/// This crate reads no environment variables: what they say is passed in here.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The user's package, absolute.
    pub package: PathBuf,
    /// The version to use; by default the one that is vendored or installed, or [`versions::DEFAULT`].
    pub version: Option<String>,
    /// A version that is taken although it is not supported.
    pub pin: Option<Pin>,
    /// Folders to keep files in, the first that can be written: the user's cache, then one in `OUT_DIR`.
    pub caches: Vec<PathBuf>,
    /// npm, if it is installed.
    pub npm: Option<Npm>,
    /// Why nothing may be fetched, by npm or otherwise: `cargo is offline (CARGO_NET_OFFLINE)`.
    pub offline: Option<String>,
    /// What is asked instead of `https://cdn.jsdelivr.net/npm`; its files are at `/tailwindcss@4.3.5/dist/lib.js`.
    pub mirror: Option<String>,
    /// How the CDN is reached.
    pub network: Network,
}

/// npm as an installed program.
#[derive(Clone, Debug, Default)]
pub struct Npm {
    /// The program, absolute.
    pub program: PathBuf,
    /// All of its environment; by default that of this process.
    pub environment: Option<Vec<(OsString, OsString)>>,
}

/// A Tailwind that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its files.
    pub package: Package,
    /// Where they come from.
    pub origin: Origin,
    /// The files that were read, to be announced to Cargo; none of the cache, whose files cannot be others.
    pub watch: Vec<PathBuf>,
    /// What the user should know: places that were passed over although they hold a Tailwind.
    pub notes: Vec<String>,
}

/// Where the files of Tailwind come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// `vendor/tailwindcss-<version>/`
    Vendored,
    /// `node_modules/tailwindcss`
    NodeModules,
    /// An earlier build fetched them.
    Cache,
    /// `npm pack`, just now.
    Npm,
    /// The CDN, just now.
    Download,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Vendored => "vendor",
            Self::NodeModules => "node_modules",
            Self::Cache => "cache",
            Self::Npm => "npm pack",
            Self::Download => "download",
        })
    }
}

/// Finds the code of Tailwind, fetching it where needed.
///
/// Which version: the configured one; else the one that is vendored; else the one in `node_modules`, so that
/// plugins and Tailwind agree; else the pinned one, or [`versions::DEFAULT`].
///
/// # Errors
///
/// When no place has it, when the version in `vendor` or `node_modules` is neither supported nor pinned, and when
/// files there are not what they must be.
pub fn find(places: &Places) -> Result<Found, Error> {
    search::Search::new(places)?.run()
}
