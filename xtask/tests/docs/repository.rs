//! The files of this repository: documents and Rust sources.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Folders that hold Rust sources of ours.
const SOURCE_FOLDERS: [&str; 5] = ["crates", "src", "tests", "xtask", "bench"];

/// Folders that hold what is built or installed.
const GENERATED_FOLDERS: [&str; 2] = ["target", "node_modules"];

pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(ROOT).join(relative)
}

pub(crate) fn read(relative: &str) -> String {
    fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// Documents outside of `docs/`.
const DOCUMENTS: [&str; 6] = [
    "README.md",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "examples/README.md",
];

/// The documents in the root, the list of examples, and all pages below `docs/`: path from the root of the repository and text.
pub(crate) fn documents() -> Vec<(String, String)> {
    let mut documents = DOCUMENTS.map(str::to_owned).to_vec();
    documents.extend(files("docs", "md"));
    with_texts(documents)
}

/// The workflows of the code host: path from the root of the repository and text.
pub(crate) fn workflows() -> Vec<(String, String)> {
    with_texts(files(".github/workflows", "yml"))
}

/// Every Rust source: path from the root of the repository and text.
pub(crate) fn sources() -> Vec<(String, String)> {
    with_texts(SOURCE_FOLDERS.iter().flat_map(|folder| files(folder, "rs")).collect())
}

fn with_texts(paths: Vec<String>) -> Vec<(String, String)> {
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

/// The files below a folder that have an extension, sorted.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(path(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let relative = format!("{folder}/{name}");
            if entry.file_type().unwrap().is_dir() {
                let is_generated = GENERATED_FOLDERS.contains(&name.as_str());
                folders.extend((!is_generated).then_some(relative));
            } else if Path::new(&name).extension().is_some_and(|found| found == extension) {
                found.push(relative);
            }
        }
    }
    found.sort();
    found
}
