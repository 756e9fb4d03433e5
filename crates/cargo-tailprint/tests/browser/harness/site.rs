//! The files of a page with its packages, plain and as `collect` exports them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::npm;
use crate::harness::page::{Mode, Page};

/// A page and its packages in one folder.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) source: PathBuf,
    pub(crate) files: usize,
    out: PathBuf,
}

impl Site {
    pub(crate) fn assemble(page: &Page, modules: &Path) -> Self {
        let folder = npm::target().join("sites").join(&page.name);
        let source = folder.join("source");
        let _ = fs::remove_dir_all(&folder);
        let mut files = copy(&page.folder(), &source);
        fs::remove_file(source.join("page.json")).unwrap();
        files -= 1;
        for (package, name) in &page.packages {
            files += copy(&modules.join(package), &source.join("vendor").join(name));
        }
        Self { source, files, out: folder.join("out") }
    }

    /// Exports the site and returns the folder, or the first problem.
    pub(crate) fn collect(&self, mode: Mode, flags: &str) -> Result<PathBuf, String> {
        let _ = fs::remove_dir_all(&self.out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
        command.arg("collect").arg("--from").arg(&self.source).arg("--out").arg(&self.out);
        if let Mode::JsModules = mode {
            command.arg("--js-modules");
        }
        // Globs in the expectations are quoted as for a shell.
        let output =
            command.args(flags.split_whitespace().map(|flag| flag.trim_matches('\''))).output();
        let output = output.unwrap();
        if output.status.success() {
            return Ok(self.out.clone());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let error = text.lines().find(|line| line.starts_with("error"));
        Err(error.unwrap_or(&text).to_owned())
    }
}

/// Links the files of a folder, without nested packages, and returns their number.
fn copy(from: &Path, to: &Path) -> usize {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        if fs::hard_link(from, to).is_err() {
            fs::copy(from, to).unwrap();
        }
        return 1;
    }
    let entries = from.read_dir().unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    let names = entries.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name != "node_modules")
        .map(|name| copy(&from.join(&name), &to.join(&name)))
        .sum()
}
