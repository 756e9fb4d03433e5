//! The npm packages that Django and tailprint are compared on.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use crate::nested;

/// `node_modules` with the packages. The first test that needs them has npm install them.
pub(crate) fn modules() -> PathBuf {
    let folder = nested::outer_target().join("corpus");
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let wanted = nested::root().join("crates/tailprint-build/tests/django");
    let versions = fs::read(wanted.join("package-lock.json")).unwrap();
    let done = folder.join("node_modules/.installed");
    if fs::read(&done).is_ok_and(|installed| installed == versions) {
        return folder.join("node_modules");
    }
    for file in ["package.json", "package-lock.json"] {
        fs::copy(wanted.join(file), folder.join(file)).unwrap();
    }
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let output = Command::new("npm").args(arguments).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(done, versions).unwrap();
    folder.join("node_modules")
}
