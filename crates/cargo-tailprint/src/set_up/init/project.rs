//! The package that is set up, as `cargo metadata` describes it.

use std::path::{Path, PathBuf};

use tailprint_core::path::{canonical, normalize};
use walkdir::DirEntry;

use super::pages;
use crate::support::metadata::{Dependency, Metadata, Package, Target};
use crate::support::{cargo, walk};

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
    /// The folders of other packages of the workspace.
    others: Vec<PathBuf>,
    /// The other packages of the workspace that have a web framework, each with its name.
    servers: Vec<String>,
    /// The folders of templates that are not in the package.
    beside: Vec<PathBuf>,
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
        let others: Vec<&Package> =
            metadata.packages.iter().filter(|it| it.id != package.id).collect();
        let with_server = others.iter().filter(|it| used(&it.dependencies).is_some());
        let servers = with_server.map(|it| described(it)).collect();
        let folders = others.iter().filter_map(|it| it.manifest_path.parent());
        let others = folders.map(Path::to_owned).collect();
        let mut project = Self {
            name: package.name,
            manifest: package.manifest_path,
            root: metadata.workspace_root,
            edition: package.edition,
            dependencies: package.dependencies,
            targets: package.targets,
            others,
            servers,
            beside: Vec::new(),
        };
        project.beside = pages::beside(&project);
        Ok(project)
    }

    /// The folder of the package.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(Path::new(""))
    }

    /// Returns true for a package within a workspace that has another folder.
    pub(crate) fn is_member(&self) -> bool {
        self.folder() != self.root
    }

    /// Lists the files of the package, without those in the folders `except` and those of other packages within it.
    pub(crate) fn own_files(&self, except: &[PathBuf]) -> impl Iterator<Item = DirEntry> {
        let except: Vec<PathBuf> = self.others.iter().chain(except).cloned().collect();
        walk::own_files(self.folder(), &except).collect::<Vec<_>>().into_iter()
    }

    /// Lists the files in which pages may be: those of the package, and in folders of templates beside it.
    pub(crate) fn files_with_pages(&self, except: &[PathBuf]) -> impl Iterator<Item = DirEntry> {
        let beside = self.beside.iter().flat_map(|folder| walk::own_files(folder, except));
        self.own_files(except).chain(beside.collect::<Vec<_>>())
    }

    /// The folders of templates that are not in the package.
    pub(crate) fn beside(&self) -> &[PathBuf] {
        &self.beside
    }

    /// A path relative to the package, with `/`. It goes up for one that is not in the package.
    pub(crate) fn relative(&self, path: &Path) -> String {
        let path = normalize(path);
        let mut up = String::new();
        let mut base = self.folder();
        loop {
            if let Ok(inner) = path.strip_prefix(base) {
                return (up + &inner.to_string_lossy()).replace('\\', "/");
            }
            let Some(above) = base.parent() else {
                return path.to_string_lossy().into_owned();
            };
            base = above;
            up.push_str("../");
        }
    }

    /// A path as it is shown: relative to the workspace.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = &*normalize(path);
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
        used(&self.dependencies)
    }

    /// An error for a package without a web framework that nobody has named, beside others with one.
    pub(crate) fn check_choice(&self) -> Result<(), String> {
        if self.used().is_some() || self.servers.is_empty() {
            return Ok(());
        }
        Err(format!(
            "{} has no web framework that is known here; choose the package that makes the pages with -p: {}, {}",
            self.shown(&self.manifest),
            self.servers.join(", "),
            self.name
        ))
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

    /// The engine that reads templates at run time. It may stand beside macros for pages.
    pub(crate) fn at_run_time(&self) -> Option<Engine> {
        const AT_RUN_TIME: [(&str, Engine); 3] = [
            ("minijinja", Engine::Minijinja),
            ("tera", Engine::Tera),
            ("handlebars", Engine::Handlebars),
        ];
        match self.engine() {
            Engine::Askama | Engine::OldAskama | Engine::Rinja => None,
            _ => AT_RUN_TIME
                .into_iter()
                .find(|(name, _)| self.uses(name) || self.is_in_rocket(name))
                .map(|(_, engine)| engine),
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
        dependency(&self.dependencies, name)
    }
}

/// The dependency of the program with that name, without those of tests and of build scripts.
fn dependency<'a>(all: &'a [Dependency], name: &str) -> Option<&'a Dependency> {
    all.iter().find(|it| it.name == name && it.kind.is_none())
}

/// The framework among the dependencies of a package, with the requirement.
fn used(all: &[Dependency]) -> Option<(Supported, &Dependency)> {
    FRAMEWORKS.into_iter().find_map(|it| Some((it, dependency(all, it.0)?)))
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
        let names: Vec<String> = metadata.packages.iter().map(described).collect();
        let names = names.join(", ");
        format!("this workspace has several packages; choose one with -p: {names}")
    })
}

/// The name of a package, with the crate of its web framework.
fn described(package: &Package) -> String {
    match used(&package.dependencies) {
        Some(((framework, ..), _)) => format!("{} ({framework})", package.name),
        None => package.name.clone(),
    }
}

fn same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((canonical(one), canonical(other)), (Ok(one), Ok(other)) if one == other)
}
