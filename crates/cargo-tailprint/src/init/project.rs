//! The package that is set up, as `cargo metadata` describes it.

use std::path::{Path, PathBuf};

use tailprint_core::path::canonical;

use crate::support::cargo;
use crate::support::metadata::{Dependency, Metadata, Package, Target};

/// The version of askama that the filters work with. A package whose requirement excludes it uses an older one.
const ASKAMA: semver::Version = semver::Version::new(0, 16, 1);

/// A framework by its crate, with the oldest version that tailprint works with.
type Supported = (&'static str, Framework, (u64, u64));

/// All of them. The versions are those with the requests of the crate http 1, or with an adapter of tailprint. hyper is
/// last: an app may use it beside another one.
const FRAMEWORKS: [Supported; 8] = [
    ("axum", Framework::Axum, (0, 7)),
    ("actix-web", Framework::Actix, (4, 0)),
    ("rocket", Framework::Rocket, (0, 5)),
    ("ntex", Framework::Ntex, (3, 0)),
    ("poem", Framework::Poem, (2, 0)),
    ("salvo", Framework::Salvo, (0, 63)),
    ("warp", Framework::Warp, (0, 4)),
    ("hyper", Framework::Hyper, (1, 0)),
];

/// The first version of axum that the feature `axum` of tailprint is for. Its service works with 0.7 as well.
const AXUM: (u64, u64) = (0, 8);

/// One package of a workspace.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) name: String,
    /// `Cargo.toml` of the package.
    pub(crate) manifest: PathBuf,
    /// The folder of the workspace, or of the package if there is no workspace.
    pub(crate) root: PathBuf,
    /// The edition of Rust.
    pub(crate) edition: String,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

/// The web framework of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    Actix,
    Rocket,
    Ntex,
    Poem,
    Salvo,
    Warp,
    Hyper,
    Other,
}

/// The template engine of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Askama,
    /// A version of askama that does not know the filters.
    OldAskama,
    /// The fork that became askama 0.13.
    Rinja,
    Maud,
    Hypertext,
    Leptos,
    Minijinja,
    Tera,
    Handlebars,
    Other,
}

impl Project {
    /// Finds the package of this name, else the one of the current folder or manifest.
    pub(crate) fn find(package: Option<&str>, manifest: Option<&Path>) -> Result<Self, String> {
        let mut command = cargo::command("metadata", manifest);
        let metadata = cargo::output(command.args(["--no-deps", "--format-version", "1"]))?;
        let metadata = Metadata::parse(&metadata)?;
        let located = cargo::locate_manifest(manifest, false)?;
        let package = choose(&metadata, package, &located)?.clone();
        Ok(Self {
            name: package.name,
            manifest: package.manifest_path,
            root: metadata.workspace_root,
            edition: package.edition,
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
        self.used().map_or(Framework::Other, |((_, framework, _), _)| framework)
    }

    /// The framework with the requirement of the package.
    fn used(&self) -> Option<(Supported, &Dependency)> {
        FRAMEWORKS.into_iter().find_map(|it| Some((it, self.dependency(it.0)?)))
    }

    /// An error for a framework that is too old.
    pub(crate) fn check_framework(&self) -> Result<(), String> {
        let Some(((name, _, oldest), used)) = self.used() else { return Ok(()) };
        if !is_before(&used.req, oldest) {
            return Ok(());
        }
        let (major, minor) = oldest;
        let oldest = if major == 0 { format!("0.{minor}") } else { major.to_string() };
        Err(format!(
            "{}: {name} {} is too old for tailprint: update it to {oldest} or later, and run this again",
            self.shown(&self.manifest),
            used.req.to_string().trim_start_matches('^')
        ))
    }

    /// Returns true for a version of axum to which the feature `axum` of tailprint adds nothing.
    pub(crate) fn has_old_axum(&self) -> bool {
        self.dependency("axum").is_some_and(|it| is_before(&it.req, AXUM))
    }

    pub(crate) fn engine(&self) -> Engine {
        let engines = [
            ("rinja", Engine::Rinja),
            ("maud", Engine::Maud),
            ("hypertext", Engine::Hypertext),
            ("leptos", Engine::Leptos),
            ("minijinja", Engine::Minijinja),
            ("tera", Engine::Tera),
            ("handlebars", Engine::Handlebars),
        ];
        match self.dependency("askama") {
            Some(askama) if askama.rename.is_none() && askama.req.matches(&ASKAMA) => {
                Engine::Askama
            }
            Some(_) => Engine::OldAskama,
            None => engines
                .into_iter()
                .find(|(name, _)| self.uses(name) || self.is_in_rocket(name))
                .map_or(Engine::Other, |(_, engine)| engine),
        }
    }

    /// Returns true if Rocket's own templates have this engine, which the app does not name then.
    pub(crate) fn is_in_rocket(&self, engine: &str) -> bool {
        self.dependency("rocket_dyn_templates")
            .is_some_and(|it| it.features.iter().any(|feature| feature == engine))
    }

    /// Returns true if the app has tera before version 2.
    pub(crate) fn is_tera_1(&self) -> bool {
        let versions = self.dependency("tera").map(|it| &*it.req.comparators);
        self.is_in_rocket("tera") || versions.into_iter().flatten().any(|version| version.major < 2)
    }

    /// Returns true if a dependency needs a feature of the package.
    pub(crate) fn has_optional(&self, name: &str) -> bool {
        self.dependency(name).is_some_and(|it| it.optional)
    }

    fn uses(&self, name: &str) -> bool {
        self.dependency(name).is_some()
    }

    fn dependency(&self, name: &str) -> Option<&Dependency> {
        self.dependencies.iter().find(|it| it.name == name && it.kind.is_none())
    }
}

/// Returns true if no version that a requirement allows is as new as `major.minor`.
fn is_before(requirement: &semver::VersionReq, (major, minor): (u64, u64)) -> bool {
    use semver::Op;
    requirement.comparators.iter().any(|it| {
        let is_older = it.major < major
            || it.major == major && major == 0 && it.minor.is_some_and(|own| own < minor);
        is_older && !matches!(it.op, Op::Greater | Op::GreaterEq)
    })
}

fn choose<'a>(
    metadata: &'a Metadata,
    name: Option<&str>,
    located: &Path,
) -> Result<&'a Package, String> {
    if let Some(name) = name {
        return metadata.named(name);
    }
    if let [only] = &*metadata.packages {
        return Ok(only);
    }
    let found = metadata.packages.iter().find(|it| same(&it.manifest_path, located));
    found.ok_or_else(|| {
        let names: Vec<&str> = metadata.packages.iter().map(|package| &*package.name).collect();
        let names = names.join(", ");
        format!("this workspace has several packages; choose one with -p: {names}")
    })
}

fn same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((canonical(one), canonical(other)), (Ok(one), Ok(other)) if one == other)
}
