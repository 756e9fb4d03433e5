//! The standalone binary as a Tailwind CLI: no Node.js needed.

use tailprint_tailwind::download::standalone::{self, Request as Wanted, name_here};
use tailprint_tailwind::provide::{Error, ErrorKind};

use super::find::{DEFAULT_VERSION, Found};
use super::provision::Unavailable;
use super::{Request, supply};
use crate::env::Env;
use crate::error::Problem;

const LOCK: &str = "tailwind.lock";

/// Why there is no standalone binary.
pub(super) enum Failure {
    /// It is not to be had, so something else may be tried.
    Unavailable(Unavailable),
    /// It is not what it must be, or the configuration makes no sense: the user has to know.
    Wrong(Problem),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => {
                Self::Unavailable(Unavailable::new(error.message(), error.repair()))
            }
            _ => Self::Wrong(Problem::error(error.message()).help(error.repair())),
        }
    }
}

/// Whether the user wants it rather than what npm installs.
pub(super) fn is_chosen(request: &Request<'_>) -> bool {
    !request.supply.binary_digests.is_empty() || request.manifest_dir.join(LOCK).exists()
}

/// The verified binary, downloaded where needed.
pub(super) fn find(request: &Request<'_>, env: &Env) -> Result<Found, Failure> {
    let name = name_here().ok_or_else(|| {
        let system = format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH);
        let text = format!("there is no standalone Tailwind for {system}");
        Failure::Unavailable(Unavailable::new(text, "install Node.js and Tailwind's CLI"))
    })?;
    let version = request.version.unwrap_or(DEFAULT_VERSION).to_owned();
    let digests = request.supply.binary_digests.iter();
    let digest = digests.rev().find(|(of, _)| *of == name).map(|(_, digest)| digest.clone());
    let lock = request.manifest_dir.join(LOCK);
    let cache = supply::cache(env).ok();
    let binary = standalone::find(&Wanted {
        name,
        digest,
        lock: lock.clone(),
        caches: cache.into_iter().chain([request.out_dir.join("tailwind")]).collect(),
        offline: supply::offline(request.supply, env).map(str::to_owned),
        mirror: supply::mirror(env, "TAILPRINT_TAILWIND_RELEASES"),
        network: supply::network(env),
        version: version.clone(),
    })?;
    Ok(Found {
        program: binary.program,
        found_by: "standalone binary".to_owned(),
        version,
        // It brings its own.
        modules: Vec::new(),
        watch: Some(lock).filter(|lock| lock.exists()),
        warning: binary.note.map(|note| Problem::warning(note).help("add it and commit the file")),
    })
}
