//! The package that is set up, as `cargo metadata` describes it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::support::cargo;

/// The version of askama that the filters work with. A package whose requirement excludes it uses an older one.
const ASKAMA: semver::Version = semver::Version::new(0, 16, 1);

/// One package of a workspace.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) name: String,
    /// `Cargo.toml` of the package.
    pub(crate) manifest: PathBuf,
    /// The folder of the workspace, or of the package if there is no workspace.
    pub(crate) root: PathBuf,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    req: semver::VersionReq,
    kind: Option<String>,
    rename: Option<String>,
}

/// A target of a package.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    kind: Vec<String>,
    pub(crate) src_path: PathBuf,
}

/// The web framework of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    Actix,
    Other,
}

/// The template engine of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Askama,
    /// A version of askama that does not know the filters, or its fork rinja.
    OldAskama,
    Maud,
    Minijinja,
    Tera,
    Other,
}

impl Target {
    fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|it| it == kind)
    }

    pub(crate) fn is_library(&self) -> bool {
        self.is("lib") || self.is("rlib")
    }
}

impl Project {
    /// Finds the package of this name, else the one of the current folder or manifest.
    pub(crate) fn find(package: Option<&str>, manifest: Option<&Path>) -> Result<Self, String> {
        let mut command = cargo::command("metadata", manifest);
        let metadata = cargo::output(command.args(["--no-deps", "--format-version", "1"]))?;
        let metadata: Metadata = serde_json::from_slice(&metadata)
            .map_err(|error| format!("cannot understand `cargo metadata`: {error}"))?;
        let located = cargo::locate_manifest(manifest, false)?;
        let package = choose(metadata.packages, package, &located)?;
        Ok(Self {
            name: package.name,
            manifest: package.manifest_path,
            root: metadata.workspace_root,
            dependencies: package.dependencies,
            targets: package.targets,
        })
    }

    /// The folder of the package.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(Path::new(""))
    }

    /// A path as it is shown: relative to the workspace.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }

    /// The build script, if there is one.
    pub(crate) fn build_script(&self) -> Option<&Path> {
        let script = self.targets.iter().find(|target| target.is("custom-build"));
        script.map(|target| target.src_path.as_path())
    }

    /// The library and the programs.
    pub(crate) fn crates(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.is_library() || target.is("bin"))
    }

    pub(crate) fn framework(&self) -> Framework {
        if self.uses("axum") {
            Framework::Axum
        } else if self.uses("actix-web") {
            Framework::Actix
        } else {
            Framework::Other
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        let engines = [
            ("maud", Engine::Maud),
            ("minijinja", Engine::Minijinja),
            ("tera", Engine::Tera),
            ("rinja", Engine::OldAskama),
        ];
        match self.dependency("askama") {
            Some(askama) if askama.rename.is_none() && askama.req.matches(&ASKAMA) => {
                Engine::Askama
            }
            Some(_) => Engine::OldAskama,
            None => engines
                .into_iter()
                .find(|(name, _)| self.uses(name))
                .map_or(Engine::Other, |(_, engine)| engine),
        }
    }

    fn uses(&self, name: &str) -> bool {
        self.dependency(name).is_some()
    }

    fn dependency(&self, name: &str) -> Option<&Dependency> {
        self.dependencies.iter().find(|it| it.name == name && it.kind.is_none())
    }
}

fn choose(packages: Vec<Package>, name: Option<&str>, located: &Path) -> Result<Package, String> {
    let names: Vec<String> = packages.iter().map(|package| package.name.clone()).collect();
    let only = packages.len() == 1;
    let is_meant = |package: &Package| match name {
        Some(name) => package.name == name,
        None => only || same(&package.manifest_path, located),
    };
    packages.into_iter().find(is_meant).ok_or_else(|| match name {
        Some(name) => format!("no package `{name}` here; there are: {}", names.join(", ")),
        None => {
            format!("this workspace has several packages; choose one with -p: {}", names.join(", "))
        }
    })
}

fn same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
