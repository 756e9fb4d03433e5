//! The official packages, which npm installs once below `target/`.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What the tests ask.
const OFFICIAL: &str = "@tailwindcss/oxide@4.3.5 @tailwindcss/node@4.3.5 @tailwindcss/cli@4.3.5 \
                        tailwindcss@4.3.5 @tailwindcss/typography@0.5.20 daisyui@5.8.1";

/// A folder whose `node_modules` has these packages, installed on first use by any test process.
pub(crate) fn installed(name: &str, packages: &str) -> PathBuf {
    static THREADS: Mutex<()> = Mutex::new(());
    let _one = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tailwind-fixtures");
    fs::create_dir_all(&all).unwrap();
    let all = all.canonicalize().unwrap();
    let lock = File::create(all.join("lock")).unwrap();
    lock.lock().unwrap();
    let folder = all.join(name);
    let done = folder.join("done");
    if fs::read_to_string(&done).ok().as_deref() != Some(packages) {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("package.json"), "{\"private\":true}").unwrap();
        let mut npm = Command::new("npm");
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder);
        let output = npm.args(packages.split_whitespace()).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::write(done, packages).unwrap();
    }
    folder
}

/// The folder of the official packages.
pub(crate) fn official() -> PathBuf {
    installed("scanner", OFFICIAL)
}

/// What the official packages answer.
pub(crate) fn ask<T: DeserializeOwned>(operation: &str, items: &Value) -> T {
    ask_those_in(&official(), operation, items)
}

/// What the official packages in a folder answer.
pub(crate) fn ask_those_in<T: DeserializeOwned>(
    folder: &Path,
    operation: &str,
    items: &Value,
) -> T {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scanner/oracle.js");
    let mut node = Command::new("node")
        .arg(script)
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    let question = json!([operation, items]).to_string();
    let writer = std::thread::spawn(move || input.write_all(question.as_bytes()));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "node failed at {operation}");
    serde_json::from_slice(&output.stdout).unwrap()
}
