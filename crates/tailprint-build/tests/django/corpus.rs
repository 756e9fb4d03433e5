//! The npm packages that Django and tailprint are compared on.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// `node_modules` with the packages, below a target folder. The first test that needs them has npm install them.
pub(crate) fn modules(target: &Path) -> PathBuf {
    let folder = target.join("corpus");
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let files = [
        ("package.json", include_str!("package.json")),
        ("package-lock.json", include_str!("package-lock.json")),
    ];
    let wanted = files[1].1;
    let done = folder.join("node_modules/.installed");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return folder.join("node_modules");
    }
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let output = Command::new("npm").args(arguments).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(done, wanted).unwrap();
    folder.join("node_modules")
}
