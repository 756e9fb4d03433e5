//! Real packages from npm, and a folder of one's own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[cfg(feature = "download")]
use tailprint_tailwind::install::http::Fetcher;
use tailprint_tailwind::install::npm::Npm;
use tailprint_tailwind::install::{Error, ErrorKind, Places, find};

/// The package as npm packs it, unpacked once for all tests.
pub(crate) fn package(version: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("npm");
    fs::create_dir_all(&root).unwrap();
    let lock = File::create(root.join("lock")).unwrap();
    lock.lock().unwrap();
    let folder = root.join(version);
    if !folder.exists() {
        let new = tempfile::tempdir_in(&root).unwrap();
        let status = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
            .args(["install", "--silent", "--ignore-scripts", "--prefix"])
            .arg(new.path())
            .arg(format!("tailwindcss@{version}"))
            .stdin(Stdio::null())
            .status();
        assert!(status.unwrap().success(), "npm install tailwindcss@{version}");
        fs::rename(new.path().join("node_modules/tailwindcss"), &folder).unwrap();
    }
    folder
}

/// All files of a package.
pub(crate) fn files(version: &str) -> BTreeMap<String, Vec<u8>> {
    let root = package(version);
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// A package of the user's with a cache of its own.
pub(crate) struct Project(tempfile::TempDir);

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        fs::create_dir(project.root()).unwrap();
        project
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.0.path().join("app")
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    /// No npm, no network.
    pub(crate) fn places(&self) -> Places {
        Places {
            package: self.root(),
            cache: Some(self.cache()),
            offline: Some("cargo is offline (CARGO_NET_OFFLINE)".into()),
            ..Places::default()
        }
    }

    /// Copies a package to a folder of the project.
    pub(crate) fn install(&self, version: &str, folder: &str) -> PathBuf {
        let folder = self.root().join(folder);
        write_all(&folder, &files(version));
        folder
    }

    /// The text of an error with the folder of this test taken out.
    pub(crate) fn error(&self, places: &Places) -> (ErrorKind, String) {
        let error: Error = find(places).unwrap_err();
        (error.kind(), self.shown(&error.to_string()))
    }

    pub(crate) fn shown(&self, text: &str) -> String {
        let text = text.replace(self.0.path().to_str().unwrap(), "");
        if cfg!(windows) { text.replace('\\', "/") } else { text }
    }
}

pub(crate) fn write_all(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// The npm of this machine.
pub(crate) fn npm() -> Npm {
    let program = on_path(if cfg!(windows) { "npm.cmd" } else { "npm" });
    Npm { program, environment: None }
}

/// The curl of this machine.
#[cfg(feature = "download")]
pub(crate) fn curl() -> Fetcher {
    Fetcher::Curl(on_path(if cfg!(windows) { "curl.exe" } else { "curl" }))
}

/// A program of this machine.
pub(crate) fn on_path(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut programs = std::env::split_paths(&path).map(|folder| folder.join(name));
    programs.find(|program| program.is_file()).unwrap_or_else(|| panic!("no {name} on PATH"))
}

/// An npm that runs `script` in the folder it shall pack to.
#[cfg(unix)]
pub(crate) fn fake_npm(project: &Project, script: &str) -> Npm {
    use std::os::unix::fs::PermissionsExt as _;
    let program = project.root().join("npm");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    Npm { program, environment: Some(vec![("PATH".into(), std::env::var_os("PATH").unwrap())]) }
}
