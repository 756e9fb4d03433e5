//! The documentation as a website.
//!
//! `docs/` reads well on a code host as it is. For the website its pages are copied, and links that leave `docs/` get
//! the URL of the repository.

mod links;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{Failure, root, run, say};
use crate::tools;

/// The version of mdBook.
const MDBOOK: &str = "0.5.4";

/// Builds the book, and fails if one of its links leads nowhere.
pub(crate) fn book() -> Result<(), Failure> {
    let features = ["--no-default-features", "--features", "search"];
    let program = tools::from_registry("mdbook", MDBOOK, &features)?;
    let folder = root().join("target/book-source");
    let output = root().join("target/book");
    for folder in [&folder, &output] {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| cannot("remove", folder, &error))?;
        }
    }
    copy(&root().join("docs"), &folder, Path::new(""))?;
    run(Command::new(program).arg("build").arg("--dest-dir").arg(&output).arg(&folder))?;
    let dead = links::dead(&output)?;
    if dead.is_empty() {
        say(&format!("wrote {}", output.join("index.html").display()));
        return Ok(());
    }
    Err(Failure::new(format!("these links of the book lead nowhere:\n{}", dead.join("\n"))))
}

/// Copies a folder; `within` is its path below `docs/`.
fn copy(from: &Path, to: &Path, within: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|error| cannot("create", to, &error))?;
    let unreadable = |error| cannot("read", from, &error);
    for entry in from.read_dir().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target, &within.join(entry.file_name()))?;
        } else if source.extension().is_some_and(|extension| extension == "md") {
            let text =
                fs::read_to_string(&source).map_err(|error| cannot("read", &source, &error))?;
            let text = links::outward(&text, within);
            fs::write(&target, text).map_err(|error| cannot("write", &target, &error))?;
        } else {
            fs::copy(&source, &target).map_err(|error| cannot("copy", &source, &error))?;
        }
    }
    Ok(())
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot {what} {}: {error}", path.display()))
}
