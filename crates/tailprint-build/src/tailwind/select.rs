//! The engine that compiles a style sheet.

use super::cli::find;
use super::request::Request;
use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::error::Problem;

#[cfg(feature = "builtin")]
use super::builtin;
#[cfg(feature = "builtin")]
use crate::config;

/// An engine that was found.
#[derive(Debug)]
pub(super) enum Engine {
    /// Tailwind's command line program.
    Cli(Box<find::Found>),
    /// Tailwind's own compiler in this process.
    #[cfg(feature = "builtin")]
    Builtin(Box<builtin::Builtin>),
}

/// Finds the engine: the configured one, else the builtin one, unless something speaks for the program.
pub(super) fn select(
    request: &Request<'_>,
    env: &Env,
    watch: &mut Watch,
) -> Result<Engine, Problem> {
    #[cfg(feature = "builtin")]
    if is_builtin(request, env) {
        return Ok(Engine::Builtin(Box::new(builtin(request, env, watch)?)));
    }
    let found = find::find(request, env)?;
    watch.paths.extend(found.watch.clone());
    Ok(Engine::Cli(Box::new(found)))
}

/// Returns true unless the program is configured, named, or the only one that can run the wanted version.
#[cfg(feature = "builtin")]
fn is_builtin(request: &Request<'_>, env: &Env) -> bool {
    match request.engine {
        config::Engine::Builtin => return true,
        config::Engine::Cli => return false,
        config::Engine::Auto => {}
    }
    let is_named = env.var("TAILWINDCSS").is_some_and(|program| !program.is_empty());
    // Version 3 runs in Node.js only.
    let is_3 = |version: &str| version.starts_with("3.");
    !(is_named
        || request.binary.is_some()
        || request.version.is_some_and(is_3)
        || find::installed_version(request.manifest_dir).is_some_and(|version| is_3(&version)))
}

/// Finds Tailwind's code for the builtin engine.
#[cfg(feature = "builtin")]
pub(super) fn builtin(
    request: &Request<'_>,
    env: &Env,
    watch: &mut Watch,
) -> Result<builtin::Builtin, Problem> {
    let places = request.places(env);
    let found = tailprint_tailwind::install::find(&places).map_err(|error| {
        Problem::error(format!("tailwind: {}", error.message())).help(error.repair())
    })?;
    watch.paths.extend(found.watch.iter().cloned());
    Ok(builtin::Builtin::new(found))
}
