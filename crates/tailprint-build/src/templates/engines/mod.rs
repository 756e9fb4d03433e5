//! The template engines of a package, by its dependencies.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use tailprint_core::io_error::reason;

use super::Templates;
use crate::error::{Problem, Problems};

const MANIFEST: &str = "Cargo.toml";

/// A template engine that reads files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    /// askama 0.15 or newer.
    Askama,
    /// askama before 0.15, or its fork rinja. A filter cannot have the name of a keyword in these.
    OldAskama,
    Minijinja,
    /// tera 1, whose strings have no escapes.
    Tera1,
    Tera,
    Handlebars,
    Liquid,
}

impl Engine {
    /// The name in `build.json`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Askama | Self::OldAskama => "askama",
            Self::Minijinja => "minijinja",
            Self::Tera1 | Self::Tera => "tera",
            Self::Handlebars => "handlebars",
            Self::Liquid => "liquid",
        }
    }

    /// Returns the expression for the URL of an asset.
    pub(super) fn url(self, path: &str) -> String {
        match self {
            Self::Askama | Self::Minijinja | Self::Liquid => format!("{path:?}|static"),
            Self::OldAskama => format!("{path:?}|asset"),
            Self::Tera1 | Self::Tera => format!("{path:?} | static"),
            Self::Handlebars => format!("static {path:?}"),
        }
    }

    /// Returns true if askama's parser reads the templates.
    pub(super) const fn is_askama(self) -> bool {
        matches!(self, Self::Askama | Self::OldAskama)
    }
}

/// The engines of a package, in the order of [`Engine`]; none if its dependencies name none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Engines(Vec<Engine>);

impl Engines {
    /// Returns the engine that reads a template of this name.
    ///
    /// A file extension decides between several engines; askama is the first choice for all other files, and that of a
    /// package without any engine.
    pub(crate) fn of(&self, file: &str) -> Engine {
        self.named(file).or_else(|| self.0.first().copied()).unwrap_or(Engine::Askama)
    }

    /// Returns the engine that the extension of a file names.
    fn named(&self, file: &str) -> Option<Engine> {
        let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
        match &*extension.to_ascii_lowercase() {
            "hbs" | "handlebars" => Some(Engine::Handlebars),
            "liquid" => Some(Engine::Liquid),
            "tera" => self.0.iter().copied().find(|it| matches!(it, Engine::Tera1 | Engine::Tera)),
            "jinja" | "jinja2" | "j2" => self.0.iter().copied().find(|it| *it == Engine::Minijinja),
            _ => None,
        }
    }

    /// Returns the engines that may read a template of this name: one if the file extension decides.
    pub(super) fn candidates(&self, file: &str) -> Vec<Engine> {
        self.named(file).map_or_else(|| self.0.clone(), |named| vec![named])
    }

    /// Returns true if templates may be read by another engine than askama as well.
    pub(super) fn has_others(&self) -> bool {
        self.0.iter().any(|engine| !engine.is_askama())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Default, Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
    #[serde(default)]
    target: BTreeMap<String, Target>,
}

#[derive(Deserialize)]
struct Target {
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Dependency {
    Version(String),
    Table {
        package: Option<String>,
        version: Option<String>,
        workspace: Option<bool>,
        #[serde(default)]
        features: Vec<String>,
    },
}

/// Reads the engines from the manifest of the package. A manifest that Cargo refuses does not get here.
pub(crate) fn read(root: &Path, found: &mut Templates, problems: &mut Problems) -> Engines {
    let path = root.join(MANIFEST);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Engines::default(),
        Err(error) => {
            let problem = Problem::warning(format!("cannot read: {}", reason(&error)));
            problems.push(problem.in_file(MANIFEST).help("templates are read as those of askama"));
            return Engines::default();
        }
    };
    found.watch.paths.push(path);
    let workspace = || workspace(root);
    engines(&text, workspace)
}

/// The dependencies of the workspace that the package inherits from.
fn workspace(root: &Path) -> BTreeMap<String, Dependency> {
    #[derive(Deserialize)]
    struct Root {
        workspace: Option<Workspace>,
    }
    #[derive(Deserialize)]
    struct Workspace {
        #[serde(default)]
        dependencies: BTreeMap<String, Dependency>,
    }
    let manifests = root.ancestors().map(|folder| folder.join(MANIFEST));
    let mut workspaces = manifests.filter_map(|manifest| {
        let text = std::fs::read_to_string(manifest).ok()?;
        basic_toml::from_str::<Root>(&text).ok()?.workspace
    });
    workspaces.next().map(|it| it.dependencies).unwrap_or_default()
}

fn engines(manifest: &str, workspace: impl FnOnce() -> BTreeMap<String, Dependency>) -> Engines {
    let Manifest { dependencies, target } = basic_toml::from_str(manifest).unwrap_or_default();
    let targets = target.into_values().flat_map(|target| target.dependencies);
    let all: Vec<(String, Dependency)> = dependencies.into_iter().chain(targets).collect();
    let inherits = |dependency: &Dependency| {
        matches!(dependency, Dependency::Table { workspace: Some(true), .. })
    };
    let shared = if all.iter().any(|(_, it)| inherits(it)) { workspace() } else { BTreeMap::new() };
    let mut engines: Vec<Engine> = all
        .iter()
        .filter_map(|(name, dependency)| {
            let source = shared.get(name).filter(|_| inherits(dependency)).unwrap_or(dependency);
            engine(name, source)
        })
        .collect();
    let of_workspace = |name: &String| shared.get(name).into_iter();
    engines.extend(all.iter().flat_map(|(name, own)| {
        let both = std::iter::once(own).chain(of_workspace(name).filter(|_| inherits(own)));
        both.flat_map(|it| of_rocket(name, it)).collect::<Vec<_>>()
    }));
    engines.sort_unstable();
    engines.dedup();
    Engines(engines)
}

/// The engines that the features of `rocket_dyn_templates` name. Its tera is version 1.
fn of_rocket(name: &str, dependency: &Dependency) -> Vec<Engine> {
    let Dependency::Table { features, .. } = dependency else { return Vec::new() };
    let engine = |feature: &String| match &**feature {
        "tera" => Some(Engine::Tera1),
        "handlebars" => Some(Engine::Handlebars),
        "minijinja" => Some(Engine::Minijinja),
        _ => None,
    };
    let is_rocket = name == "rocket_dyn_templates";
    features.iter().filter(|_| is_rocket).filter_map(engine).collect()
}

/// The engine that a dependency is.
fn engine(name: &str, dependency: &Dependency) -> Option<Engine> {
    let (package, version) = match dependency {
        Dependency::Version(version) => (None, Some(version)),
        Dependency::Table { package, version, .. } => (package.as_deref(), version.as_ref()),
    };
    let version = version.map_or("", |version| version.trim_start_matches(['=', '^', '~', ' ']));
    let is = |prefix: &str| {
        version
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.starts_with(|it: char| it.is_ascii_digit()))
    };
    match package.unwrap_or(name) {
        "askama" if ["0.10", "0.11", "0.12", "0.13", "0.14"].into_iter().any(is) => {
            Some(Engine::OldAskama)
        }
        "askama" => Some(Engine::Askama),
        "rinja" => Some(Engine::OldAskama),
        "minijinja" => Some(Engine::Minijinja),
        "tera" if is("0") || is("1") => Some(Engine::Tera1),
        "tera" => Some(Engine::Tera),
        "handlebars" => Some(Engine::Handlebars),
        "liquid" => Some(Engine::Liquid),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
