//! The packages of a workspace, as `cargo metadata` describes them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The output of `cargo metadata --format-version 1`, with the fields that are needed.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) workspace_default_members: Vec<String>,
    workspace_members: Vec<String>,
    pub(crate) workspace_root: PathBuf,
    pub(crate) target_directory: PathBuf,
    /// Newer releases of Cargo may keep their intermediate files in a folder of their own.
    pub(crate) build_directory: Option<PathBuf>,
    /// `null` with `--no-deps`.
    pub(crate) resolve: Option<Resolve>,
}

/// A package.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Nothing for a package that comes from a folder.
    pub(crate) source: Option<String>,
    pub(crate) manifest_path: PathBuf,
    pub(crate) edition: String,
    pub(crate) default_run: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) targets: Vec<Target>,
}

/// A line below `[dependencies]` of a package.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) req: semver::VersionReq,
    /// `dev` or `build`; nothing for a usual dependency.
    pub(crate) kind: Option<String>,
    pub(crate) rename: Option<String>,
    #[serde(default)]
    pub(crate) features: Vec<String>,
    #[serde(default)]
    pub(crate) optional: bool,
}

/// A target of a package.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Vec<String>,
    pub(crate) src_path: PathBuf,
}

/// The dependencies of all packages, as Cargo has chosen them.
#[derive(Debug, Deserialize)]
pub(crate) struct Resolve {
    pub(crate) nodes: Vec<Node>,
}

/// A package and the ids of its dependencies.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) dependencies: Vec<String>,
}

impl Metadata {
    pub(crate) fn parse(json: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(json)
            .map_err(|error| format!("`cargo metadata` is not understood: {error}"))
    }

    /// Returns the package of this name that is not from a registry or a repository.
    pub(crate) fn named(&self, name: &str) -> Result<&Package, String> {
        let found = self.packages.iter().find(|it| it.source.is_none() && it.name == name);
        found.ok_or_else(|| {
            let members = self.packages.iter().filter(|it| self.workspace_members.contains(&it.id));
            let names: Vec<&str> = members.map(|package| &*package.name).collect();
            let names = names.join(", ");
            format!("there is no package `{name}` in this workspace; there are: {names}")
        })
    }
}

impl Package {
    /// The folder of the package.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new(""))
    }

    pub(crate) fn programs(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().filter(|target| target.is("bin")).map(|target| &*target.name)
    }
}

impl Target {
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|it| it == kind)
    }

    pub(crate) fn is_library(&self) -> bool {
        self.is("lib") || self.is("rlib")
    }
}
