//! Packages to build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::cargo::{self, Outcome, Profile, ROOT};

/// Prints the template `index.html`.
const MAIN: &str = r#"
tailprint::assets!();
use assets::filters;
use tailprint::Template;

#[derive(Template)]
#[template(path = "index.html")]
struct Index;

fn main() {
    print!("{}", askama::Template::render(&Index).unwrap());
}
"#;

const MANIFEST: &str = r#"
[package]
name = "{name}"
version = "0.1.0"
edition = "2024"

[dependencies]
askama = "0.16"
tailprint = { path = "{root}/crates/tailprint", features = ["askama"] }

[build-dependencies]
tailprint-build = { path = "{root}/crates/tailprint-build" }

[workspace]
"#;

/// The line of the manifest that an app with a server has more for.
const TAILPRINT: &str =
    "tailprint = { path = \"{root}/crates/tailprint\", features = [\"askama\"] }\n";

/// With the features that the reference app has, so that they are compiled once.
const SERVER: &str = r#"axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "signal", "sync", "time"] }
tailprint = { path = "{root}/crates/tailprint", features = ["askama", "axum"] }
"#;

/// Delimiters that askama refuses.
pub(crate) const ANGLES: &str = r#"
[general]
default_syntax = "angle"

[[syntax]]
name = "angle"
expr_start = "<<"
expr_end = ">>"
"#;

/// A package in a temporary folder; it is gone when this goes out of scope.
#[derive(Debug)]
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A package that prints its only template, which is empty.
    pub(crate) fn new(name: &str) -> Self {
        let folder = tempfile::tempdir_in(base()).unwrap();
        let project = Self { folder };
        project
            .write("Cargo.toml", MANIFEST.replace("{name}", name).replace("{root}", ROOT))
            .write("Cargo.lock", fs::read(Path::new(ROOT).join("Cargo.lock")).unwrap())
            .write("build.rs", "fn main() {\n    tailprint_build::build();\n}\n")
            .write("src/main.rs", MAIN)
            .write("templates/index.html", "");
        project
    }

    /// A package whose `main` may be a server with axum.
    pub(crate) fn server(name: &str, main: &str) -> Self {
        let project = Self::new(name);
        project.replace("Cargo.toml", TAILPRINT, SERVER).write("src/main.rs", main);
        project
    }

    /// Replaces a part of a file, in which `{root}` stands for the repository.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) -> &Self {
        let (from, to) = (from.replace("{root}", ROOT), to.replace("{root}", ROOT));
        let text = fs::read_to_string(self.folder().join(path)).unwrap();
        assert!(text.contains(&from), "no {from:?} in {path}");
        self.write(path, text.replace(&from, &to))
    }

    /// Links that lead to the temporary folder are resolved, as Cargo does.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// Writes a file and the folders it needs.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let file = self.folder().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
        self
    }

    /// A `build.rs` that configures something.
    pub(crate) fn configure(&self, calls: &str) -> &Self {
        let script =
            format!("fn main() {{\n    tailprint_build::Config::new(){calls}.build();\n}}\n");
        self.write("build.rs", script)
    }

    pub(crate) fn build(&self, profile: Profile) -> Outcome {
        self.build_with(profile, |_| {})
    }

    pub(crate) fn build_with(
        &self,
        profile: Profile,
        set_up: impl FnOnce(&mut Command),
    ) -> Outcome {
        cargo::build(&self.folder(), profile, |command| {
            command.arg("--offline");
            set_up(command);
        })
    }
}

/// A folder for packages from which no Tailwind is seen in a folder above, so that all use the managed one.
pub(crate) fn base() -> PathBuf {
    let candidates = [std::env::temp_dir(), "/var/tmp".into(), "/dev/shm".into()];
    let sees = |folder: &Path| folder.join("node_modules/.bin/tailwindcss").exists();
    let alone = |folder: &PathBuf| folder.is_dir() && !folder.ancestors().any(sees);
    candidates.into_iter().find(alone).unwrap()
}

/// The standard output of a program.
#[track_caller]
pub(crate) fn printed(program: &Path) -> String {
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
