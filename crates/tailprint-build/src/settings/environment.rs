//! Settings that the environment has a say in.

use std::path::PathBuf;

use tailprint_core::path::plain;

use crate::cargo::env::Env;
use crate::config::{Config, Mode};
use crate::error::{Problem, Problems};

/// Reads a folder that Cargo names.
pub(super) fn folder(env: &Env, name: &str, problems: &mut Problems) -> Option<PathBuf> {
    let folder = env.cargo(name).map(|folder| plain(folder.into()));
    if folder.is_none() {
        let what = format!("the environment variable {name} is not set");
        problems.push(Problem::error(what).help("call this from build.rs, which Cargo runs"));
    }
    folder
}

/// Returns true if Cargo compiles for browsers, as it does for the client half of a leptos or dioxus app. WebAssembly
/// outside of them has a system (`wasip1`).
pub(super) fn is_in_browser(env: &Env) -> bool {
    let is = |key, value| env.cargo(key).is_some_and(|it| it == value);
    is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("CARGO_CFG_TARGET_OS", "unknown")
}

/// Returns true on docs.rs, which has no network and builds packages without the files that they exclude
/// (<https://docs.rs/about/builds>).
pub(super) fn only_documents(env: &Env) -> bool {
    env.var("DOCS_RS").is_some()
}

/// Returns true if names are hashed; none if `TAILPRINT_MODE` is malformed.
pub(super) fn is_hashed(config: &Config, env: &Env, problems: &mut Problems) -> Option<bool> {
    let mode = match env.var("TAILPRINT_MODE") {
        None => config.mode,
        Some(value) => match value.to_str() {
            Some("hashed") => Mode::Hashed,
            Some("plain") => Mode::Plain,
            Some("auto") => Mode::Auto,
            _ => {
                let value = value.to_string_lossy();
                let what = format!("TAILPRINT_MODE is \"{value}\"");
                problems.push(Problem::error(what).help("set it to hashed, plain or auto"));
                return None;
            }
        },
    };
    Some(match mode {
        Mode::Hashed => true,
        Mode::Plain => false,
        // For a custom profile, Cargo sets the profile that it inherits from: `release` or `debug`.
        Mode::Auto => env.cargo("PROFILE").is_some_and(|profile| profile == "release"),
    })
}

/// Reads the time of the build in seconds since 1970, as <https://reproducible-builds.org/specs/source-date-epoch/>
/// defines it.
pub(super) fn source_date_epoch(env: &Env, problems: &mut Problems) -> Option<u64> {
    let value = env.var("SOURCE_DATE_EPOCH")?;
    let seconds = value.to_str().and_then(|value| value.parse().ok());
    if seconds.is_none() {
        let value = value.to_string_lossy();
        let what = format!("SOURCE_DATE_EPOCH is \"{value}\"");
        problems.push(Problem::error(what).help("set it to whole seconds since 1970, or unset it"));
    }
    seconds
}
