//! Tailwind's program, installed by npm: one exact version in the user's cache, for every project.
//!
//! ```text
//! <cache>/tailwindcss-4.3.5/                 complete, or not there
//!     node_modules/ package.json package-lock.json
//! <cache>/tailwindcss-4.3.5.lock             held while installing
//! <cache>/tailwindcss-4.3.5.new/             an install under way, or one that was interrupted
//! ```
//!
//! Only the version whose files have digests in this crate is shared between projects. Others are kept in the folder of
//! the build, since nothing could tell if a cache still has what npm has put there.

mod contents;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::folders::lock;
use super::super::folders::owned;
use super::super::folders::verified::Verified;
use super::super::versions::{self, DEFAULT};
use super::super::{Error, ErrorKind, Places};
use super::{Npm, Run};
use contents::Contents;

/// The `package.json` and `package-lock.json` that pin every package of [`DEFAULT`] by version and digest.
///
/// The lock was made with `npm install --package-lock-only --omit-lockfile-registry-resolved`, so that it names no
/// registry and npm asks the user's own. Every package has the digest of its tarball, those of other systems as well,
/// except the ones that lie in the tarball of another package (`inBundle`).
const MANIFEST: &str = include_str!("package.json");
const LOCK: &str = include_str!("package-lock.json");

/// The options that decide what is installed, so that no setting of the user's decides it. Registry, proxy and
/// certificates stay the user's.
const OPTIONS: [&str; 10] = [
    "--no-fund",
    "--global=false",
    "--package-lock=true",
    "--package-lock-only=false",
    "--include=prod",
    "--include=optional",
    "--install-strategy=hoisted",
    "--bin-links=true",
    "--fetch-retries=2",
    "--fetch-retry-maxtimeout=5000",
];

/// The time after which npm is ended. An install of 4.3.5 has 19 MB on Linux, so 22 KB a second are enough.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Returns the folder of the installed program, after installing or repairing it if needed.
///
/// The error is of the kind [`ErrorKind::NotFound`].
pub(in crate::install) fn install(places: &Places, version: &str) -> Result<PathBuf, Error> {
    let root = if is_listed(version) { places.caches().next() } else { None };
    let root = root.or(places.scratch.as_ref()).or_else(|| places.caches().next());
    let root = root.ok_or_else(|| {
        unavailable("no cache folder is known (HOME is not set)", "set TAILPRINT_CACHE_DIR")
    })?;
    let folder = root.join(format!("tailwindcss-{version}"));
    let verified = Verified::of(places.scratch.as_deref(), &folder);
    if is_intact(&folder, version, &verified) {
        return Ok(folder);
    }
    let npm = npm(places)?;
    owned::create(root).map_err(|error| failed("create", root, &error))?;
    let _held = lock::hold(&folder).map_err(|error| failed("lock", &folder, &error))?;
    // Another build may have installed it meanwhile.
    if !is_intact(&folder, version, &verified) {
        replace(npm, version, &folder)?;
        if !is_listed(version) {
            let digest = Contents::of(&folder).and_then(|contents| contents.digest());
            let digest = digest.map_err(|error| failed("read", &folder, &error))?;
            verified.remember(&digest, None);
        } else if !is_intact(&folder, version, &verified) {
            let message = format!("npm has installed other files than those of Tailwind {version}");
            return Err(unavailable(message, "look at the registry that npm is configured for"));
        }
    }
    Ok(folder)
}

/// The remembered digest of an install whose files are those of this crate's table.
const LISTED: &str = "listed";

/// Returns true if the files of a version have digests in this crate. On Windows npm writes programs of its own beside
/// those of the packages, which no table can list.
fn is_listed(version: &str) -> bool {
    version == DEFAULT && cfg!(unix)
}

/// Returns true if every file is there, with the content that it has to have, and none besides.
fn is_intact(folder: &Path, version: &str, verified: &Verified) -> bool {
    let intact = || -> io::Result<bool> {
        let contents = Contents::of(folder)?;
        let identity = contents.identity();
        let expected = if is_listed(version) {
            LISTED.to_owned()
        } else {
            verified.digest().ok_or(io::ErrorKind::NotFound)?
        };
        if identity.as_ref().is_some_and(|identity| verified.holds(&expected, identity)) {
            return Ok(true);
        }
        let is_same = if is_listed(version) {
            contents.are_listed()?
        } else {
            contents.digest()? == expected
        };
        if is_same {
            verified.remember(&expected, identity.as_deref());
        }
        Ok(is_same)
    };
    intact().unwrap_or(false)
}

fn unavailable(reason: impl Into<String>, repair: &str) -> Error {
    Error::new(ErrorKind::NotFound, reason, repair)
}

fn failed(verb: &str, path: &Path, error: &io::Error) -> Error {
    let message = Error::io(verb, path, error).message().to_owned();
    unavailable(message, "set TAILPRINT_CACHE_DIR to a folder that can be written")
}

/// Returns npm, if it may be used at all.
fn npm(places: &Places) -> Result<&Npm, Error> {
    if let Some(reason) = &places.offline {
        return Err(unavailable(reason, "build once online, with npm, to have it installed"));
    }
    let repair = "install Node.js (npm comes with it) to have it installed";
    places.npm.as_ref().ok_or_else(|| unavailable("no npm on PATH", repair))
}

/// Installs into a folder beside `folder` and renames it into its place.
fn replace(npm: &Npm, version: &str, folder: &Path) -> Result<(), Error> {
    let new = folder.with_file_name(format!("tailwindcss-{version}.new"));
    let old = folder.with_file_name(format!("tailwindcss-{version}.old"));
    let result = clear(&new).and_then(|()| run(npm, version, &new)).and_then(|()| {
        clear(&old)?;
        if folder.exists() {
            fs::rename(folder, &old).map_err(|error| failed("replace", folder, &error))?;
        }
        fs::rename(&new, folder).map_err(|error| failed("write", folder, &error))
    });
    // A folder that stays only takes space. The next install clears it.
    let _ = clear(&new);
    let _ = clear(&old);
    result
}

fn clear(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(failed("remove", folder, &error))
        }
        _ => Ok(()),
    }
}

fn run(npm: &Npm, version: &str, folder: &Path) -> Result<(), Error> {
    let is_pinned = version == DEFAULT;
    let manifest = if is_pinned { MANIFEST.to_owned() } else { manifest(version) };
    let write = || {
        owned::create(folder)?;
        if is_pinned {
            fs::write(folder.join("package-lock.json"), LOCK)?;
        }
        fs::write(folder.join("package.json"), manifest)
    };
    write().map_err(|error| failed("write", folder, &error))?;
    npm.run(&Run {
        name: "npm",
        command: if is_pinned { "ci" } else { "install" },
        options: &OPTIONS,
        arguments: &[OsStr::new("--prefix"), folder.as_ref()],
        folder,
        limit: LIMIT,
    })
    .map(drop)
    .map_err(|reason| unavailable(reason, "build again when npm can reach its registry"))
}

/// Returns the `package.json` that installs `version`.
fn manifest(version: &str) -> String {
    let names = versions::npm_packages(version);
    let dependencies: BTreeMap<_, _> = names.iter().map(|name| (name, version)).collect();
    serde_json::json!({ "private": true, "dependencies": dependencies }).to_string()
}

#[cfg(test)]
mod tests;
