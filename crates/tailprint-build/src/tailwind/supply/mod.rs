//! What configuration and environment say about having Tailwind fetched.

use std::path::{Path, PathBuf};

use tailprint_tailwind::provide::versions;

use super::Watched;
use super::provision::Unavailable;
use crate::config::Supply;
use crate::env::Env;

/// Why nothing may be fetched.
pub(super) fn offline(supply: &Supply, env: &Env) -> Option<&'static str> {
    if supply.offline {
        return Some("`Config::tailwind_offline` is set");
    }
    // All that a build script can see: Cargo passes neither `--offline` nor its configuration on.
    if env.cargo("CARGO_NET_OFFLINE").as_ref().is_some_and(is_on) {
        return Some("cargo is offline (CARGO_NET_OFFLINE)");
    }
    env.var("TAILPRINT_OFFLINE").as_ref().is_some_and(is_on).then_some("TAILPRINT_OFFLINE is set")
}

/// Whoever sets such a variable to something wants no network, however that is spelt.
fn is_on(value: &std::ffi::OsString) -> bool {
    let value = value.to_string_lossy().trim().to_ascii_lowercase();
    !matches!(&*value, "" | "0" | "false" | "no" | "off")
}

/// `$TAILPRINT_CACHE_DIR`, or `tailprint` in the folder that the system keeps for caches.
pub(super) fn cache(env: &Env) -> Result<PathBuf, Unavailable> {
    let set = |value: Option<std::ffi::OsString>| {
        value.filter(|value| !value.is_empty()).map(PathBuf::from)
    };
    if let Some(folder) = set(env.var("TAILPRINT_CACHE_DIR")) {
        return std::path::absolute(&folder)
            .map_err(|error| Unavailable::io("use", &folder, &error));
    }
    let folder = if cfg!(windows) {
        set(env.machine("LOCALAPPDATA"))
    } else if cfg!(target_os = "macos") {
        set(env.machine("HOME")).map(|home| home.join("Library/Caches"))
    } else {
        let xdg = set(env.machine("XDG_CACHE_HOME")).filter(|folder| folder.is_absolute());
        xdg.or_else(|| set(env.machine("HOME")).map(|home| home.join(".cache")))
    };
    let folder =
        folder.filter(|folder| folder.is_absolute()).map(|folder| folder.join("tailprint"));
    folder.ok_or_else(|| {
        Unavailable::new("no cache folder is known (HOME is not set)", "set TAILPRINT_CACHE_DIR")
    })
}

/// The folders that `cargo tailprint vendor` wrote: Tailwind's own code is full of class names.
pub(super) fn vendored(package: &Path) -> Vec<PathBuf> {
    let vendors = package.ancestors().map(|folder| folder.join("vendor"));
    let entries = vendors.filter_map(|vendor| std::fs::read_dir(vendor).ok()).flatten();
    let version = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        let version = name.to_str()?.strip_prefix("tailwindcss-")?.to_owned();
        version.starts_with(|letter: char| letter.is_ascii_digit()).then_some(())
    };
    let vendored = entries.filter_map(Result::ok).filter(|entry| version(entry).is_some());
    vendored.map(|entry| entry.path()).collect()
}

/// Where a Tailwind that takes the place of another one may appear, or that of a broken one may be repaired.
pub(super) fn watch(package: &Path) -> Watched {
    let mut watched = Watched::default();
    watched.paths.extend(vendored(package));
    for folder in package.ancestors() {
        for place in ["vendor", "node_modules/tailwindcss"] {
            let place = folder.join(place);
            if !place.exists() {
                watched.absent.insert(place);
            } else if place.ends_with("vendor") {
                let versions = versions::supported().iter().map(|version| version.number);
                let vendored = versions.map(|number| place.join(format!("tailwindcss-{number}")));
                watched.absent.extend(vendored.filter(|folder| !folder.exists()));
            } else {
                watched.paths.insert(place.join("package.json"));
            }
        }
    }
    watched.paths.retain(|path| path.exists());
    watched
}

/// How servers are reached: as Cargo, or else the rest of the machine, reaches them.
#[cfg(any(feature = "builtin", feature = "download"))]
pub(super) fn network(env: &Env) -> tailprint_tailwind::download::Network {
    let text = |names: &[&str]| {
        let values = names.iter().filter_map(|name| env.machine(name)?.into_string().ok());
        values.into_iter().find(|value| !value.is_empty())
    };
    tailprint_tailwind::download::Network {
        proxy: text(&["CARGO_HTTP_PROXY", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]),
        no_proxy: text(&["NO_PROXY", "no_proxy"]),
        certificates: text(&["CARGO_HTTP_CAINFO", "SSL_CERT_FILE"]).map(PathBuf::from),
        ..Default::default()
    }
}

/// A mirror that a variable names.
#[cfg(any(feature = "builtin", feature = "download"))]
pub(super) fn mirror(env: &Env, variable: &str) -> Option<String> {
    let mirror = env.var(variable)?.to_string_lossy().into_owned();
    Some(mirror).filter(|mirror| !mirror.is_empty())
}

/// Where Tailwind's code may come from, for the engine that runs it.
///
/// `scratch` keeps it where the user's cache cannot be written.
#[cfg(any(feature = "builtin", feature = "download"))]
pub(crate) fn places(
    package: &Path,
    version: Option<&str>,
    supply: &Supply,
    scratch: Option<&Path>,
    env: &Env,
) -> tailprint_tailwind::provide::Places {
    use tailprint_tailwind::provide::{Npm, Pin, Places};

    let npm = super::find::on_path(env, "npm");
    let pin = supply.pin.clone();
    Places {
        package: package.to_owned(),
        version: version.map(str::to_owned),
        pin: pin.map(|(version, digest)| Pin { version, digest }),
        caches: cache(env).ok().into_iter().chain(scratch.map(Path::to_owned)).collect(),
        npm: npm.map(|program| Npm { program, environment: Some(env.all()) }),
        offline: offline(supply, env).map(str::to_owned),
        mirror: mirror(env, "TAILPRINT_TAILWIND_MIRROR"),
        network: network(env),
    }
}

#[cfg(test)]
mod tests;
