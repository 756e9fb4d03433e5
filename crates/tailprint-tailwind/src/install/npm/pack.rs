//! The package that `npm pack` downloads.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use tailprint_core::io_error::reason;
use tailprint_core::whole_file::Scratch;

use super::super::Error;
use super::super::folders::cache::Cache;
use super::super::package::{Flaw, Package, Release, read_file};
use super::{Npm, Run, tarball};

/// The time after which `npm pack` is ended. It downloads less than a megabyte, and a build waits for it.
const LIMIT: Duration = Duration::from_secs(120);

/// The options that let `npm pack` give up soon, since the CDN is tried next.
const OPTIONS: [&str; 2] = ["--fetch-retries=1", "--fetch-timeout=30000"];

/// The reason why npm has no package for us.
pub(in crate::install) enum Failure {
    /// It failed.
    Failed(String),
    /// It downloaded a package with other files than expected.
    Refused(String),
}

impl Npm {
    /// Downloads and verifies the files of `release`.
    pub(in crate::install) fn pack(
        &self,
        release: &Release<'_>,
        cache: &Cache,
    ) -> Result<Package, Failure> {
        let scratch = cache.scratch().map_err(|error| {
            let folder = cache.folder.display();
            Failure::Failed(format!("cannot write to {folder}: {}", reason(&error)))
        })?;
        let tarball = self.tarball(release.version, scratch.path()).map_err(Failure::Failed)?;
        verified(&tarball, release, cache).map_err(Failure::Refused)
    }

    /// Downloads a version that no digest is known for. Returns the files that are needed. The tarball has the
    /// `integrity` that the registry states.
    pub(in crate::install) fn release(
        &self,
        version: &str,
        integrity: &str,
    ) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let scratch = Scratch::new()
            .map_err(|error| format!("cannot write a temporary folder: {}", reason(&error)))?;
        let tarball = self.tarball(version, scratch.path())?;
        is_intact(&tarball, integrity)
            .and_then(|()| tarball::needed(&tarball).map_err(|reason| format!("it {reason}")))
            .map_err(|reason| format!("what npm pack gave is refused: {reason}"))
    }

    fn tarball(&self, version: &str, folder: &Path) -> Result<Vec<u8>, String> {
        let package = format!("tailwindcss@{version}");
        self.run(&Run {
            name: "npm pack",
            command: "pack",
            options: &OPTIONS,
            arguments: &[OsStr::new("--pack-destination"), folder.as_ref(), package.as_ref()],
            folder,
            limit: LIMIT,
        })?;
        let name = format!("tailwindcss-{version}.tgz");
        read_file(&folder.join(&name), &name).map_err(|flaw| match flaw {
            Flaw::Unreadable(_, reason) => format!("npm pack left no tarball: it is {reason}"),
            _ => "npm pack left no tarball".to_owned(),
        })
    }
}

fn is_intact(tarball: &[u8], expected: &str) -> Result<(), String> {
    let found = tarball::integrity(tarball);
    if found == expected { Ok(()) } else { Err(format!("expected {expected}, found {found}")) }
}

fn verified(tarball: &[u8], release: &Release<'_>, cache: &Cache) -> Result<Package, String> {
    if let Some(integrity) = release.integrity() {
        is_intact(tarball, integrity)?;
    }
    let mut files = tarball::unpack(tarball).map_err(|reason| format!("it {reason}"))?;
    let mut take = |path: &str| files.remove(path).ok_or(Flaw::Missing(path.to_owned()));
    release.verify(&cache.folder, &mut take).map_err(|flaw| {
        Error::flawed(release.version, "npm's package", &flaw, "").message().to_owned()
    })
}
