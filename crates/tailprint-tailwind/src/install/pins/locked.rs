//! The releases and programs that `tailprint.lock` pins.

use std::path::PathBuf;

use tailprint_core::lock::{FILE, Lock, Program, Tailwind};

use super::super::{Error, ErrorKind, Places, versions};

/// The lock file of a package.
#[derive(Debug, Default)]
pub(in crate::install) struct Locked {
    /// The file; none if no file pins anything of Tailwind.
    pub(in crate::install) path: Option<PathBuf>,
    releases: Vec<Tailwind>,
    /// The standalone programs.
    #[cfg_attr(not(feature = "download"), allow(dead_code, reason = "only downloads need them"))]
    pub(in crate::install) programs: Vec<Program>,
}

impl Locked {
    /// Makes a lock of one release.
    pub(in crate::install) fn of(release: Tailwind) -> Self {
        Self { releases: vec![release], ..Self::default() }
    }

    /// Reads the first `tailprint.lock` that pins anything of Tailwind in the package or a folder above it.
    pub(in crate::install) fn read(places: &Places) -> Result<Self, Error> {
        for folder in places.package.ancestors() {
            let path = folder.join(FILE);
            let shown = path.strip_prefix(&places.package).unwrap_or(&path).display().to_string();
            let wrong = |message, repair| Error::new(ErrorKind::Configuration, message, repair);
            let mut lock = Lock::read(&path, &shown)
                .map_err(|error| wrong(error.message(), error.repair()))?
                .unwrap_or_default();
            let is_inexact = |release: &&Tailwind| !versions::is_exact(&release.version);
            if let Some(release) = lock.tailwind.iter().find(is_inexact) {
                let message = format!("{shown}: {:?} is not an exact version", release.version);
                return Err(wrong(message, "restore it from version control"));
            }
            // A merge may have kept both sides.
            lock.tailwind.dedup();
            let Lock { tailwind: releases, programs, .. } = lock;
            if !releases.is_empty() || !programs.is_empty() {
                return Ok(Self { path: Some(path), releases, programs });
            }
        }
        Ok(Self::default())
    }

    /// Returns the version that is used unless another one is configured or installed.
    pub(in crate::install) fn version(&self) -> Result<Option<&str>, Error> {
        match &*self.releases {
            [] => Ok(None),
            [release] => Ok(Some(&release.version)),
            releases => {
                let versions: Vec<&str> = releases.iter().map(|it| &*it.version).collect();
                let message = format!(
                    "{FILE} pins Tailwind {}, and nothing says which one to use",
                    versions.join(" and ")
                );
                Err(Error::new(
                    ErrorKind::Configuration,
                    message,
                    "`cargo tailprint update-tailwind` leaves one of them",
                ))
            }
        }
    }

    /// Returns one of the versions, in whatever state the file is.
    pub(in crate::install) fn newest(&self) -> Option<&str> {
        self.releases.last().map(|release| &*release.version)
    }

    /// Returns the entry of a version. Of two, which a merge may leave, both have to be the same.
    pub(in crate::install) fn release(&self, version: &str) -> Result<Option<&Tailwind>, Error> {
        let mut entries = self.releases.iter().filter(|release| release.version == version);
        let Some(first) = entries.next() else { return Ok(None) };
        let known = versions::known(version).map(|known| known.integrity);
        let repair = format!("`cargo tailprint update-tailwind --version {version}`");
        let refused = |message| Err(Error::new(ErrorKind::Refused, message, repair));
        if entries.any(|other| other != first) {
            return refused(format!("{FILE} has two entries for Tailwind {version}, which differ"));
        }
        match known {
            Some(known) if known != first.integrity => refused(format!(
                "{FILE} pins other files than those of Tailwind {version}: expected {known}, found {}",
                first.integrity
            )),
            _ => Ok(Some(first)),
        }
    }
}
