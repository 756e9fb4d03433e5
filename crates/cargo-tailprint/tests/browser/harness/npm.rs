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
    /// More packages whose code may look for a name.
    Alarms,
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
            Self::Alarms => ("alarms", "--omit=dev"),
            Self::Axe => ("axe", "--omit=dev"),
        };
        let locked = match self {
            Self::Alarms => lock_file_of("alarms"),
            Self::Axe => lock_file_of("axe"),
            _ => lock_file(),
        };
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
    lock_file_of("npm")
}

fn lock_file_of(folder: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    tests.join(folder).join("package-lock.json")
}

/// The folder of these tests below `target/`.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser")
}
