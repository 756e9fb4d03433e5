//! The package that is developed, as `cargo metadata` describes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::cli::Dev;
use crate::support::cargo;
use crate::support::failure::Failure;

/// The package that is developed.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The package id in the messages of Cargo.
    pub(crate) id: String,
    /// The program of the package that is run.
    pub(crate) program: String,
    pub(crate) folder: PathBuf,
    pub(crate) workspace: PathBuf,
    /// The folders of the package and of its path dependencies, also indirect ones.
    pub(crate) folders: BTreeSet<PathBuf>,
    /// The folders that Cargo writes to.
    pub(crate) target: Vec<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_default_members: Vec<String>,
    workspace_members: Vec<String>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
    build_directory: Option<PathBuf>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
    source: Option<String>,
    manifest_path: PathBuf,
    default_run: Option<String>,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

impl Project {
    /// Asks Cargo for the package that the options select.
    pub(crate) fn find(options: &Dev) -> Result<Self, Failure> {
        let mut command = command("metadata", options);
        // `cargo metadata` may download packages, and reports that on its standard error.
        command.args(["--format-version", "1"]).stderr(Stdio::inherit());
        let output = command.output().map_err(|error| cargo::cannot_run(&error))?;
        if !output.status.success() {
            return Err("`cargo metadata` failed".to_owned().into());
        }
        let metadata: Metadata = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("`cargo metadata` is not understood: {error}"))?;
        let located = cargo::locate_manifest(options.manifest_path.as_deref(), false)?;
        Ok(metadata.project(options, &located)?)
    }
}

/// A command of Cargo with the options that it shares with `dev`.
pub(crate) fn command(subcommand: &str, options: &Dev) -> Command {
    let mut command = cargo::command(subcommand, options.manifest_path.as_deref());
    for features in &options.features {
        command.args(["--features", features]);
    }
    command
}

impl Metadata {
    fn project(&self, options: &Dev, located: &Path) -> Result<Project, String> {
        let package = self.package(options, located)?;
        let program = package.program(options)?;
        let folder = folder(package);
        Ok(Project {
            id: package.id.clone(),
            program,
            folders: self.local(&package.id),
            folder,
            workspace: self.workspace_root.clone(),
            target: [Some(&self.target_directory), self.build_directory.as_ref()]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
        })
    }

    /// Selects the package: the named one, else the one of the current folder, else the only one with a program among
    /// those that Cargo would build.
    fn package(&self, options: &Dev, located: &Path) -> Result<&Package, String> {
        let mut own = self.packages.iter().filter(|package| package.source.is_none());
        if let Some(name) = &options.package {
            let found = own.find(|package| package.name == *name);
            return found.ok_or_else(|| self.unknown(name));
        }
        let is_root = located.parent() == Some(&*self.workspace_root);
        if let Some(package) = own.find(|it| !is_root && it.manifest_path == located) {
            return Ok(package);
        }
        let default = |package: &&Package| self.workspace_default_members.contains(&package.id);
        let runnable: Vec<&Package> = self
            .packages
            .iter()
            .filter(default)
            .filter(|package| package.programs().next().is_some())
            .collect();
        match *runnable {
            [package] => Ok(package),
            [] => Err("there is no package with a program; name one with -p".to_owned()),
            _ => {
                let names: Vec<&str> = runnable.iter().map(|package| &*package.name).collect();
                Err(format!(
                    "several packages have programs; choose one with -p: {}",
                    names.join(", ")
                ))
            }
        }
    }

    fn unknown(&self, name: &str) -> String {
        let members = self.packages.iter().filter(|it| self.workspace_members.contains(&it.id));
        let names: Vec<&str> = members.map(|package| &*package.name).collect();
        format!("there is no package `{name}` in this workspace; there are: {}", names.join(", "))
    }

    /// The folders of this package and of its dependencies that do not come from a registry or a repository.
    fn local(&self, id: &str) -> BTreeSet<PathBuf> {
        let packages: BTreeMap<&str, &Package> =
            self.packages.iter().map(|package| (&*package.id, package)).collect();
        let nodes: BTreeMap<&str, &Node> =
            self.resolve.nodes.iter().map(|node| (&*node.id, node)).collect();
        let (mut folders, mut waiting) = (BTreeSet::new(), vec![id]);
        while let Some(id) = waiting.pop() {
            let local = packages.get(id).filter(|package| package.source.is_none());
            let Some(package) = local else { continue };
            if folders.insert(folder(package))
                && let Some(node) = nodes.get(id)
            {
                waiting.extend(node.dependencies.iter().map(String::as_str));
            }
        }
        folders
    }
}

impl Package {
    fn programs(&self) -> impl Iterator<Item = &str> {
        let programs = self.targets.iter().filter(|target| target.kind == ["bin"]);
        programs.map(|target| &*target.name)
    }

    fn program(&self, options: &Dev) -> Result<String, String> {
        let programs: Vec<&str> = self.programs().collect();
        let wanted = options.bin.as_deref().or(self.default_run.as_deref());
        match (wanted, &*programs) {
            (Some(wanted), _) if programs.contains(&wanted) => Ok(wanted.to_owned()),
            (None, [program]) => Ok((*program).to_owned()),
            (Some(wanted), [_, ..]) => Err(format!(
                "`{}` has no program `{wanted}`; there is: {}",
                self.name,
                programs.join(", ")
            )),
            (_, []) => Err(format!("`{}` has no program to run", self.name)),
            (None, _) => Err(format!(
                "`{}` has several programs; choose one with --bin: {}",
                self.name,
                programs.join(", ")
            )),
        }
    }
}

fn folder(package: &Package) -> PathBuf {
    package.manifest_path.parent().map_or_else(PathBuf::new, Path::to_owned)
}
