//! Prints `src/install/versions/table.rs`: `cargo xtask tailwind-table` writes it there.
//!
//! Asks npm for every release from 4.1.0 to the newest, and compares the packages with what the registry says their
//! digests are.

use std::path::Path;
use std::process::{Command, ExitCode};

use sha2::{Digest as _, Sha256};
use tailprint_tailwind::install::npm::tarball;

fn main() -> ExitCode {
    match releases().and_then(|numbers| table(&numbers)) {
        Ok(table) => {
            print(&table);
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout, reason = "it is what the program is for")]
fn print(text: &str) {
    print!("{text}");
}

#[allow(clippy::print_stderr, reason = "there is no other place to say it")]
fn complain(text: &str) {
    eprintln!("error: {text}");
}

fn table(numbers: &[String]) -> Result<String, String> {
    let mut text = String::from(
        "//! Made by `examples/digests.rs`; not to be edited.\n\n\
         use super::{File, Version};\n\n\
         #[rustfmt::skip]\n\
         pub(super) const TABLE: &[Version] = &[\n",
    );
    for number in numbers {
        text += &entry(number)?;
    }
    text += "];\n\n\
             const fn file(path: &'static str, size: u64, sha256: &'static str) -> File {\n    \
             File { path, size, sha256 }\n}\n";
    Ok(text)
}

fn entry(number: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let package = format!("tailwindcss@{number}");
    npm(&["pack", "--silent", "--ignore-scripts", &package], folder.path())?;
    let tarball = std::fs::read(folder.path().join(format!("tailwindcss-{number}.tgz")))
        .map_err(|error| error.to_string())?;
    let integrity = tarball::integrity(&tarball);
    let stated = npm(&["view", &package, "dist.integrity"], folder.path())?;
    if stated != integrity {
        return Err(format!("{package}: the registry says {stated}, but it is {integrity}"));
    }
    let mut text = format!(
        "    Version {{\n        number: \"{number}\",\n        integrity: \"{integrity}\",\n        \
         files: &[\n"
    );
    for (path, content) in tarball::needed(&tarball)? {
        let sha256 = base16ct::lower::encode_string(&Sha256::digest(&content));
        text += &format!("            file(\"{path}\", {}, \"{sha256}\"),\n", content.len());
    }
    Ok(text + "        ],\n    },\n")
}

/// Every release from 4.1.0 on, oldest first.
fn releases() -> Result<Vec<String>, String> {
    let said = npm(&["view", "tailwindcss@^4.1.0", "version", "--json"], Path::new("."))?;
    let said: serde_json::Value =
        serde_json::from_str(&said).map_err(|error| format!("npm: {error}"))?;
    let all = said.as_array().map_or(std::slice::from_ref(&said), Vec::as_slice);
    let mut numbers: Vec<String> =
        all.iter().filter_map(serde_json::Value::as_str).map(str::to_owned).collect();
    numbers.sort_by_key(|number| key(number));
    Ok(numbers)
}

fn key(number: &str) -> Vec<u32> {
    number.split('.').filter_map(|number| number.parse().ok()).collect()
}

fn npm(arguments: &[&str], folder: &Path) -> Result<String, String> {
    let output = Command::new("npm").args(arguments).current_dir(folder).output();
    let output = output.map_err(|error| format!("cannot run npm: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
