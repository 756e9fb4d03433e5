//! The managed install: one exact Tailwind version in the user's cache folder, for every project.
//!
//! ```text
//! <cache>/tailwindcss-4.3.5/                 complete, or not there
//!     node_modules/ package.json package-lock.json
//!     installed.json                         size and SHA-256 of every file, written last
//! <cache>/tailwindcss-4.3.5.lock             held while installing
//! <cache>/tailwindcss-4.3.5.new/             an install under way, or one that was interrupted
//! ```

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tailprint_tailwind::program;

use super::entry::reason;
use super::find::{DEFAULT_VERSION, on_path};
use super::{message, supply};
use crate::config::Supply;
use crate::env::Env;

/// What npm needs to install [`DEFAULT_VERSION`] with every package pinned by version and digest.
///
/// Made with `npm install --package-lock-only --omit-lockfile-registry-resolved`, so that it names no
/// registry and the user's own is asked. The native scanner of other systems than Linux (x64, arm64) is
/// in it without a digest, since it was out of reach when the file was made: there npm checks it against
/// the digest that the registry states. Making the file again where all are in reach completes it.
const MANIFEST: &str = include_str!("../lock/package.json");
const LOCK: &str = include_str!("../lock/package-lock.json");

/// The user's npm configuration stays in force (registry, proxy, certificates), but for what would change
/// what is installed.
const OPTIONS: [&str; 16] = [
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-progress",
    "--no-update-notifier",
    "--global=false",
    "--dry-run=false",
    "--package-lock=true",
    "--package-lock-only=false",
    "--include=prod",
    "--include=optional",
    "--install-strategy=hoisted",
    "--bin-links=true",
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
];

/// How long npm may take: some 60 MB on a slow line.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// The name of the list of installed files. Where it is, the install was finished.
const INVENTORY: &str = "installed.json";

/// Why there is no managed install, and what a user can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unavailable {
    pub(super) reason: String,
    pub(super) repair: String,
}

impl Unavailable {
    pub(super) fn new(reason: impl Into<String>, repair: impl Into<String>) -> Self {
        Self { reason: reason.into(), repair: repair.into() }
    }

    pub(super) fn io(verb: &str, path: &Path, error: &io::Error) -> Self {
        let text = format!("cannot {verb} {}: {}", path.display(), reason(error));
        Self::new(text, "set TAILPRINT_CACHE_DIR to a folder that can be written")
    }
}

/// The folder of the managed install of `version`, after installing or repairing it where needed.
pub(super) fn install(version: &str, supply: &Supply, env: &Env) -> Result<PathBuf, Unavailable> {
    if !is_exact(version) {
        let text = format!("{version:?} is not an exact version");
        return Err(Unavailable::new(
            text,
            format!("configure an exact one, such as {DEFAULT_VERSION:?}"),
        ));
    }
    let cache = supply::cache(env)?;
    let folder = cache.join(format!("tailwindcss-{version}"));
    if is_intact(&folder) {
        return Ok(folder);
    }
    let npm = npm(supply, env)?;
    fs::create_dir_all(&cache).map_err(|error| Unavailable::io("create", &cache, &error))?;
    let lock = cache.join(format!("tailwindcss-{version}.lock"));
    let held = File::create(&lock).and_then(|file| file.lock().map(|()| file));
    let _held = held.map_err(|error| Unavailable::io("lock", &lock, &error))?;
    // Another build may have installed it meanwhile.
    if !is_intact(&folder) {
        build(&npm, version, &cache, &folder, env)?;
    }
    Ok(folder)
}

/// npm, if it may be used at all.
fn npm(supply: &Supply, env: &Env) -> Result<PathBuf, Unavailable> {
    if let Some(reason) = supply::offline(supply, env) {
        return Err(Unavailable::new(reason, "build once online, with npm, to have it installed"));
    }
    on_path(env, "npm").ok_or_else(|| {
        Unavailable::new(
            "no npm on PATH",
            "install Node.js (npm comes with it) to have it installed",
        )
    })
}

/// Whether `version` is a plain version: it becomes part of a path and of a command line.
fn is_exact(version: &str) -> bool {
    let (numbers, rest) = version.split_once('-').unwrap_or((version, "0"));
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    numbers.split('.').count() == 3 && numbers.split('.').all(number) && rest.split('.').all(word)
}

