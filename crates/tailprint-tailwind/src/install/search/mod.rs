//! One search for the code of Tailwind through all places.

use std::io;
use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;

use super::http::is_digest;
use super::package::{self, Flaw, Package, Release};
use super::pins::locked::Locked;
use super::setting::{Setting, any_of};
use super::{Error, ErrorKind, Origin, Places, versions};
use crate::node::Manager;

#[cfg(feature = "engine")]
mod code;

/// The folders with vendored copies. `cargo tailprint vendor` writes to the first one, since `cargo vendor` empties the
/// second one.
pub(super) const VENDORS: [&str; 2] = ["third_party", "vendor"];

/// A search under way.
#[derive(Debug)]
pub(super) struct Search<'a> {
    places: &'a Places,
    /// The version that the user has configured.
    configured: Option<&'a str>,
    locked: &'a Locked,
    /// The version of `tailprint.lock`.
    locked_version: Option<&'a str>,
    /// The places without Tailwind, in the words of the final error.
    tried: Vec<String>,
    notes: Vec<String>,
    /// The damage in the caches.
    damaged: Vec<String>,
}

impl<'a> Search<'a> {
    pub(super) fn new(places: &'a Places, locked: &'a Locked) -> Result<Self, Error> {
        let configured = places.version.as_deref();
        let versions = configured.into_iter().chain(places.pin.as_ref().map(|pin| &*pin.version));
        for version in versions {
            versions::check(version)?;
        }
        let digest = places.pin.as_ref().map(|pin| pin.digest.trim());
        if let Some(digest) = digest.filter(|digest| !is_digest(digest)) {
            let message = format!("{digest:?}, the digest of Tailwind's files, is not a SHA-256");
            let repair =
                "it has 64 hexadecimal digits; the error about another digest shows the right one";
            return Err(Error::new(ErrorKind::Configuration, message, repair));
        }
        let locked_version = match configured {
            Some(_) => None,
            None => locked.version()?,
        };
        let (tried, notes, damaged) = Default::default();
        Ok(Self { places, configured, locked, locked_version, tried, notes, damaged })
    }

