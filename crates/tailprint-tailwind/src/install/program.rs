//! Tailwind's program for a project that has none.

use std::path::PathBuf;

use tailprint_core::program::program_in;

use super::npm::managed;
use super::pins::locked::Locked;
#[cfg(feature = "download")]
use super::standalone;
use super::{Error, ErrorKind, Places, versions};

/// An installed program.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program, absolute.
    pub path: PathBuf,
    /// `4.3.5`
    pub version: String,
    /// `managed install` or `standalone binary`
    pub origin: &'static str,
    /// The folder of npm packages that it belongs to. The standalone binary brings its own.
    pub modules: Option<PathBuf>,
    /// The lock of the package that decides which program is right.
    pub watch: Option<PathBuf>,
    /// The reason why the user's cache was left alone, with the repair.
    pub refused_cache: Option<String>,
}

/// Finds the installed program, and installs it if needed.
///
/// # Errors
///
/// If it cannot be installed (of the kind [`ErrorKind::NotFound`]), or is not the expected one.
pub fn program(places: &Places) -> Result<Program, Error> {
    let locked = Locked::read(places)?;
    let version = match &places.version {
        Some(version) => version,
        None => locked.version()?.unwrap_or(versions::DEFAULT),
    };
    versions::check(version)?;
    program_of(&Places { version: Some(version.to_owned()), ..places.clone() }, &locked)
}

#[cfg(feature = "download")]
fn program_of(places: &Places, locked: &Locked) -> Result<Program, Error> {
    let binary = || found(standalone::program(places, locked));
    let chosen = if standalone::is_chosen(places, locked) { Some(binary()?) } else { None };
    if let Some(Ok(program)) = chosen {
        return Ok(program);
    }
    let by_npm = match by_npm(places) {
        Err(error) if error.kind() == ErrorKind::NotFound => error,
        result => return result,
    };
    chosen.map_or_else(binary, Ok)?.map_err(|download| {
        let message = format!("{}; {}", by_npm.message(), download.message());
        Error::new(ErrorKind::NotFound, message, by_npm.repair())
    })
}

#[cfg(not(feature = "download"))]
fn program_of(places: &Places, _: &Locked) -> Result<Program, Error> {
    by_npm(places)
}

/// Tells an error that another place may make good from one that the user has to know of.
#[cfg(feature = "download")]
fn found(result: Result<Program, Error>) -> Result<Result<Program, Error>, Error> {
    match result {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        result => Ok(result),
    }
}

fn by_npm(places: &Places) -> Result<Program, Error> {
    let version = places.version();
    let modules = managed::install(places, version).map_err(|error| {
        let message = format!("Tailwind {version} cannot be installed: {}", error.message());
        Error::new(error.kind(), message, error.repair())
    })?;
    let modules = modules.join("node_modules");
    let Some(path) = program_in(&modules.join(".bin"), "tailwindcss") else {
        let message = format!("no tailwindcss in {}", modules.display());
        return Err(Error::new(ErrorKind::Refused, message, "remove that folder"));
    };
    Ok(Program {
        path,
        version: version.to_owned(),
        origin: "managed install",
        modules: Some(modules),
        watch: None,
        refused_cache: places.refused_cache(),
    })
}