/// Installs into a folder beside `folder` and puts it into its place.
fn build(
    npm: &Path,
    version: &str,
    cache: &Path,
    folder: &Path,
    env: &Env,
) -> Result<(), Unavailable> {
    let new = cache.join(format!("tailwindcss-{version}.new"));
    let old = cache.join(format!("tailwindcss-{version}.old"));
    let result = clear(&new).and_then(|()| run_npm(npm, version, &new, env)).and_then(|()| {
        take_inventory(&new).map_err(|error| Unavailable::io("read", &new, &error))?;
        clear(&old)?;
        if folder.exists() {
            fs::rename(folder, &old).map_err(|error| Unavailable::io("replace", folder, &error))?;
        }
        fs::rename(&new, folder).map_err(|error| Unavailable::io("write", folder, &error))
    });
    // Left behind they would only take space; the next install clears them again.
    let _ = clear(&new);
    let _ = clear(&old);
    result
}

fn clear(folder: &Path) -> Result<(), Unavailable> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Unavailable::io("remove", folder, &error))
        }
        _ => Ok(()),
    }
}

fn run_npm(npm: &Path, version: &str, folder: &Path, env: &Env) -> Result<(), Unavailable> {
    let write = || {
        fs::create_dir_all(folder)?;
        if version == DEFAULT_VERSION {
            fs::write(folder.join("package-lock.json"), LOCK)?;
            return fs::write(folder.join("package.json"), MANIFEST);
        }
        fs::write(folder.join("package.json"), manifest(version))
    };
    write().map_err(|error| Unavailable::io("write", folder, &error))?;
    let mut command = Command::new(npm);
    env.apply(&mut command);
    command.arg(if version == DEFAULT_VERSION { "ci" } else { "install" });
    command.args(OPTIONS);
    command.arg("--prefix").arg(folder).env("NO_COLOR", "1").current_dir(folder);
    let retry = "build again when npm can reach its registry";
    match program::run(&mut command, LIMIT) {
        Ok(Some(ended)) if ended.status.success() => Ok(()),
        Ok(Some(ended)) => {
            Err(Unavailable::new(format!("npm failed: {}", message::npm(&ended.stderr)), retry))
        }
        Ok(None) => {
            let text = format!("npm took longer than {} minutes", LIMIT.as_secs() / 60);
            Err(Unavailable::new(text, retry))
        }
        Err(error) => Err(Unavailable::new(
            format!("cannot run {}: {}", npm.display(), reason(&error)),
            retry,
        )),
    }
}

/// The `package.json` that installs `version`.
fn manifest(version: &str) -> String {
    let names: &[&str] = if version.starts_with("3.") {
        &["tailwindcss"]
    } else {
        &["@tailwindcss/cli", "tailwindcss"]
    };
    let dependencies: BTreeMap<_, _> = names.iter().map(|name| (name, version)).collect();
    serde_json::json!({ "private": true, "dependencies": dependencies }).to_string()
}

/// What was installed.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Inventory {
    files: BTreeMap<String, Installed>,
}

/// One installed file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Installed {
    size: u64,
    sha256: String,
}

fn take_inventory(folder: &Path) -> io::Result<()> {
    let mut inventory = Inventory::default();
    for found in walkdir::WalkDir::new(folder) {
        let found = found?;
        // Links lead to files of the same tree.
        if found.file_type().is_file() {
            let size = found.metadata()?.len();
            let sha256 = sha256(found.path())?;
            let path = found.path().strip_prefix(folder).map_err(io::Error::other)?;
            inventory.files.insert(path.to_string_lossy().into_owned(), Installed { size, sha256 });
        }
    }
    let text = serde_json::to_string_pretty(&inventory)?;
    fs::write(folder.join(INVENTORY), text)
}

/// Whether everything that was installed is still there, unchanged.
///
/// A file is hashed again only when it is younger than the inventory, which costs nothing usually and
/// still finds whatever was written later.
fn is_intact(folder: &Path) -> bool {
    let list = folder.join(INVENTORY);
    let intact = || -> io::Result<bool> {
        let inventory: Inventory = serde_json::from_slice(&fs::read(&list)?)?;
        let finished = fs::metadata(&list)?.modified()?;
        let program = folder.join("node_modules/.bin").read_dir()?.next().is_some();
        let mut files = inventory.files.iter();
        Ok(program
            && files.all(|(path, installed)| {
                is_as(&folder.join(path), installed, finished).unwrap_or(false)
            }))
    };
    intact().unwrap_or(false)
}

fn is_as(path: &Path, installed: &Installed, finished: SystemTime) -> io::Result<bool> {
    let data = fs::metadata(path)?;
    Ok(data.len() == installed.size
        && (data.modified()? <= finished || sha256(path)? == installed.sha256))
}

fn sha256(path: &Path) -> io::Result<String> {
    Ok(base16ct::lower::encode_string(&Sha256::digest(fs::read(path)?)))
}

#[cfg(test)]
mod tests;
