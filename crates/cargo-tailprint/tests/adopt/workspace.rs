//! All apps in one workspace, so that Cargo compiles what they share once.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use toml_edit::{DocumentMut, Item, Table};

use crate::app::App;
use crate::nested;
use crate::pair::Pair;
use crate::running::Running;

/// The two states of an app, as folders and as beginnings of package names.
const STATES: [&str; 2] = ["before", "after"];

pub(crate) struct Workspace(TempDir);

impl Workspace {
    /// Writes the apps in both states.
    pub(crate) fn new(pairs: &mut [(&App, Pair)]) -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        let (mut members, mut shared) = (toml_edit::Array::new(), Table::new());
        for (app, pair) in pairs {
            for (state, files) in STATES.into_iter().zip([&pair.before, &pair.after]) {
                members.push(workspace.write(app, state, files));
                inherit(files, &mut shared);
            }
        }
        let root = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members}\n\n[workspace.dependencies]\n{shared}"
        );
        fs::write(workspace.0.path().join("Cargo.toml"), root).unwrap();
        let lock = workspace.0.path().join("Cargo.lock");
        fs::copy(nested::root().join("Cargo.lock"), lock).unwrap();
        workspace
    }

    /// Writes an app in one state, and returns the folder of its package.
    fn write(&self, app: &App, state: &str, files: &BTreeMap<String, String>) -> String {
        let folder = format!("{state}/{}", app.name);
        let package = app.package().map(|name| format!("crates/{name}/"));
        let package = package.unwrap_or_default();
        for (path, text) in files.iter().filter(|(path, _)| !path.ends_with('/')) {
            let mut text = text.clone();
            if *path == format!("{package}Cargo.toml") {
                let mut manifest: DocumentMut = text.parse().unwrap();
                manifest["package"]["name"] = toml_edit::value(format!("{state}-{}", app.name));
                // Only the root of a workspace has profiles.
                manifest.remove("profile");
                text = manifest.to_string();
            } else if path == "Cargo.toml" {
                // The workspace of the app itself.
                continue;
            }
            let file = self.0.path().join(&folder).join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        format!("{folder}/{package}").trim_end_matches('/').to_owned()
    }

    /// Builds all, as far as it can be built, and returns what Cargo said.
    pub(crate) fn build(&self) -> String {
        let _turn = nested::turn();
        for entry in fs::read_dir(programs()).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if STATES.iter().any(|state| name.to_string_lossy().starts_with(&format!("{state}-"))) {
                let _ = fs::remove_file(entry.path());
            }
        }
        let mut cargo = nested::cargo(self.0.path());
        // The frameworks need packages that this workspace does not lock.
        cargo.env("CARGO_NET_OFFLINE", "false").env("TAILPRINT_MODE", "hashed");
        let output = cargo.args(["build", "--workspace", "--keep-going"]).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Everything that Cargo said about an app as it is now: its errors and its warnings.
    pub(crate) fn complaints(&self, app: &App, said: &str) -> Vec<String> {
        let package = format!("after-{}", app.name);
        let starts = [
            format!("warning: `{package}` "),
            format!("warning: {package}@"),
            format!("error: {package}@"),
        ];
        let is_about = |line: &&str| starts.iter().any(|start| line.starts_with(start));
        let lines = said.lines().filter(is_about);
        let lines = lines.filter(|line| !line.contains("an unoptimised build script took"));
        let mut found: Vec<String> = lines.map(str::to_owned).collect();
        for state in STATES {
            let name = format!("{state}-{}", app.name);
            if !programs().join(&name).is_file() {
                let is_own = |block: &&str| {
                    block.contains(&name) || block.contains(&format!("{state}/{}/", app.name))
                };
                let mut errors: Vec<&str> = blocks(said).filter(is_own).collect();
                if errors.is_empty() {
                    // A crate that it needs was not built.
                    errors = blocks(said).collect();
                }
                found.push(format!("{name} was not built\n{}", errors.join("\n\n")));
            }
        }
        found
    }

    /// Starts both programs.
    pub(crate) fn start(&self, app: &App, pair: &Pair) -> Result<(Running, Running), String> {
        let start = |state: &str| {
            let folder = self.0.path().join(state).join(&app.name);
            let program = programs().join(format!("{state}-{}", app.name));
            Running::start(&program, &folder).map_err(|error| format!("{state}: {error}"))
        };
        debug_assert!(!pair.before.is_empty());
        Ok((start("before")?, start("after")?))
    }
}

/// The paragraphs of Cargo's output, of which each is one message.
fn blocks(said: &str) -> impl Iterator<Item = &str> {
    said.split("\n\n").filter(|block| block.contains("error"))
}

fn programs() -> PathBuf {
    nested::target().join("debug")
}

/// Adds the dependencies that a workspace of an app gives to its packages.
fn inherit(files: &BTreeMap<String, String>, shared: &mut Table) {
    let manifest: DocumentMut = files["Cargo.toml"].parse().unwrap();
    let own = manifest.get("workspace").and_then(|it| it.get("dependencies"));
    for (name, item) in own.and_then(Item::as_table_like).iter().flat_map(|it| it.iter()) {
        shared.insert(name, item.clone());
    }
}
