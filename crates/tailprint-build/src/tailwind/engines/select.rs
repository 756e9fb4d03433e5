//! The engine that compiles a style sheet.

use super::super::request::Request;
use super::cli::find;
use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::error::Problem;

#[cfg(feature = "builtin")]
use super::builtin;
#[cfg(feature = "builtin")]
use crate::config;

/// An engine that was found.
#[derive(Debug)]
pub(in crate::tailwind) enum Engine {
    /// Tailwind's command line program.
    Cli(Box<find::Found>),
    /// Tailwind's own compiler in this process.
    #[cfg(feature = "builtin")]
    Builtin(Box<builtin::Builtin>),
}

/// Finds the engine: the configured one, else the builtin one, unless something speaks for the program.
pub(in crate::tailwind) fn select(
    request: &Request<'_>,
    env: &Env,
    watch: &mut Watch,
) -> Result<Engine, Problem> {
    #[cfg(feature = "builtin")]
    if is_builtin(request, env) {
        return match builtin(request, env, watch) {
            Ok(builtin) => Ok(Engine::Builtin(Box::new(builtin))),
            // The program that belongs to a version runs it in any case.
            Err(problem) => match installed(request, env, watch, &problem) {
                Some(found) => Ok(Engine::Cli(Box::new(found))),
                None => Err(problem),
            },
        };
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
    // Version 3 runs in Node.js only, and the builtin engine begins with 4.1.
    let is_for_program = |version: &str| version.starts_with("3.") || version.starts_with("4.0.");
    !(is_named
        || request.binary.is_some()
        || request.version.is_some_and(is_for_program)
        || find::installed_version(request.manifest_dir)
            .is_some_and(|version| is_for_program(&version)))
}

/// Returns the program that is installed in the project, for a style sheet that the builtin engine cannot compile. It is
/// nothing unless the engine is chosen by tailprint.
#[cfg(feature = "builtin")]
pub(in crate::tailwind) fn installed(
    request: &Request<'_>,
    env: &Env,
    watch: &mut Watch,
    problem: &Problem,
) -> Option<find::Found> {
    if request.engine != config::Engine::Auto {
        return None;
    }
    let mut found = find::installed(request, env)?;
    watch.paths.extend(found.watch.clone());
    found.note = Some(format!("the builtin engine cannot: {problem}"));
    Some(found)
}

/// Finds Tailwind's code for the builtin engine.
#[cfg(feature = "builtin")]
pub(in crate::tailwind) fn builtin(
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
