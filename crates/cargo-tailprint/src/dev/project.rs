//! The package that is developed, as `cargo metadata` describes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cli::Dev;
use crate::support::cargo;
use crate::support::failure::Failure;
use crate::support::metadata::{Metadata, Node, Package};

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
        let metadata = Metadata::parse(&output.stdout)?;
        let located = cargo::locate_manifest(options.manifest_path.as_deref(), false)?;
        Ok(Self::of(&metadata, options, &located)?)
    }

    fn of(metadata: &Metadata, options: &Dev, located: &Path) -> Result<Self, String> {
        let package = choose(metadata, options, located)?;
        let target = [Some(&metadata.target_directory), metadata.build_directory.as_ref()];
        Ok(Self {
            id: package.id.clone(),
            program: program(package, options)?,
            folders: local(metadata, &package.id),
            folder: package.folder().to_owned(),
            workspace: metadata.workspace_root.clone(),
            target: target.into_iter().flatten().cloned().collect(),
        })
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

/// Selects the package: the named one, else the one of the current folder, else the only one with a program among those
/// that Cargo would build.
fn choose<'a>(
    metadata: &'a Metadata,
    options: &Dev,
    located: &Path,
) -> Result<&'a Package, String> {
    if let Some(name) = &options.package {
        return metadata.named(name);
    }
    let mut own = metadata.packages.iter().filter(|package| package.source.is_none());
    let is_root = located.parent() == Some(&*metadata.workspace_root);
    if let Some(package) = own.find(|it| !is_root && it.manifest_path == located) {
        return Ok(package);
    }
    let default = |package: &&Package| metadata.workspace_default_members.contains(&package.id);
    let default = metadata.packages.iter().filter(default);
    let runnable: Vec<&Package> =
        default.filter(|package| package.programs().next().is_some()).collect();
    match *runnable {
        [package] => Ok(package),
        [] => Err("there is no package with a program; name one with -p".to_owned()),
        _ => {
            let names: Vec<&str> = runnable.iter().map(|package| &*package.name).collect();
            let names = names.join(", ");
            Err(format!("several packages have programs; choose one with -p: {names}"))
        }
    }
}

/// Selects the program: the named one, else the default one of the package, else the only one.
fn program(package: &Package, options: &Dev) -> Result<String, String> {
    let programs: Vec<&str> = package.programs().collect();
    let name = &package.name;
    match (options.bin.as_deref().or(package.default_run.as_deref()), &*programs) {
        (Some(wanted), _) if programs.contains(&wanted) => Ok(wanted.to_owned()),
        (None, [program]) => Ok((*program).to_owned()),
        (_, []) => Err(format!("`{name}` has no program to run")),
        (Some(wanted), _) => {
            let programs = programs.join(", ");
            Err(format!("`{name}` has no program `{wanted}`; there is: {programs}"))
        }
        (None, _) => {
            let programs = programs.join(", ");
            Err(format!("`{name}` has several programs; choose one with --bin: {programs}"))
        }
    }
}

/// Lists the folders of a package and of its dependencies that do not come from a registry or a repository.
fn local(metadata: &Metadata, id: &str) -> BTreeSet<PathBuf> {
    let packages: BTreeMap<&str, &Package> =
        metadata.packages.iter().map(|package| (&*package.id, package)).collect();
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let nodes: BTreeMap<&str, &Node> = nodes.map(|node| (&*node.id, node)).collect();
    let (mut folders, mut waiting) = (BTreeSet::new(), vec![id]);
    while let Some(id) = waiting.pop() {
        let local = packages.get(id).filter(|package| package.source.is_none());
        let Some(package) = local else { continue };
        if folders.insert(package.folder().to_owned())
            && let Some(node) = nodes.get(id)
        {
            waiting.extend(node.dependencies.iter().map(String::as_str));
        }
    }
    folders
}
