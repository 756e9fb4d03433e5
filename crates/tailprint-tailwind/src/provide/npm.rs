//! The package as `npm pack` gives it: with the user's registry, proxy and certificates.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::cache::Cache;
use super::package::{Flaw, Package, Release, read_file};
use super::{Error, Npm, digest, tarball};
use crate::download::reason;
use crate::program;

/// How long npm may take.
const LIMIT: Duration = Duration::from_secs(120);

const OPTIONS: [&str; 9] = [
    "pack",
    "--ignore-scripts",
    "--no-audit",
    "--no-progress",
    "--no-update-notifier",
    "--dry-run=false",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-timeout=30000",
];

/// Why npm gave nothing.
pub(super) enum Failure {
    Failed(String),
    /// It gave something else.
    Refused(String),
}

impl Npm {
    /// The verified files of `release`.
    pub(super) fn pack(&self, release: &Release<'_>, cache: &Cache) -> Result<Package, Failure> {
        let scratch = cache.scratch().map_err(|error| {
            let folder = cache.folder.display();
            Failure::Failed(format!("cannot write to {folder}: {}", reason(&error)))
        })?;
        let tarball = self.tarball(release.version, scratch.path()).map_err(Failure::Failed)?;
        verified(&tarball, release, cache).map_err(Failure::Refused)
    }

    /// The digest of a version that nobody vouches for, to be shown.
    pub(super) fn digest(&self, version: &str) -> Result<String, String> {
        let scratch = tempfile::tempdir()
            .map_err(|error| format!("cannot write a temporary folder: {}", reason(&error)))?;
        let tarball = self.tarball(version, scratch.path())?;
        tarball::needed(&tarball)
            .map(|files| digest(&files))
            .map_err(|reason| format!("what npm pack gave is refused: it {reason}"))
    }

    fn tarball(&self, version: &str, folder: &Path) -> Result<Vec<u8>, String> {
        self.run(version, folder)?;
        let name = format!("tailwindcss-{version}.tgz");
        read_file(&folder.join(&name), &name).map_err(|flaw| match flaw {
            Flaw::Unreadable(_, reason) => format!("npm pack left no tarball: it is {reason}"),
            _ => "npm pack left no tarball".to_owned(),
        })
    }

    fn run(&self, version: &str, folder: &Path) -> Result<(), String> {
        let failed =
            |error: io::Error| format!("cannot run {}: {}", self.program.display(), reason(&error));
        let mut command = Command::new(&self.program);
        if let Some(environment) = &self.environment {
            command.env_clear().envs(environment.iter().cloned());
        }
        command
            .args(OPTIONS)
            .arg("--pack-destination")
            .arg(folder)
            .arg(format!("tailwindcss@{version}"))
            .env("NO_COLOR", "1")
            .current_dir(folder);
        match program::run(&mut command, LIMIT).map_err(failed)? {
            Some(ended) if ended.status.success() => Ok(()),
            Some(ended) => Err(format!("npm pack failed: {}", complaint(&ended.stderr))),
            None => Err(format!("npm pack took longer than {} s", LIMIT.as_secs())),
        }
    }
}

fn verified(tarball: &[u8], release: &Release<'_>, cache: &Cache) -> Result<Package, String> {
    if let Some(known) = release.known {
        let found = tarball::integrity(tarball);
        if found != known.integrity {
            return Err(format!("expected {}, found {found}", known.integrity));
        }
    }
    let mut files = tarball::unpack(tarball).map_err(|reason| format!("it {reason}"))?;
    let mut take = |path: &str| files.remove(path).ok_or(Flaw::Missing(path.to_owned()));
    release.verify(&cache.folder, &mut take).map_err(|flaw| {
        Error::flawed(release.version, "npm's package", &flaw, "").message().to_owned()
    })
}

/// What npm says went wrong: `ECONNREFUSED: request to … failed`.
fn complaint(said: &[u8]) -> String {
    let text = String::from_utf8_lossy(said);
    let lines = text.lines().filter_map(|line| {
        line.strip_prefix("npm error ").or_else(|| line.strip_prefix("npm ERR! "))
    });
    let mut code = None;
    let mut words = None;
    for line in lines {
        match line.strip_prefix("code ") {
            Some(found) => code = code.or(Some(found)),
            None if words.is_none()
                && !line.starts_with("errno")
                && !line.starts_with("syscall") =>
            {
                words = Some(line);
            }
            None => {}
        }
    }
    let words = match (code, words) {
        (Some(code), Some(words)) => format!("{code}: {words}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => text.lines().last().unwrap_or("it said nothing").to_owned(),
    };
    words.chars().filter(|letter| !letter.is_control()).take(300).collect()
}
