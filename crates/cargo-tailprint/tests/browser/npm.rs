//! The packages from npm, at the versions of the lock file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages that a run needs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Packages {
    /// No packages, for pages that have none.
    None,
    /// Packages of the quick pages: `dependencies` of `package.json`.
    Quick,
    /// Also `devDependencies`.
    All,
    /// axe, which finds barriers in pages.
    Axe,
}

impl Packages {
    /// Installs the packages into the target folder, unless they are there, and returns their `node_modules`.
    pub(crate) fn install(self) -> PathBuf {
        let (name, omitted) = match self {
            Self::None => return target().join("none"),
            Self::Quick => ("quick", "--omit=dev"),
            Self::All => ("all", "--include=dev"),
            Self::Axe => ("axe", "--omit=dev"),
        };
        let locked = if matches!(self, Self::Axe) { axe_lock_file() } else { lock_file() };
        let folder = target().join(name);
        fs::create_dir_all(&folder).unwrap();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        let versions = fs::read(&locked).unwrap();
        let modules = folder.join("node_modules");
        let done = modules.join(".installed");
        if fs::read(&done).is_ok_and(|installed| installed == versions) {
            return modules;
        }
        for file in ["package.json", "package-lock.json"] {
            fs::copy(locked.with_file_name(file), folder.join(file)).unwrap();
        }
        let arguments = ["ci", omitted, "--ignore-scripts", "--no-audit", "--no-fund"];
        let output = Command::new("npm").args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::write(done, versions).unwrap();
        modules
    }
}

pub(crate) fn lock_file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/npm/package-lock.json"))
}

fn axe_lock_file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/axe/package-lock.json"))
}

/// The folder of these tests below `target/`.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser")
}
