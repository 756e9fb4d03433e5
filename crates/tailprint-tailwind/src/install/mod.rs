//! The one home for getting Tailwind: its code for the engine, and its program for the command line.
//!
//! No part of Tailwind is in this crate. [`find`] looks for the code, in this order, in
//!
//! 1. `third_party/tailwindcss-<version>/` of the package or a folder above it, which [`vendor`] writes, or
//!    `vendor/tailwindcss-<version>/`,
//! 2. `node_modules/tailwindcss` of the package or a folder above it,
//! 3. the user's cache,
//! 4. the package that `npm pack` downloads,
//! 5. a public CDN, file by file (feature `download`).
//!
//! Files of the first two places are the project's own code, as its plugins are, and are used as they are. Files of the
//! others are accepted only if every one of them has the digest that this crate knows for the version, that
//! `tailprint.lock` pins ([`released`]), or that the user has configured. Files from npm and the CDN are kept in the
//! cache.
//!
//! [`program`] installs the program for a project that has none, in this order from
//!
//! 1. the standalone binary of Tailwind's releases, if the user has chosen it by a digest (feature `download`),
//! 2. npm, which installs it into the user's cache,
//! 3. the standalone binary in any case (feature `download`).
//!
//! ```text
//! <cache>/tailwindcss-4.3.5-files/          the code, as in the npm package
//!     LICENSE package.json index.css …
//!     dist/lib.js …
//!     dist/lib.js.part                      a download that was interrupted
//! <cache>/tailwindcss-4.3.5/                the program, installed by npm
//! <cache>/tailwindcss-4.3.5-standalone/     the program as one binary
//! <cache>/<any of these>.lock               held while the folder is filled
//! ```
//!
//! Nothing in the cache is trusted because it is there. At every use its files are compared with digests of this crate, of
//! the configuration or of a lock in the user's package. A build remembers that in its own folder ([`Places::scratch`]),
//! so that nothing is hashed twice. The cache is made for the user alone, and one that others can write is left alone.

mod error;
mod folders;
pub mod http;
pub mod npm;
#[cfg_attr(
    not(feature = "engine"),
    allow(dead_code, reason = "the engine needs files, a program a version")
)]
mod package;
#[cfg_attr(not(feature = "engine"), allow(dead_code, reason = "as above"))]
mod pins;
mod program;
#[cfg_attr(not(feature = "engine"), allow(dead_code, reason = "as above"))]
mod search;
mod setting;
#[cfg(feature = "download")]
pub mod standalone;
#[cfg(feature = "engine")]
mod vendor;
pub mod versions;

use std::fmt;
use std::path::PathBuf;

use self::http::Network;
use self::npm::Npm;
pub use error::{Error, ErrorKind};
pub use folders::in_use::{InUse, in_use};
pub use package::{Package, Pin, digest};
#[cfg(feature = "engine")]
pub use pins::released::released;
pub use program::{Program, program};
pub use setting::Interface;
#[cfg(feature = "download")]
pub use standalone::programs;
#[cfg(feature = "engine")]
pub use vendor::{Vendored, vendor};

/// The places to look in, and what is allowed there.
///
/// This crate reads no environment variables. The caller reads them and passes their meaning in here.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The user's package, absolute.
    pub package: PathBuf,
    /// The version to use. Defaults to the vendored or installed one, else to [`versions::DEFAULT`].
    pub version: Option<String>,
    /// A version that is accepted although this crate does not support it.
    pub pin: Option<Pin>,
    /// The user's folder for caches, shared by all projects.
    pub cache: Option<PathBuf>,
    /// A folder of this build, such as one in `OUT_DIR`, for files that the cache cannot keep.
    pub scratch: Option<PathBuf>,
    /// npm, if it is installed.
    pub npm: Option<Npm>,
    /// The reason why nothing may be fetched: `cargo is offline (CARGO_NET_OFFLINE)`.
    pub offline: Option<String>,
    /// The reason why no build may write `tailprint.lock`: `CI is set`.
    pub fixed_lock: Option<String>,
    /// A mirror of `https://cdn.jsdelivr.net/npm`, which has the files at `/tailwindcss@4.3.5/dist/lib.js`.
    pub mirror: Option<String>,
    /// A mirror of Tailwind's releases on GitHub, which has the binaries at `/v4.3.5/tailwindcss-linux-x64`.
    pub releases: Option<String>,
    /// Names and digests (SHA-256) of standalone binaries. Of two digests for one name the later one counts.
    pub binary_digests: Vec<(String, String)>,
    /// The way to servers: proxy, certificates, timeouts.
    pub network: Network,
    /// The place in which the user configures all this, for errors that name a setting.
    pub interface: Interface,
}

impl Places {
    /// The version of the program.
    fn version(&self) -> &str {
        self.version.as_deref().unwrap_or(versions::DEFAULT)
    }

    /// The folders to keep files in. The first one that can be written is used.
    fn caches(&self) -> impl Iterator<Item = &PathBuf> {
        let own = self.cache.iter().filter(|cache| folders::owned::refusal(cache).is_none());
        own.chain(&self.scratch)
    }

    /// The reason why the user's cache is left alone, with the repair.
    fn refused_cache(&self) -> Option<String> {
        self.cache.as_deref().and_then(folders::owned::refusal)
    }
}

/// The code of a Tailwind that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its files.
    pub package: Package,
    /// The place that they come from.
    pub origin: Origin,
    /// The files that were read, to be announced to Cargo. Files of the cache are not among them, since a version
    /// in the cache never changes.
    pub watch: Vec<PathBuf>,
    /// Notes for the user, such as places that hold another Tailwind and were passed over.
    pub notes: Vec<String>,
}

/// The place that the files of Tailwind come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// `third_party/tailwindcss-<version>/` or `vendor/tailwindcss-<version>/`
    Vendored,
    /// `node_modules/tailwindcss`
    NodeModules,
    /// The cache, which an earlier build has filled.
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

/// Finds the code of Tailwind, and fetches it if no place has it.
///
/// The version is the configured one, else the vendored one, else the one in `node_modules`, so that plugins and
/// Tailwind agree, else the one with a configured digest, else that of `tailprint.lock`, else [`versions::DEFAULT`].
///
/// # Errors
///
/// If no place has it, if the version in the project cannot run here, if no digest of the version is known, or if files
/// do not have the expected ones.
#[cfg(feature = "engine")]
pub fn find(places: &Places) -> Result<Found, Error> {
    let locked = pins::locked::Locked::read(places)?;
    search::Search::new(places, &locked)?.run()
}
