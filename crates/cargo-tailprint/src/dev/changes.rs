//! What has to be done for a change, by the kind of file it is.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::compile::Built;
use super::project::Project;
use super::watch::{Change, Places};

/// What has to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// `cargo build`, and a restart.
    pub(super) build: bool,
    /// Tailwind, since a file has changed that may name classes.
    pub(super) styles: bool,
    /// Pages fetch these URLs again.
    pub(super) swap: BTreeSet<String>,
    /// Pages are loaded again.
    pub(super) reload: bool,
}

/// `build.json`, as far as it is needed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Description {
    pub(super) version: u32,
    pub(super) package: PathBuf,
    pub(super) url_prefix: String,
    roots: Vec<Root>,
    pub(super) tailwind: Vec<Entry>,
    inputs: Inputs,
}

#[derive(Clone, Debug, Deserialize)]
struct Root {
    prefix: String,
    folder: PathBuf,
}

/// A Tailwind entry point.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Entry {
    pub(super) source: PathBuf,
    pub(super) output: String,
    pub(super) engine: Option<Engine>,
    /// What the package says about a version that tailprint does not support.
    pub(super) digest: Option<String>,
}

/// What compiled it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Engine {
    pub(super) kind: String,
    pub(super) path: PathBuf,
    pub(super) version: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Inputs {
    paths: Vec<PathBuf>,
}

/// What is known of the files of a project.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    package: PathBuf,
    description: Option<Description>,
    /// Folders with templates.
    templates: Vec<PathBuf>,
    /// Files and folders that the program was made from.
    inputs: HashSet<PathBuf>,
}

impl Rules {
    /// What is known before anything is built.
    pub(super) fn new(project: &Project) -> Self {
        Self { package: project.folder.clone(), ..Self::default() }
    }

    /// What a build has shown.
    pub(super) fn learn(&mut self, built: &Built, templates: Vec<PathBuf>) -> Result<(), String> {
        self.templates = templates;
        self.description = built.folder.as_deref().map(Description::read).transpose()?;
        self.inputs.clone_from(&built.inputs);
        // What tailprint announced to Cargo is known in more detail.
        for path in self.description.iter().flat_map(|it| &it.inputs.paths) {
            self.inputs.remove(path);
        }
        self.inputs.extend(built.compiled.iter().cloned());
        Ok(())
    }

    pub(super) fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }

    /// What is to be watched.
    pub(super) fn places(&self, project: &Project) -> Places {
        let trees: BTreeSet<PathBuf> = project.folders.clone();
        let mut flat =
            BTreeSet::from([project.workspace.clone(), project.workspace.join(".cargo")]);
        let inside = |path: &Path| {
            trees.iter().chain(&project.target).any(|folder| path.starts_with(folder))
        };
        let outside = self.inputs.iter().filter(|path| path.is_absolute() && !inside(path));
        flat.extend(outside.filter_map(|path| path.parent().map(Path::to_owned)));
        let roots = self.roots().map(|(_, folder)| folder).chain(self.templates.iter().cloned());
        Places {
            roots: roots.collect(),
            flat,
            excluded: project.target.iter().cloned().collect(),
            trees,
        }
    }

    /// Prefixes and folders of the static files.
    fn roots(&self) -> impl Iterator<Item = (&str, PathBuf)> {
        let description = self.description.iter();
        description.flat_map(|it| {
            it.roots.iter().map(|root| (&*root.prefix, it.package.join(&root.folder)))
        })
    }

    /// What has to be done for these changes.
    pub(super) fn plan(&self, changes: &[Change]) -> Plan {
        let mut plan = Plan::default();
        for Change { path, .. } in changes.iter().filter(|change| !is_by_product(&change.path)) {
            self.add(path, &mut plan);
        }
        plan
    }

    fn add(&self, path: &Path, plan: &mut Plan) {
        if self.is_built(path) {
            plan.build = true;
        }
        let url = self.url(path).filter(|_| !self.is_entry(path));
        let kind = Kind::of(path);
        let scanned = kind != Kind::Image && !is_never_scanned(path);
        plan.styles |= scanned;
        match (url, kind) {
            (Some(url), Kind::Style | Kind::Image) => {
                plan.swap.insert(url);
            }
            (Some(_), Kind::Other) => plan.reload = true,
            (None, _) => {}
        }
    }

    /// Whether the program is made from it.
    fn is_built(&self, path: &Path) -> bool {
        const NAMES: [&str; 5] =
            ["Cargo.toml", "Cargo.lock", "askama.toml", "rust-toolchain", "rust-toolchain.toml"];
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path.extension().is_some_and(|extension| extension == "rs")
            || NAMES.contains(&name)
            || path.ends_with(".cargo/config.toml")
            || self.templates.iter().any(|folder| path.starts_with(folder))
            || path.ancestors().any(|path| path != self.package && self.inputs.contains(path))
    }

    fn is_entry(&self, path: &Path) -> bool {
        let description = self.description.iter();
        description
            .flat_map(|it| it.tailwind.iter().map(|entry| it.package.join(&entry.source)))
            .any(|it| it == path)
    }

    /// Where a static file is served.
    fn url(&self, path: &Path) -> Option<String> {
        let (prefix, below) = self.roots().find_map(|(prefix, folder)| {
            Some((prefix.to_owned(), path.strip_prefix(folder).ok()?))
        })?;
        let names = below.iter().map(|name| name.to_str()).collect::<Option<Vec<_>>>()?;
        let hidden = names.iter().any(|name| name.starts_with('.') || name.ends_with('~'));
        let logical = if prefix.is_empty() {
            names.join("/")
        } else {
            format!("{prefix}/{}", names.join("/"))
        };
        (!hidden).then(|| self.description.as_ref().map(|it| it.url(&logical)))?
    }
}

