//! The package as `npm pack` gives it: with the user's registry, proxy and certificates.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::cache::Cache;
use super::package::{Flaw, LARGEST, Package, Release};
use super::{Error, Npm, digest, tarball};
use crate::download::reason;

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

impl Npm {
    /// The verified files of `release`.
    pub(super) fn pack(&self, release: &Release<'_>, cache: &Cache) -> Result<Package, String> {
        let scratch = tempfile::tempdir_in(&cache.folder).map_err(|error| {
            format!("cannot write to {}: {}", cache.folder.display(), reason(&error))
        })?;
        let tarball = self.tarball(release.version, scratch.path())?;
        if let Some(known) = release.known {
            let found = tarball::integrity(&tarball);
            if found != known.integrity {
                return Err(refused(&format!("expected {}, found {found}", known.integrity)));
            }
        }
        let mut files =
            tarball::unpack(&tarball).map_err(|reason| refused(&format!("it {reason}")))?;
        let mut take = |path: &str| files.remove(path).ok_or(Flaw::Missing(path.to_owned()));
        release.verify(&cache.folder, &mut take).map_err(|flaw| {
            refused(Error::flawed(release.version, "npm's package", &flaw, "").message())
        })
    }

    /// The digest of a version that nobody vouches for, to be shown.
    pub(super) fn digest(&self, version: &str) -> Result<String, String> {
        let scratch = tempfile::tempdir()
            .map_err(|error| format!("cannot write a temporary folder: {}", reason(&error)))?;
        let tarball = self.tarball(version, scratch.path())?;
        tarball::needed(&tarball)
            .map(|files| digest(&files))
            .map_err(|reason| refused(&format!("it {reason}")))
    }

    fn tarball(&self, version: &str, folder: &Path) -> Result<Vec<u8>, String> {
        self.run(version, folder)?;
        read(&folder.join(format!("tailwindcss-{version}.tgz")))
            .map_err(|error| format!("npm pack left no tarball: {}", reason(&error)))
    }

    fn run(&self, version: &str, folder: &Path) -> Result<(), String> {
        let failed =
            |error: io::Error| format!("cannot run {}: {}", self.program.display(), reason(&error));
        // A file, since a pipe that nobody reads may fill up.
        let log = folder.join("npm.log");
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
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).map_err(failed)?);
        let mut child = command.spawn().map_err(failed)?;
        match wait(&mut child, LIMIT).map_err(failed)? {
            Some(status) if status.success() => Ok(()),
            Some(_) => Err(format!("npm pack failed: {}", complaint(&log))),
            None => Err(format!("npm pack took longer than {} s", LIMIT.as_secs())),
        }
    }
}

fn refused(why: &str) -> String {
    format!("what npm pack gave is refused: {why}")
}

/// Waits for a program, which is ended when the time is over.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.len() > LARGEST {
        return Err(io::Error::other("it is too large"));
    }
    fs::read(path)
}

/// What npm says went wrong: `ECONNREFUSED: request to … failed`.
fn complaint(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
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
    match (code, words) {
        (Some(code), Some(words)) => format!("{code}: {words}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => text.lines().last().unwrap_or("it said nothing").to_owned(),
    }
}
