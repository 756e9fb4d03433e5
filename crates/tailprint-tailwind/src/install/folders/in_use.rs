//! The Tailwind that builds of a project use.

use std::path::PathBuf;

use super::super::pins::locked::Locked;
use super::super::search::Search;
use super::super::{Error, Origin, Places};

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
