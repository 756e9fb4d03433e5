//! The search for the code that the engine runs, and its way from npm or the CDN into the cache.

use std::path::PathBuf;

use super::super::folders::cache::Cache;
use super::super::npm::pack::Failure;
use super::super::package::{self, Flaw, Package, Release};
use super::super::setting::{Setting, any_of};
use super::super::{Error, ErrorKind, Found, Interface, Origin, versions};
use super::Search;
use crate::node::Manager;

impl<'a> Search<'a> {
    pub(in crate::install) fn run(mut self) -> Result<Found, Error> {
        if let Some((mut watch, package)) = self.vendored()? {
            watch.extend(self.compare(&package));
            self.compare_with_lock(&package);
            return Ok(self.found(package, Origin::Vendored, watch));
        }
        self.run_elsewhere()
    }

    /// Searches all places but vendored copies.
    pub(in crate::install) fn run_elsewhere(mut self) -> Result<Found, Error> {
        if let Some((watch, package)) = self.node_modules()? {
            self.compare_with_lock(&package);
            return Ok(self.found(package, Origin::NodeModules, watch));
        }
        self.kept_or_fetched()
    }

    fn found(mut self, package: Package, origin: Origin, watch: Vec<PathBuf>) -> Found {
        let done = match origin {
            Origin::Cache => ", and is passed over",
            _ => "; Tailwind was fetched again",
        };
        self.notes.extend(self.damaged.into_iter().map(|damage| damage + done));
        Found { package, origin, watch, notes: self.notes }
    }

