//! Prints `src/install/versions/table.rs`: `cargo run -p tailprint-tailwind --example digests > …/table.rs`.
//!
//! Asks npm for the packages and compares them with what the registry says their digests are. `4.1 4.2`
//! as arguments take the latest release of each of these lines; without any, those of the table.

use std::path::Path;
use std::process::{Command, ExitCode};

use sha2::{Digest as _, Sha256};
use tailprint_tailwind::install::{npm::tarball, versions};

fn main() -> ExitCode {
    let mut lines: Vec<String> = std::env::args().skip(1).collect();
    if lines.is_empty() {
        lines = versions::supported().iter().map(|version| line(version.number)).collect();
    }
    match table(&lines) {
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

/// `4.3` of `4.3.5`.
fn line(number: &str) -> String {
    number.rsplit_once('.').map_or(number, |(line, _)| line).to_owned()
}

fn table(lines: &[String]) -> Result<String, String> {
    let mut text = String::from(
        "//! Made by `examples/digests.rs`; not to be edited.\n\n\
         use super::{File, Version};\n\n\
         #[rustfmt::skip]\n\
         pub(super) const TABLE: &[Version] = &[\n",
    );
    for line in lines {
        text += &entry(&latest(line)?)?;
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

/// The latest release of a line such as `4.3`.
fn latest(line: &str) -> Result<String, String> {
    let here = Path::new(".");
    let said = npm(&["view", &format!("tailwindcss@~{line}.0"), "version", "--json"], here)?;
    let numbers: serde_json::Value =
        serde_json::from_str(&said).map_err(|error| format!("npm: {error}"))?;
    let all = numbers.as_array().map_or(std::slice::from_ref(&numbers), Vec::as_slice);
    let number =
        all.iter().filter_map(serde_json::Value::as_str).max_by_key(|number| patch(number));
    number.map(str::to_owned).ok_or_else(|| format!("npm knows no tailwindcss {line}"))
}

fn patch(number: &str) -> Option<u32> {
    number.rsplit_once('.').and_then(|(_, patch)| patch.parse().ok())
}

fn npm(arguments: &[&str], folder: &Path) -> Result<String, String> {
    let output = Command::new("npm").args(arguments).current_dir(folder).output();
    let output = output.map_err(|error| format!("cannot run npm: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
