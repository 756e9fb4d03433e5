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
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_cache_is_where_the_system_keeps_caches() {
        let folder = |vars: &[(&str, &str)]| cache(&Env::of(vars.iter().copied())).ok();
        assert_eq!(folder(&[("HOME", "/h")]), Some("/h/.cache/tailprint".into()));
        assert_eq!(
            folder(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/x")]),
            Some("/x/tailprint".into())
        );
        assert_eq!(
            folder(&[("HOME", "/h"), ("XDG_CACHE_HOME", "x")]),
            Some("/h/.cache/tailprint".into())
        );
        assert_eq!(folder(&[("HOME", "/h"), ("TAILPRINT_CACHE_DIR", "/t")]), Some("/t".into()));
        assert_eq!(folder(&[("HOME", "")]), None);
    }

    #[cfg(any(feature = "builtin", feature = "download"))]
    #[test]
    fn servers_are_reached_as_cargo_reaches_them() {
        let network = |vars: &[(&str, &str)]| network(&Env::of(vars.iter().copied()));
        let machine = [("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", "x"), ("SSL_CERT_FILE", "/c")];
        let of_machine = network(&machine);
        assert_eq!(of_machine.proxy.as_deref(), Some("http://p:1"));
        assert_eq!(of_machine.no_proxy.as_deref(), Some("x"));
        assert_eq!(of_machine.certificates, Some("/c".into()));
        let cargo = [("CARGO_HTTP_PROXY", "q:2"), ("CARGO_HTTP_CAINFO", "/d")];
        let of_cargo = network(&[&machine[..], &cargo[..]].concat());
        assert_eq!(of_cargo.proxy.as_deref(), Some("q:2"));
        assert_eq!(of_cargo.certificates, Some("/d".into()));
        assert_eq!(network(&[("HTTPS_PROXY", ""), ("SSL_CERT_FILE", "")]), Default::default());
    }

    #[test]
    fn where_another_tailwind_may_appear_is_watched() {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("member");
        let put = |path: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        };
        put("vendor/serde/Cargo.toml");
        put("vendor/tailwindcss-4.2.4/package.json");
        put("member/node_modules/tailwindcss/package.json");
        let watched = watch(&package);
        let inside = |paths: std::collections::BTreeSet<PathBuf>| -> Vec<String> {
            let inside = paths.iter().filter_map(|path| path.strip_prefix(folder.path()).ok());
            inside.map(|path| path.to_str().unwrap().to_owned()).collect()
        };
        assert_eq!(
            inside(watched.absent),
            [
                "member/vendor",
                "node_modules/tailwindcss",
                "vendor/tailwindcss-4.1.18",
                "vendor/tailwindcss-4.3.5"
            ]
        );
        assert_eq!(
            inside(watched.paths),
            ["member/node_modules/tailwindcss/package.json", "vendor/tailwindcss-4.2.4"]
        );
    }

    #[test]
    fn each_way_to_be_offline_is_named() {
        let none = Supply::default();
        let env = |key: &str, value: &str| Env::of([(key.to_owned(), value.to_owned())]);
        assert_eq!(offline(&none, &Env::default()), None);
        for value in ["true", "1", "TRUE", "yes", "on", " true "] {
            assert_eq!(
                offline(&none, &env("CARGO_NET_OFFLINE", value)),
                Some("cargo is offline (CARGO_NET_OFFLINE)")
            );
            assert_eq!(
                offline(&none, &env("TAILPRINT_OFFLINE", value)),
                Some("TAILPRINT_OFFLINE is set")
            );
        }
        for value in ["", "0", "false", "False", "no", "off"] {
            assert_eq!(offline(&none, &env("CARGO_NET_OFFLINE", value)), None);
            assert_eq!(offline(&none, &env("TAILPRINT_OFFLINE", value)), None);
        }
        let configured = Supply { offline: true, ..Supply::default() };
        assert_eq!(
            offline(&configured, &Env::default()),
            Some("`Config::tailwind_offline` is set")
        );
    }
}