    /// The files of a version that come from elsewhere.
    fn release<'b>(&self, version: &'b str) -> Result<Release<'b>, Error>
    where
        'a: 'b,
    {
        let locked = self.locked.release(version)?;
        Ok(Release::new(version, self.places.pin.as_ref(), locked))
    }

    /// Notes that plugins in `node_modules` may be made for another version than the vendored one. Returns the
    /// manifest that was read, to be watched.
    fn compare(&mut self, vendored: &Package) -> Option<PathBuf> {
        if self.configured.is_some() {
            return None;
        }
        let folders = self.places.package.ancestors().map(|it| it.join("node_modules/tailwindcss"));
        let (manifest, version) = folders.into_iter().find_map(|folder| {
            let manifest = folder.join("package.json");
            let text = package::read_file(&manifest, "package.json").ok()?;
            Some((manifest, package::version_of(&text).ok()??))
        })?;
        if version != vendored.version {
            let installed = manifest.parent().map(|folder| self.shown(folder)).unwrap_or_default();
            let setting = self.places.interface.spelled(Setting::AnyVersion);
            let setting = setting.map(|it| format!("; {it} says which one is meant"));
            self.notes.push(format!(
                "{} is used, not Tailwind {version} of {installed}{}",
                self.shown(&vendored.folder),
                setting.unwrap_or_default()
            ));
        }
        Some(manifest)
    }

    /// Notes that the project has another version than the one that its lock file pins.
    fn compare_with_lock(&mut self, own: &Package) {
        let locked = self.locked_version.filter(|version| *version != own.version);
        if let Some(locked) = locked {
            let shown = self.shown(&own.folder);
            self.notes.push(format!(
                "{shown} is Tailwind {} and is used, not {locked} of tailprint.lock; \
                 `cargo tailprint update-tailwind --version {}` makes them agree",
                own.version, own.version
            ));
        }
    }

    /// Searches the cache, and fetches what it lacks.
    pub(in crate::install) fn kept_or_fetched(mut self) -> Result<Found, Error> {
        let version = self.wanted();
        if !versions::can_run(version) {
            let default = self.places.interface.spelled(Setting::Version(versions::DEFAULT));
            let place = "the wanted version";
            return Err(Error::cannot_run(version, place, default, self.places.interface));
        }
        let release = self.release(version)?;
        if !release.is_known() {
            return Err(self.unknown(version));
        }
        self.notes.extend(self.places.refused_cache());
        let caches: Vec<_> = self.places.caches().map(|root| Cache::new(root, version)).collect();
        for cache in &caches {
            if let Some(package) = self.kept(&release, cache) {
                return Ok(self.found(package, Origin::Cache, Vec::new()));
            }
        }
        let shown: Vec<_> = self.places.caches().map(|path| path.display().to_string()).collect();
        self.tried.push(match &*shown {
            [] => "no cache folder is known".to_owned(),
            shown => format!("none in {}", shown.join(" or ")),
        });
        self.fetched(&release, &caches)
    }

    /// The error about a release that is neither in the table nor in the lock file. A build pins nothing by itself.
    fn unknown(&self, version: &str) -> Error {
        let message = format!(
            "Tailwind {version} is none of the releases that tailprint knows ({}), and no tailprint.lock pins it",
            versions::listed()
        );
        let pin = match self.places.interface {
            Interface::CommandLine => "repeat it with npm and a network".to_owned(),
            Interface::BuildScript | Interface::Css => {
                format!(
                    "`cargo tailprint update-tailwind --version {version}` and commit tailprint.lock"
                )
            }
        };
        let default = self.places.interface.spelled(Setting::Version(versions::DEFAULT));
        Error::new(ErrorKind::UnknownVersion, message, any_of([Some(pin), default]))
    }

    fn kept(&mut self, release: &Release<'_>, cache: &Cache) -> Option<Package> {
        match release.read(&cache.folder) {
            Ok(package) => Some(package),
            // An interrupted download leaves some files out.
            Err(Flaw::Missing(_)) => None,
            Err(flaw) => {
                let folder = cache.folder.display().to_string();
                let error = Error::flawed(release.version, &folder, &flaw, "");
                self.damaged.push(error.message().to_owned());
                None
            }
        }
    }

    fn fetched(mut self, release: &Release<'_>, caches: &[Cache]) -> Result<Found, Error> {
        if let Some(reason) = &self.places.offline {
            self.tried.push(format!("nothing may be fetched: {reason}"));
            return Err(self.not_found(release.version));
        }
        let mut held = None;
        for cache in caches {
            match cache.lock() {
                Ok(lock) => {
                    held = Some((cache, lock));
                    break;
                }
                Err(error) => self.tried.push(error),
            }
        }
        let Some((cache, _lock)) = held else { return Err(self.not_found(release.version)) };
        // Another build may have fetched it meanwhile.
        self.damaged.clear();
        if let Some(package) = self.kept(release, cache) {
            return Ok(self.found(package, Origin::Cache, Vec::new()));
        }
        if let Some(package) = self.npm_packs(release, cache) {
            return Ok(self.found(package, Origin::Npm, Vec::new()));
        }
        match self.cdn_serves(release, cache) {
            Some(package) => Ok(self.found(package, Origin::Download, Vec::new())),
            None => Err(self.not_found(release.version)),
        }
    }

    fn npm_packs(&mut self, release: &Release<'_>, cache: &Cache) -> Option<Package> {
        let Some(npm) = &self.places.npm else {
            self.tried.push("no npm on PATH".to_owned());
            return None;
        };
        match npm.pack(release, cache) {
            Ok(package) => cache.keep(package).map_err(|reason| self.tried.push(reason)).ok(),
            Err(Failure::Failed(reason)) => {
                self.tried.push(reason);
                None
            }
            // The user has to know, even if another place has the right files.
            Err(Failure::Refused(reason)) => {
                self.notes.push(format!("what npm pack gave is refused: {reason}"));
                None
            }
        }
    }

    #[cfg(feature = "download")]
    fn cdn_serves(&mut self, release: &Release<'_>, cache: &Cache) -> Option<Package> {
        let fetched = super::super::http::cdn::fetch(self.places, release, cache);
        fetched.map_err(|reason| self.tried.push(reason)).ok()
    }

    #[cfg(not(feature = "download"))]
    fn cdn_serves(&mut self, _: &Release<'_>, _: &Cache) -> Option<Package> {
        self.tried.push("this build has no download (feature `download`)".to_owned());
        None
    }

    fn not_found(self, version: &str) -> Error {
        let reasons = self.tried.into_iter().chain(self.damaged).chain(self.notes);
        let message =
            format!("no Tailwind {version} found: {}", reasons.collect::<Vec<_>>().join("; "));
        let network = match self.places.offline {
            Some(_) if self.places.interface == Interface::BuildScript => "build once without that",
            Some(_) => "repeat it without that",
            None => "name a proxy in HTTPS_PROXY or a mirror in TAILPRINT_TAILWIND_MIRROR",
        };
        // The commands run no program that TAILWINDCSS names, and `vendor` was just tried.
        let (vendor, program) = match self.places.interface {
            Interface::BuildScript => (true, true),
            Interface::Css => (true, false),
            Interface::CommandLine => (false, false),
        };
        let vendor = vendor.then_some(
            "`cargo tailprint vendor` on a machine with a network and commit what it writes",
        );
        let add = Manager::of(&self.places.package).add_dev();
        let repair = any_of([
            vendor.map(str::to_owned),
            Some(format!("`{add} tailwindcss@{version}`")),
            Some(network.to_owned()),
            program.then(|| "name a Tailwind program in TAILWINDCSS".to_owned()),
        ]);
        Error::new(ErrorKind::NotFound, message, repair)
    }
}
