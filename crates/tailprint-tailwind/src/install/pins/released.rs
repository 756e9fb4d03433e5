//! Another release of Tailwind for a project, as the registry has it.

use tailprint_core::lock::Tailwind;

use super::super::folders::cache::Cache;
use super::super::npm::Npm;
use super::super::package::Package;
use super::super::setting::Setting;
use super::super::{Error, ErrorKind, Places, versions};

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
