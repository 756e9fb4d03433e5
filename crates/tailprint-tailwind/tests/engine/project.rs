//! A folder with a style sheet, compiled by the official CLI and by the engine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};
use tailprint_tailwind::engine::{Compiled, Compiler, Error, Options, StyleSheet};

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
        tailprint_core::path::canonical(self.folder.path()).unwrap().join(path)
    }

    /// The text of an error, the folder left out.
    pub(crate) fn shown(&self, error: &Error) -> String {
        let text = error.to_string().replace(self.path("").to_str().unwrap(), "");
        let inside = |separator| format!("{}{separator}", self.slashed());
        text.replace(&inside('/'), "").replace(&inside(std::path::MAIN_SEPARATOR), "")
    }

    /// The path of the folder, with slashes, as the engine writes it.
    fn slashed(&self) -> String {
        let path = self.path("").into_os_string().into_string().unwrap();
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path };
        path.trim_end_matches('/').to_owned()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn entry(&self) -> StyleSheet {
        let path = self.path("input.css");
        let base = path.parent().unwrap().to_owned();
        StyleSheet {
            css: fs::read_to_string(&path).unwrap(),
            path,
            base,
            roots: Vec::new(),
            crates: Default::default(),
        }
    }

    /// The words of `classes.html`, and the variables that the style sheet uses: what the CLI takes from
    /// these two files.
    pub(crate) fn candidates(&self) -> Vec<String> {
        let classes = fs::read_to_string(self.path("classes.html")).unwrap_or_default();
        let css = fs::read_to_string(self.path("input.css")).unwrap();
        let name = |text: &str| {
            let end = text.find(|c: char| !(c.is_alphanumeric() || "-_".contains(c)))?;
            text.starts_with("--").then(|| text[..end].to_owned())
        };
        let used = css.split("var(").skip(1).filter_map(|rest| name(rest.trim_start()));
        let named = classes.match_indices("--").filter_map(|(at, _)| name(&classes[at..]));
        let mut candidates: Vec<_> =
            classes.split_whitespace().map(str::to_owned).chain(used).chain(named).collect();
        candidates.sort();
        candidates.dedup();
        candidates
    }

    pub(crate) fn compiler(&self) -> Compiler {
        // What is compared is the result; an unoptimised QuickJS on a busy machine is slow.
        let time = std::time::Duration::from_secs(3600);
        let options = Options { time, ..Options::default() };
        Compiler::start(&npm::package(self.version), &options).unwrap()
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

    /// The style sheet, as compiled by the official CLI, or what the CLI complains about. The same project
    /// is compiled once and for all, for the CLI is slow.
    pub(crate) fn cli(&self, options: &[&str]) -> Result<String, String> {
        let packages = npm::folder(self.version);
        let known = packages.join("expected").join(self.fingerprint(options));
        if let Ok(css) = fs::read_to_string(&known) {
            return Ok(css);
        }
        let output = Command::new("node")
            .arg(packages.join("node_modules/@tailwindcss/cli/dist/index.mjs"))
            .args(["-i", "input.css", "-o", "output.css"])
            .args(options)
            .current_dir(self.path(""))
            .output()
            .unwrap();
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        fs::create_dir_all(known.parent().unwrap()).unwrap();
        fs::rename(self.path("output.css"), &known).unwrap();
        Ok(fs::read_to_string(known).unwrap())
    }

    /// The style sheet and its source map, as compiled by the official CLI.
    pub(crate) fn cli_with_map(&self) -> (String, String) {
        let packages = npm::folder(self.version);
        let output = Command::new("node")
            .arg(packages.join("node_modules/@tailwindcss/cli/dist/index.mjs"))
            .args(["-i", "input.css", "-o", "output.css", "--map", "output.css.map"])
            .current_dir(self.path(""))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let read = |name| fs::read_to_string(self.path(name)).unwrap();
        (read("output.css"), read("output.css.map"))
    }

    /// A name for everything that the CLI's result depends on.
    fn fingerprint(&self, options: &[&str]) -> String {
        let mut hash = Sha256::new();
        hash.update(fs::read(npm::folder(self.version).join("installed.json")).unwrap());
        hash.update(options.join(" "));
        for entry in walkdir::WalkDir::new(self.folder.path()).sort_by_file_name() {
            let entry = entry.unwrap();
            if entry.file_type().is_file() && entry.file_name() != "output.css" {
                let path = entry.path().strip_prefix(self.folder.path()).unwrap();
                hash.update(tailprint_core::path::slashed(path).unwrap());
                hash.update(Sha256::digest(fs::read(entry.path()).unwrap()));
            }
        }
        base16ct::lower::encode_string(&hash.finalize())
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
