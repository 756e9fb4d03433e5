//! A folder with a style sheet, compiled by the official CLI and by the engine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tailprint_tailwind::engine::{Compiled, Compiler, Entry, Error, Options};

use crate::npm;

/// A project in a folder of its own, beside the packages of one version of Tailwind.
pub(crate) struct Project {
    pub(crate) version: &'static str,
    pub(crate) folder: tempfile::TempDir,
}

impl Project {
    pub(crate) fn new(version: &'static str) -> Self {
        let packages = npm::folder(version);
        let folder = tempfile::Builder::new().prefix("project-").tempdir_in(packages).unwrap();
        Self { version, folder }
    }

    /// A project with these files.
    pub(crate) fn with(version: &'static str, files: &[(&str, &str)]) -> Self {
        let project = Self::new(version);
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// A project with the files of a folder.
    pub(crate) fn copied(version: &'static str, from: &Path) -> Self {
        let project = Self::new(version);
        copy(from, project.folder.path());
        project
    }

    /// The path of a file, without links.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn entry(&self) -> Entry {
        let path = self.path("input.css");
        let base = path.parent().unwrap().to_owned();
        Entry { css: fs::read_to_string(&path).unwrap(), path, base }
    }

    /// The words of `classes.html`, and the variables that the style sheet uses: what the CLI takes from
    /// these two files.
    pub(crate) fn candidates(&self) -> Vec<String> {
        let classes = fs::read_to_string(self.path("classes.html")).unwrap_or_default();
        let css = fs::read_to_string(self.path("input.css")).unwrap();
        let used = css.split("var(").skip(1).filter_map(|rest| {
            let name = rest.trim_start();
            let end = name.find(|c: char| !(c.is_alphanumeric() || "-_".contains(c)))?;
            name[..end].starts_with("--").then(|| name[..end].to_owned())
        });
        let mut candidates: Vec<_> =
            classes.split_whitespace().map(str::to_owned).chain(used).collect();
        candidates.sort();
        candidates.dedup();
        candidates
    }

    pub(crate) fn compiler(&self) -> Compiler {
        Compiler::start(&npm::package(self.version), &Options::default()).unwrap()
    }

    /// Compiles `input.css` in process.
    pub(crate) fn compile(&self) -> Result<(Compiler, Compiled), Error> {
        let mut compiler = self.compiler();
        let compiled = compiler.compile(&self.entry())?;
        Ok((compiler, compiled))
    }

    /// The style sheet, as compiled in process.
    pub(crate) fn build(&self) -> Result<String, Error> {
        self.compile()?.0.build(&self.candidates())
    }

    /// The style sheet, as compiled by the official CLI, or what the CLI complains about.
    pub(crate) fn cli(&self, options: &[&str]) -> Result<String, String> {
        let folder = npm::folder(self.version);
        let output = Command::new("node")
            .arg(folder.join("node_modules/@tailwindcss/cli/dist/index.mjs"))
            .args(["-i", "input.css", "-o", "output.css"])
            .args(options)
            .current_dir(self.path(""))
            .output()
            .unwrap();
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(fs::read_to_string(self.path("output.css")).unwrap())
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        // The latter name is one that git ignores.
        let name = path.file_name().unwrap().to_str().unwrap();
        let target = to.join(if name == "packages" { "node_modules" } else { name });
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
