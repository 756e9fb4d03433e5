//! Dependencies whose sources have classes: `Config::tailwind_crate`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use tailprint_core::io_error::reason;
use tailprint_core::path::canonical;
use tailprint_tailwind::sources::Source;

use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::error::{Problem, Setting};
use crate::support::suggest::{Purpose, Suggestions};
use crate::templates;

/// Crates by their names, each with its folder.
pub(crate) type Crates = BTreeMap<String, PathBuf>;

/// The output of `cargo metadata`, with the fields that are needed.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Option<Resolve>,
    workspace_root: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
    manifest_path: PathBuf,
    #[serde(default)]
    dependencies: Vec<Dependency>,
}

/// A dependency as `Cargo.toml` has it.
#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// The name that the package itself uses.
    rename: Option<String>,
    #[serde(default)]
    optional: bool,
    /// The folder of a path dependency.
    path: Option<PathBuf>,
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

/// Finds the folders of dependencies by asking Cargo, which knows path, workspace, registry and git dependencies. Nothing
/// is fetched, and `Cargo.lock` is not changed.
pub(crate) fn find(
    names: &[String],
    package: &Path,
    env: &Env,
    watch: &mut Watch,
) -> Result<Crates, Vec<Problem>> {
    if names.is_empty() {
        return Ok(Crates::new());
    }
    let metadata = metadata(names, package, env).map_err(|problem| vec![problem])?;
    let lock = metadata.workspace_root.join("Cargo.lock");
    watch.paths.extend([package.join("Cargo.toml")]);
    if lock.is_file() {
        watch.paths.push(lock);
    }
    let (mut found, mut problems) = (Crates::new(), Vec::new());
    for name in names {
        match metadata.folder(name, package) {
            Some(folder) => drop(found.insert(name.clone(), folder)),
            None => problems.push(metadata.unknown(name, package)),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Returns the folders of a crate in which classes are searched: its sources and its templates.
pub(super) fn sources(crates: &Crates) -> Vec<Source> {
    let of_crate = |folder: &PathBuf| {
        let sources = folder.join("src");
        let sources = if sources.is_dir() { sources } else { folder.clone() };
        let templates = templates::folders(folder).into_iter().filter(|folder| folder.is_dir());
        let all: BTreeSet<PathBuf> = templates.chain([sources]).collect();
        all.into_iter().map(|base| Source { base, pattern: ".".to_owned(), negated: false })
    };
    crates.values().flat_map(of_crate).collect()
}

/// Returns the file that an import such as `ui-kit/theme.css` names in a crate.
pub(super) fn import(crates: &Crates, specifier: &str) -> Option<PathBuf> {
    let (name, rest) = tailprint_tailwind::node::split_specifier(specifier)?;
    let folder = crates.get(name)?;
    let file = folder.join(rest.trim_start_matches('/'));
    let with_ending = || {
        let mut name = file.clone().into_os_string();
        name.push(".css");
        Some(PathBuf::from(name)).filter(|file| file.is_file())
    };
    if file.is_file() { Some(file) } else { with_ending() }
}

/// Asks Cargo for all dependencies, or for the members and the path dependencies alone if others have not been downloaded:
/// a build downloads what it needs itself, and not the dev-dependencies.
fn metadata(names: &[String], package: &Path, env: &Env) -> Result<Metadata, Problem> {
    let why = match ask(package, env, &all(env)) {
        Ok(metadata) => return Ok(metadata),
        Err(why) => why,
    };
    let is_incomplete = why.contains("failed to download");
    if is_incomplete
        && let Ok(known) = ask(package, env, &["--no-deps".into()])
        && names.iter().all(|name| known.folder(name, package).is_some())
    {
        return Ok(known);
    }
    let what = format!("`cargo metadata --locked --offline` fails: {why}");
    let first = if is_incomplete {
        "run `cargo fetch` in the package"
    } else {
        "run it in the package to see all of it"
    };
    let help = format!("{first}, or name the folder of the crate with `@source`");
    Err(Problem::error(what).about(Setting::TailwindCrate).help(help))
}

/// The options for all dependencies of a build.
fn all(env: &Env) -> Vec<OsString> {
    let mut options = vec!["--locked".into()];
    let platforms: BTreeSet<OsString> =
        ["HOST", "TARGET"].iter().filter_map(|name| env.cargo(name)).collect();
    for platform in platforms {
        options.extend(["--filter-platform".into(), platform]);
    }
    // An optional dependency is one only if its feature is on.
    if let Some(features) = env.cargo("CARGO_CFG_FEATURE") {
        options.extend(["--no-default-features".into(), "--features".into(), features]);
    }
    options
}

/// Runs `cargo metadata`. An error is its first line, or the reason why it cannot run.
fn ask(package: &Path, env: &Env, options: &[OsString]) -> Result<Metadata, String> {
    let mut command = Command::new(env.cargo("CARGO").unwrap_or_else(|| "cargo".into()));
    env.apply(&mut command);
    command.args(["metadata", "--format-version", "1", "--offline", "--manifest-path"]);
    command.arg(package.join("Cargo.toml")).args(options);
    command.current_dir(package).stdin(Stdio::null());
    let output = command.output().map_err(|error| reason(&error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said.lines().find(|line| line.starts_with("error")).unwrap_or("it says nothing");
        return Err(line.trim_start_matches("error: ").to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

impl Metadata {
    /// Returns the folder of a dependency: one that the package itself names, else the only one of that name.
    fn folder(&self, name: &str, package: &Path) -> Option<PathBuf> {
        let declared = self.declared(name, package);
        let name = declared.map_or(name, |dependency| &dependency.name);
        let is_meant = |it: &&Package| spelled(&it.name) == spelled(name);
        let direct = self.direct(package);
        let mut all = self.packages.iter().filter(is_meant).filter(|it| !is_in(it, package));
        let first = all.clone().find(|it| direct.contains(&&*it.id)).or_else(|| {
            let only = all.next()?;
            all.next().is_none().then_some(only)
        });
        match first {
            Some(first) => first.manifest_path.parent().map(Path::to_owned),
            None => declared.filter(|it| !it.optional)?.path.clone(),
        }
    }

    /// Returns the ids of the dependencies that the package names.
    fn direct(&self, package: &Path) -> BTreeSet<&str> {
        let own = self.packages.iter().find(|it| is_in(it, package));
        let nodes = self.resolve.iter().flat_map(|resolve| &resolve.nodes);
        let mut nodes = nodes.filter(|node| own.is_some_and(|own| own.id == node.id));
        nodes.next().into_iter().flat_map(|node| node.dependencies.iter().map(|id| &**id)).collect()
    }

    /// Finds a dependency in the package's own `Cargo.toml`, by the name that it has there or by its own.
    fn declared(&self, name: &str, package: &Path) -> Option<&Dependency> {
        let own = self.packages.iter().find(|it| is_in(it, package))?;
        let called = |by: Option<&str>| by.map(spelled) == Some(spelled(name));
        let renamed = own.dependencies.iter().find(|it| called(it.rename.as_deref()));
        renamed.or_else(|| own.dependencies.iter().find(|it| called(Some(&it.name))))
    }

    fn unknown(&self, name: &str, package: &Path) -> Problem {
        if let Some(declared) = self.declared(name, package) {
            let (what, repair) = if declared.optional {
                (
                    "an optional dependency whose feature is off",
                    "call it only where the feature is on: `if cfg!(feature = \"…\")`",
                )
            } else {
                (
                    "a dependency on other platforms alone",
                    "name the folder of the crate with `@source`",
                )
            };
            let problem = Problem::error(format!("\"{name}\" is {what}"));
            return problem.about(Setting::TailwindCrate).help(repair);
        }
        let direct = self.direct(package);
        let named = self.packages.iter().filter(|it| direct.contains(&&*it.id));
        let mut names: Vec<&str> = named.map(|it| &*it.name).collect();
        names.sort_unstable();
        names.dedup();
        let what = format!("\"{name}\" is no dependency of this package");
        let problem = Problem::error(what).about(Setting::TailwindCrate);
        match Suggestions::new(names).nearest(name, Purpose::Any) {
            Some(near) => problem.help(near.question()),
            None => problem.help(format!("`cargo add {name}`, or correct the name")),
        }
    }
}

fn is_in(package: &Package, folder: &Path) -> bool {
    let own = package.manifest_path.parent();
    let real = |path: &Path| canonical(path).unwrap_or_else(|_| path.to_owned());
    own.is_some_and(|own| own == folder || real(own) == real(folder))
}

/// Returns a name with one spelling of dashes: Cargo takes `-` and `_` for the same.
fn spelled(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests;
