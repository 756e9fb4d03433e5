//! The places that Tailwind may come from, by configuration and environment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tailprint_tailwind::install::http::{Fetcher, Network};
use tailprint_tailwind::install::npm::Npm;
use tailprint_tailwind::install::{Interface, Pin, Places};

use crate::cargo::env::Env;
use crate::config::Supply;

/// Returns the places for a package.
///
/// `scratch` is a folder of this build, for files that the user's cache cannot keep.
pub(crate) fn places(
    package: &Path,
    version: Option<&str>,
    supply: &Supply,
    scratch: Option<&Path>,
    env: &Env,
) -> Places {
    let npm = env.program("npm");
    let pin = supply.pin.clone();
    Places {
        package: package.to_owned(),
        version: version.map(str::to_owned),
        pin: pin.map(|(version, digest)| Pin { version, digest }),
        cache: cache(env),
        scratch: scratch.map(Path::to_owned),
        npm: npm.map(|program| Npm { program, environment: Some(env.all()) }),
        offline: offline(supply, env).map(str::to_owned),
        fixed_lock: fixed_lock(env).map(str::to_owned),
        mirror: mirror(env, "TAILPRINT_TAILWIND_MIRROR"),
        releases: mirror(env, "TAILPRINT_TAILWIND_RELEASES"),
        binary_digests: supply.binary_digests.clone(),
        network: network(env),
        interface: Interface::BuildScript,
    }
}

/// Returns the reason why nothing may be fetched, if there is one.
fn offline(supply: &Supply, env: &Env) -> Option<&'static str> {
    if supply.offline {
        return Some("`Config::tailwind_offline` is set");
    }
    // Cargo passes neither `--offline` nor its configuration on to a build script, only this variable if it is set.
    if env.cargo("CARGO_NET_OFFLINE").is_some_and(is_on) {
        return Some("cargo is offline (CARGO_NET_OFFLINE)");
    }
    env.var("TAILPRINT_OFFLINE").is_some_and(is_on).then_some("TAILPRINT_OFFLINE is set")
}

/// Returns the reason why no build may write a lock, if there is one. In a continuous integration nobody would commit it.
fn fixed_lock(env: &Env) -> Option<&'static str> {
    env.machine("CI").is_some_and(is_on).then_some("CI is set")
}

/// Returns true for any value except the empty one, `0`, `false`, `no` and `off`, in upper or lower case.
///
/// Users set the variable to `1`, `true`, `yes` or `on`, and all of them mean the same.
fn is_on(value: OsString) -> bool {
    let value = value.to_string_lossy().trim().to_ascii_lowercase();
    !matches!(&*value, "" | "0" | "false" | "no" | "off")
}

/// Returns `$TAILPRINT_CACHE_DIR`, or `tailprint` in the system's folder for caches.
fn cache(env: &Env) -> Option<PathBuf> {
    let set = |value: Option<OsString>| value.filter(|it| !it.is_empty()).map(PathBuf::from);
    if let Some(folder) = set(env.var("TAILPRINT_CACHE_DIR")) {
        return std::path::absolute(folder).ok();
    }
    let folder = if cfg!(windows) {
        set(env.machine("LOCALAPPDATA"))
    } else if cfg!(target_os = "macos") {
        set(env.machine("HOME")).map(|home| home.join("Library/Caches"))
    } else {
        let xdg = set(env.machine("XDG_CACHE_HOME")).filter(|folder| folder.is_absolute());
        xdg.or_else(|| set(env.machine("HOME")).map(|home| home.join(".cache")))
    };
    folder.filter(|folder| folder.is_absolute()).map(|folder| folder.join("tailprint"))
}

/// Returns the mirror that a variable names.
fn mirror(env: &Env, variable: &str) -> Option<String> {
    let mirror = env.var(variable)?.to_string_lossy().into_owned();
    Some(mirror).filter(|mirror| !mirror.is_empty())
}

/// Returns the way to servers: the one of Cargo, else the one of the rest of the machine.
fn network(env: &Env) -> Network {
    let text = |names: &[&str]| {
        let values = names.iter().filter_map(|name| env.machine(name)?.into_string().ok());
        values.into_iter().find(|value| !value.is_empty())
    };
    Network {
        proxy: text(&["CARGO_HTTP_PROXY", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]),
        no_proxy: text(&["NO_PROXY", "no_proxy"]),
        certificates: text(&["CARGO_HTTP_CAINFO", "SSL_CERT_FILE"]).map(PathBuf::from),
        fetcher: if cfg!(feature = "tls") { Fetcher::default() } else { fetcher(env) },
        ..Network::default()
    }
}

/// Returns the first program on `PATH` that can fetch.
fn fetcher(env: &Env) -> Fetcher {
    let windows = || env.program("powershell").filter(|_| cfg!(windows)).map(Fetcher::PowerShell);
    let curl = env.program("curl").map(Fetcher::Curl);
    curl.or_else(|| env.program("wget").map(Fetcher::Wget))
        .or_else(windows)
        .unwrap_or(Fetcher::Missing)
}

#[cfg(test)]
mod tests;