impl Description {
    fn read(folder: &Path) -> Result<Self, String> {
        let file = folder.join("build.json");
        let text = std::fs::read(&file)
            .map_err(|error| tailprint_build::tool::cannot("be read", &file, &error))?;
        let description: Self = serde_json::from_slice(&text)
            .map_err(|error| format!("{}: not understood: {error}", file.display()))?;
        if description.version != 1 {
            return Err(format!(
                "{}: has the format {}, but this program knows 1; \
                 update cargo-tailprint or tailprint-build so that both have the same version",
                file.display(),
                description.version
            ));
        }
        Ok(description)
    }

    /// Whether compiling style sheets is so quick that it need not wait for a build.
    pub(super) fn compiles_quickly(&self) -> bool {
        let engines = self.tailwind.iter().filter_map(|entry| entry.engine.as_ref());
        engines.clone().next().is_some()
            && engines.into_iter().all(|engine| engine.kind == "builtin")
    }

    /// The URL of a logical path in plain mode.
    pub(super) fn url(&self, logical: &str) -> String {
        let mut url = self.url_prefix.clone();
        for letter in logical.chars() {
            match letter {
                '%' => url.push_str("%25"),
                '?' => url.push_str("%3F"),
                '#' => url.push_str("%23"),
                _ => url.push(letter),
            }
        }
        url
    }
}

/// What a page does with a static file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Style,
    /// Images and fonts.
    Image,
    Other,
}

impl Kind {
    fn of(path: &Path) -> Self {
        const IMAGES: [&str; 15] = [
            "apng", "avif", "bmp", "cur", "eot", "gif", "ico", "jpeg", "jpg", "otf", "png", "svg",
            "ttf", "woff", "woff2",
        ];
        match extension(path) {
            Some(extension) if extension == "css" => Self::Style,
            Some(extension) if extension == "webp" || IMAGES.contains(&&*extension) => Self::Image,
            _ => Self::Other,
        }
    }
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase())
}

/// What Tailwind never looks for classes in: a program may write such files all the time.
fn is_never_scanned(path: &Path) -> bool {
    const NEVER: [&str; 12] = [
        "db",
        "db-journal",
        "db-shm",
        "db-wal",
        "gz",
        "lock",
        "log",
        "pdf",
        "sqlite",
        "sqlite3",
        "wasm",
        "zip",
    ];
    extension(path).is_some_and(|extension| NEVER.contains(&&*extension))
}

/// What editors write beside the file that is edited.
fn is_by_product(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let ends =
        ["~", ".swp", ".swo", ".swx", ".kate-swp", "___jb_tmp___", "___jb_old___", ".crswap"];
    ends.iter().any(|end| name.ends_with(end))
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
}
