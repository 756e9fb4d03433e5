//! Which engine compiles a style sheet.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Request, find};
#[cfg(feature = "builtin")]
use super::{builtin, memory, supply};
#[cfg(feature = "builtin")]
use crate::config;
use crate::env::Env;
use crate::error::Problem;

/// What compiles a style sheet.
#[derive(Debug)]
pub(super) enum Engine {
    /// Tailwind's command line program.
    Cli(Box<find::Found>),
    /// Tailwind's code in this process.
    #[cfg(feature = "builtin")]
    Builtin(Box<builtin::Builtin>),
}

/// The engine that is configured; otherwise the builtin one, unless something speaks for the program.
pub(super) fn select(
    request: &Request<'_>,
    env: &Env,
    watch: &mut BTreeSet<PathBuf>,
) -> Result<Engine, Problem> {
    #[cfg(feature = "builtin")]
    if may_be_builtin(request, env) {
        let builtin = builtin(request, env, watch)?;
        if !is_slower(&builtin, request) {
            return Ok(Engine::Builtin(Box::new(builtin)));
        }
    }
    let found = find::find(request, env)?;
    watch.extend(found.watch.clone());
    Ok(Engine::Cli(Box::new(found)))
}

#[cfg(feature = "builtin")]
fn may_be_builtin(request: &Request<'_>, env: &Env) -> bool {
    match request.engine {
        config::Engine::Builtin => return true,
        config::Engine::Cli => return false,
        config::Engine::Auto => {}
    }
    let named = env.var("TAILWINDCSS").is_some_and(|program| !program.is_empty());
    let is_3 = |version: &str| version.starts_with("3.");
    // Version 3 is no library that could be run here.
    !(named
        || request.binary.is_some()
        || request.version.is_some_and(is_3)
        || find::installed(request.manifest_dir).is_some_and(|(_, version)| is_3(&version)))
}

/// Whether the program of the project makes the same style sheet sooner.
#[cfg(feature = "builtin")]
fn is_slower(builtin: &builtin::Builtin, request: &Request<'_>) -> bool {
    let file = memory::file(request.out_dir, request.entry);
    request.engine == config::Engine::Auto
        && memory::classes_of(&file).is_some_and(|classes| classes > builtin::many())
        && find::installed(request.manifest_dir)
            .is_some_and(|(_, version)| version == builtin.found().package.version)
}

#[cfg(feature = "builtin")]
pub(super) fn builtin(
    request: &Request<'_>,
    env: &Env,
    watch: &mut BTreeSet<PathBuf>,
) -> Result<builtin::Builtin, Problem> {
    let scratch = request.out_dir.join("cache");
    let places =
        supply::places(request.manifest_dir, request.version, request.supply, Some(&scratch), env);
    let found = tailprint_tailwind::provide::find(&places).map_err(|error| {
        Problem::error(format!("tailwind: {}", error.message())).help(error.repair())
    })?;
    watch.extend(found.watch.iter().cloned());
    Ok(builtin::Builtin::new(found, supply::cache(env).ok()))
}
