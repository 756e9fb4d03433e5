//! What the official packages say.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

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
