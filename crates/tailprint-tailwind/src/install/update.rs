//! Another release of Tailwind for a project.

use std::path::PathBuf;

use tailprint_core::lock::Tailwind;

use super::cache::Cache;
use super::locked::Locked;
use super::npm::Npm;
use super::package::Package;
use super::search::Search;
use super::setting::Setting;
use super::{Error, ErrorKind, Origin, Places, versions};

/// The Tailwind that builds of a project use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InUse {
    /// Its version.
    pub version: String,
    /// The copy that belongs to the project, and its folder.
    pub own: Option<(Origin, PathBuf)>,
    /// The `tailprint.lock` that pins a release.
    pub lock: Option<PathBuf>,
}

/// Finds the version that builds use, without fetching anything.
///
/// # Errors
///
/// If the copy in the project is damaged or cannot run here, or if `tailprint.lock` cannot be read.
pub fn in_use(places: &Places) -> Result<InUse, Error> {
    let locked = Locked::read(places)?;
    // A lock with several versions is what an update repairs.
    let version = places.version.clone().or(locked.newest().map(str::to_owned));
    let unlocked = Locked::default();
    let mut search = Search::new(places, &unlocked)?;
    let own = search.in_project()?;
    let version = match (&own, version) {
        (Some((_, package)), _) => package.version.clone(),
        (None, Some(version)) => version,
        (None, None) => search.wanted().to_owned(),
    };
    let own = own.map(|(origin, package)| (origin, package.folder));
    Ok(InUse { version, own, lock: locked.path })
}

/// Asks the registry for a release, and returns its entry for `tailprint.lock`. `wanted` is a version; the newest
/// release without it.
///
/// A release that is in no table of this crate is downloaded, compared with the integrity that the registry states, and
/// kept in the cache.
///
/// # Errors
///
/// If there is no npm or no network, if the release cannot run here, or if its tarball is not that of the registry.
pub fn released(places: &Places, wanted: Option<&str>) -> Result<Tailwind, Error> {
    if let Some(version) = wanted {
        versions::check(version)?;
        runs_here(version, places)?;
    }
    let npm = online(places)?;
    let failed = |reason: String| {
        let wanted = wanted.unwrap_or("latest");
        let message = format!("Tailwind {wanted} cannot be fetched: {reason}");
        Error::new(ErrorKind::NotFound, message, "repeat it when npm can reach its registry")
    };
    let published = npm.published(wanted.unwrap_or("latest")).map_err(failed)?;
    let version = &*published.version;
    versions::check(version)?;
    runs_here(version, places)?;
    let Some(integrity) = published.integrity() else {
        return Err(failed(format!("the registry states no SHA-512 of {version}")));
    };
    let files = match versions::known(version) {
        Some(known) if known.integrity == integrity => known.digest(),
        Some(known) => {
            let message = format!(
                "the registry has another Tailwind {version} than the one that tailprint knows: \
                 expected {}, found {integrity}",
                known.integrity
            );
            let repair = "find out which registry npm asks: `npm config get registry`";
            return Err(Error::new(ErrorKind::Refused, message, repair));
        }
        None => {
            let files = npm.release(version, integrity).map_err(failed)?;
            let package = Package::new(version, "", files);
            keep(places, &package);
            package.digest()
        }
    };
    Ok(Tailwind { version: version.to_owned(), integrity: integrity.to_owned(), files })
}

/// Keeps the files for the next build. A cache that cannot be written costs another download.
fn keep(places: &Places, package: &Package) {
    if let Some(root) = &places.cache {
        let cache = Cache::new(root, &package.version);
        let _ = cache.lock().and_then(|_held| cache.keep(package.clone()));
    }
}

fn runs_here(version: &str, places: &Places) -> Result<(), Error> {
    if versions::can_run(version) {
        return Ok(());
    }
    let default = places.interface.spelled(Setting::Version(versions::DEFAULT));
    Err(Error::cannot_run(version, "the wanted version", default, places.interface))
}

/// Returns npm, if it may be used.
fn online(places: &Places) -> Result<&Npm, Error> {
    if let Some(reason) = &places.offline {
        let message = format!("nothing may be fetched: {reason}");
        return Err(Error::new(ErrorKind::NotFound, message, "repeat it without that"));
    }
    let repair = "install Node.js, which npm comes with";
    places.npm.as_ref().ok_or_else(|| Error::new(ErrorKind::NotFound, "no npm on PATH", repair))
}