    /// The files of a version that belong to the project.
    fn own<'b>(&self, version: &'b str) -> Release<'b>
    where
        'a: 'b,
    {
        Release::new(version, self.places.pin.as_ref(), None)
    }

    /// The version to look for in a place that may hold any.
    pub(super) fn wanted(&self) -> &'a str {
        let pinned = self.places.pin.as_ref().map(|pin| &*pin.version);
        self.configured.or(pinned).or(self.locked_version).unwrap_or(versions::DEFAULT)
    }

    /// The version and the folder of the copy that belongs to the project, if there is one.
    pub(super) fn in_project(&mut self) -> Result<Option<(Origin, Package)>, Error> {
        if let Some((_, package)) = self.vendored()? {
            return Ok(Some((Origin::Vendored, package)));
        }
        Ok(self.node_modules()?.map(|(_, package)| (Origin::NodeModules, package)))
    }

    /// A folder as shown to the user.
    fn shown(&self, folder: &Path) -> String {
        let relative = folder.strip_prefix(&self.places.package).unwrap_or(folder);
        relative.to_string_lossy().replace('\\', "/")
    }

    /// Notes that a folder cannot be read, unless it does not exist.
    fn pass(&mut self, folder: &Path, error: &io::Error) -> Vec<String> {
        if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
            let (shown, reason) = (self.shown(folder), reason(error));
            self.notes.push(format!("cannot look into {shown}: {reason}; it is passed over"));
        }
        Vec::new()
    }

    fn vendored(&mut self) -> Result<Option<(Vec<PathBuf>, Package)>, Error> {
        let above = self.places.package.ancestors();
        for parent in above.flat_map(|above| VENDORS.map(|name| above.join(name))) {
            let vendored = versions_in(&parent);
            let vendored = vendored.unwrap_or_else(|error| self.pass(&parent, &error));
            let Some(version) = self.choose(&vendored, &parent)? else { continue };
            let folder = parent.join(format!("tailwindcss-{version}"));
            let shown = self.shown(&folder);
            let interface = self.places.interface;
            if !versions::can_run(version) {
                let other = format!("`cargo tailprint vendor --version {}`", versions::DEFAULT);
                return Err(Error::cannot_run(version, &shown, Some(other), interface));
            }
            let repair = format!("`cargo tailprint vendor --version {version}`");
            let package = self.own(version).read_own(&folder);
            let package = package.map_err(|flaw| Error::flawed(version, &shown, &flaw, &repair))?;
            return Ok(Some((read_of(&package), package)));
        }
        let root = self.places.package.display();
        let wanted = self.wanted();
        self.tried.push(format!("no third_party/tailwindcss-{wanted} in {root} or a folder above"));
        Ok(None)
    }

    /// Chooses one of the vendored versions.
    fn choose<'b>(
        &mut self,
        vendored: &'b [String],
        folder: &Path,
    ) -> Result<Option<&'b str>, Error> {
        let wanted = self.wanted();
        if let Some(version) = vendored.iter().find(|version| *version == wanted) {
            return Ok(Some(version));
        }
        match (vendored, self.configured) {
            ([], _) => Ok(None),
            ([version], None) => Ok(Some(version)),
            (versions, None) => {
                let message = format!(
                    "{} holds Tailwind {}, and nothing says which one to use",
                    self.shown(folder),
                    versions.join(" and ")
                );
                let setting = self.places.interface.spelled(Setting::AnyVersion);
                let setting = setting.map(|setting| format!("set {setting}"));
                let repair = any_of([setting, Some("remove all but one".to_owned())]);
                Err(Error::new(ErrorKind::Configuration, message, repair))
            }
            (versions, Some(configured)) => {
                self.notes.push(format!(
                    "{} holds Tailwind {}, not the configured {configured}, and is passed over",
                    self.shown(folder),
                    versions.join(" and ")
                ));
                Ok(None)
            }
        }
    }

    fn node_modules(&mut self) -> Result<Option<(Vec<PathBuf>, Package)>, Error> {
        for above in self.places.package.ancestors() {
            let folder = above.join("node_modules/tailwindcss");
            if let Err(error) = folder.symlink_metadata() {
                self.pass(&above.join("node_modules"), &error);
                continue;
            }
            let shown = self.shown(&folder);
            let Some(version) = self.version_in(&folder, &shown)? else { continue };
            if let Some(configured) = self.configured.filter(|configured| *configured != version) {
                self.notes.push(format!(
                    "{shown} is Tailwind {version}, not the configured {configured}, and is passed over"
                ));
                continue;
            }
            if versions::needs_node(&version) {
                self.notes.push(format!(
                    "{shown} is Tailwind {version}, which runs in Node.js only, and is passed over"
                ));
                continue;
            }
            let package = self.installed(&folder, &shown, &version)?;
            return Ok(Some((read_of(&package), package)));
        }
        let root = self.places.package.display();
        self.tried.push(format!("no node_modules/tailwindcss in {root} or a folder above"));
        Ok(None)
    }

    /// Reads the version that is installed in `folder`. Returns nothing if Node.js would not find Tailwind there.
    ///
    /// A damaged `package.json` stops the search, since it may be that of any version.
    fn version_in(&mut self, folder: &Path, shown: &str) -> Result<Option<String>, Error> {
        let is_empty =
            || std::fs::read_dir(folder).map_or(true, |mut files| files.next().is_none());
        let found = match package::read_file(&folder.join("package.json"), "package.json") {
            Err(Flaw::Missing(_)) if is_empty() => {
                self.notes.push(format!("{shown} is empty and is passed over"));
                return Ok(None);
            }
            read => read.and_then(|text| package::version_of(&text)),
        };
        match found {
            Ok(Some(version)) => Ok(Some(version)),
            Ok(None) => {
                self.notes.push(format!("{shown} is not Tailwind and is passed over"));
                Ok(None)
            }
            Err(flaw) => {
                let repair = format!("remove {shown} and install it again");
                Err(Error::flawed("", shown, &flaw, &repair))
            }
        }
    }

    fn installed(&self, folder: &Path, shown: &str, version: &str) -> Result<Package, Error> {
        if !versions::can_run(version) {
            let interface = self.places.interface;
            let instead = interface.spelled(Setting::Version(versions::DEFAULT));
            let add = Manager::of(folder).add_dev();
            let others = any_of([
                Some(format!("`{add} tailwindcss@{}`", versions::DEFAULT)),
                instead.map(|setting| format!("{setting} to use that one instead")),
            ]);
            return Err(Error::cannot_run(version, shown, Some(others), interface));
        }
        let repair = format!("remove {shown} and install it again");
        let package = self.own(version).read_own(folder);
        package.map_err(|flaw| Error::flawed(version, shown, &flaw, &repair))
    }
}

/// The files that a package was read from.
fn read_of(package: &Package) -> Vec<PathBuf> {
    package.files.keys().map(|path| package.folder.join(path)).collect()
}

/// The vendored versions in a folder of [`VENDORS`], sorted.
fn versions_in(vendor: &Path) -> io::Result<Vec<String>> {
    let entries = std::fs::read_dir(vendor)?.filter_map(Result::ok);
    let mut versions: Vec<String> = entries
        .filter_map(|entry| {
            entry.file_name().to_str()?.strip_prefix("tailwindcss-").map(str::to_owned)
        })
        .filter(|version| versions::is_exact(version))
        .collect();
    versions.sort();
    Ok(versions)
}
