//! Decides what a saved file needs, by its kind and place: a build, Tailwind, another style sheet, another page.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use tailprint_core::build_json::{BuildJson, EngineKind, Root};
use tailprint_core::glob::GlobSet;
use tailprint_core::lock;
use tailprint_core::selection::Selection;
use tailprint_core::typescript;

use super::super::build::BuiltProgram;
use super::super::project::Project;
use super::{Change, WatchedFolders};
use crate::support::build_json;

/// The steps that saved files need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Steps {
    /// `cargo build` and a restart.
    pub(crate) build: bool,
    /// Tailwind, since a file that may name classes has changed.
    pub(crate) styles: bool,
    /// URLs that pages fetch again.
    pub(crate) swap: BTreeSet<String>,
    /// Pages are loaded anew.
    pub(crate) reload: bool,
    /// TypeScript sources whose scripts are made anew.
    pub(crate) scripts: BTreeSet<Source>,
    /// Scripts that were saved or removed, with their logical paths.
    pub(crate) modules: BTreeSet<(PathBuf, String)>,
}

/// A TypeScript source that was saved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Source {
    pub(crate) file: PathBuf,
    /// Its logical path.
    pub(crate) path: String,
    /// The logical path of its script.
    pub(crate) script: String,
}

/// The step that a TypeScript source needs.
enum Saved {
    /// A build, since the scripts are others, or this program cannot make them.
    Build,
    Script(Source),
}

/// A static file as it is published in plain mode.
struct Published {
    /// The logical path of the file itself.
    path: String,
    /// The logical path of the script, if the file is a TypeScript source.
    script: Option<String>,
    url: String,
    /// True if it is served at the root of the host.
    is_at_root: bool,
    /// True if it was not there at the last build.
    is_new: bool,
}

/// The knowledge about the files of a project that decides what a change needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    package: PathBuf,
    build: Option<BuildJson>,
    /// The files that the build publishes.
    selection: Selection,
    /// The files that the build brings to the root of the host.
    at_root: GlobSet,
    /// TypeScript sources.
    typescript: GlobSet,
    /// Folders with templates, absolute.
    templates: Vec<PathBuf>,
    /// Files and folders that the program was made from.
    inputs: HashSet<PathBuf>,
}

impl Rules {
    /// The rules before the first build, which know the sources alone.
    pub(crate) fn new(project: &Project) -> Self {
        Self { package: project.folder.clone(), ..Self::default() }
    }

    /// Takes over what a build has shown.
    pub(crate) fn learn(
        &mut self,
        built: &BuiltProgram,
        templates: Vec<PathBuf>,
    ) -> Result<(), String> {
        self.templates = templates;
        self.build = built.folder.as_deref().map(build_json::read).transpose()?;
        let ignore = self.build.iter().flat_map(|build| &build.ignore);
        let include = self.build.iter().flat_map(|build| &build.include);
        self.selection = Selection::new(ignore, include).map_err(|error| error.to_string())?;
        let at_root = self.build.iter().flat_map(|build| &build.at_root);
        self.at_root = GlobSet::new(at_root).map_err(|error| error.to_string())?;
        let typescript = self.build.iter().flat_map(|build| &build.typescript);
        self.typescript = GlobSet::new(typescript).map_err(|error| error.to_string())?;
        self.inputs.clone_from(&built.inputs);
        // `build.json` says more about the paths that tailprint-build announced to Cargo.
        for path in self.build.iter().flat_map(|it| &it.inputs.paths) {
            self.inputs.remove(path);
        }
        self.inputs.extend(built.compiled.iter().cloned());
        Ok(())
    }

    pub(crate) fn build(&self) -> Option<&BuildJson> {
        self.build.as_ref()
    }

    /// The URL of a logical path in plain mode; none before the first build.
    pub(crate) fn url(&self, logical: &str) -> Option<String> {
        let build = self.build.as_ref()?;
        Some(url_at(build, logical, self.at_root.matches_within(logical)))
    }

    /// The folders to watch.
    pub(crate) fn folders(&self, project: &Project) -> WatchedFolders {
        let trees: BTreeSet<PathBuf> = project.folders.clone();
        let mut flat =
            BTreeSet::from([project.workspace.clone(), project.workspace.join(".cargo")]);
        let inside = |path: &Path| {
            trees.iter().chain(&project.target).any(|folder| path.starts_with(folder))
        };
        let outside = self.inputs.iter().filter(|path| path.is_absolute() && !inside(path));
        flat.extend(outside.filter_map(|path| path.parent().map(Path::to_owned)));
        let roots = self.roots().chain(self.templates.iter().cloned());
        WatchedFolders {
            roots: roots.collect(),
            flat,
            excluded: project.target.iter().cloned().collect(),
            trees,
        }
    }

    /// The folders of the static files.
    fn roots(&self) -> impl Iterator<Item = PathBuf> {
        let builds = self.build.iter();
        builds.flat_map(|it| it.roots.iter().map(|root| it.package.join(&root.folder)))
    }

    /// The steps that these changes need.
    pub(crate) fn steps(&self, changes: &[Change]) -> Steps {
        let mut steps = Steps::default();
        for change in changes.iter().filter(|change| !is_by_product(&change.path)) {
            self.add(change, &mut steps);
        }
        steps
    }

    fn add(&self, change: &Change, steps: &mut Steps) {
        let path = &*change.path;
        let published = self.published(path).filter(|_| !self.is_entry(path));
        // A router has a route for every file at the root that the build knows.
        let needs_route = published.as_ref().is_some_and(|it| it.is_at_root && it.is_new);
        steps.build |= needs_route || self.is_built(path);
        let source = published.as_ref().and_then(|it| self.source(change, it));
        let is_script = published.as_ref().is_some_and(|it| it.script.is_none());
        let is_script = is_script && extension(path).is_some_and(|it| it == "js" || it == "mjs");
        if let Some(published) = published.as_ref().filter(|_| is_script) {
            steps.modules.insert((change.path.clone(), published.path.clone()));
        }
        let url = published.map(|it| it.url);
        let kind = Kind::of(path);
        let scanned = kind != Kind::Image && !is_never_scanned(path);
        steps.styles |= scanned;
        match source {
            Some(Saved::Script(source)) => {
                steps.scripts.insert(source);
                return;
            }
            Some(Saved::Build) => {
                steps.build = true;
                return;
            }
            None => {}
        }
        match (url, kind) {
            (Some(url), Kind::Style | Kind::Image) => {
                steps.swap.insert(url);
            }
            (Some(_), Kind::Other) => steps.reload = true,
            (None, _) => {}
        }
    }

    /// Returns the step for a TypeScript source; none for other files. The program knows which scripts there are.
    fn source(&self, change: &Change, published: &Published) -> Option<Saved> {
        let script = published.script.clone()?;
        if !cfg!(feature = "typescript") || !change.exists || published.is_new {
            return Some(Saved::Build);
        }
        let (file, path) = (change.path.clone(), published.path.clone());
        Some(Saved::Script(Source { file, path, script }))
    }

    /// The globs of TypeScript sources.
    #[cfg(feature = "typescript")]
    pub(crate) fn typescript(&self) -> &GlobSet {
        &self.typescript
    }

    /// Returns true if Cargo compiles the program from this file.
    fn is_built(&self, path: &Path) -> bool {
        const NAMES: [&str; 6] = [
            "Cargo.toml",
            "Cargo.lock",
            "askama.toml",
            "rust-toolchain",
            "rust-toolchain.toml",
            // The first `pin` makes it, and no build has read it before.
            lock::FILE,
        ];
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path.extension().is_some_and(|extension| extension == "rs")
            || NAMES.contains(&name)
            || path.ends_with(".cargo/config.toml")
            || self.templates.iter().any(|folder| path.starts_with(folder))
            || path.ancestors().any(|path| path != self.package && self.inputs.contains(path))
    }

    /// Returns true for an entry point of Tailwind, which is not published.
    fn is_entry(&self, path: &Path) -> bool {
        let builds = self.build.iter();
        builds
            .flat_map(|it| it.tailwind.iter().map(|sheet| it.package.join(&sheet.source)))
            .any(|it| it == path)
    }

    /// A static file as it is published; none if the build ignores it.
    fn published(&self, path: &Path) -> Option<Published> {
        let (root, below) = self.build.iter().find_map(|build| {
            let below = |root: &Root| {
                path.strip_prefix(build.package.join(&root.folder)).ok().map(Path::to_owned)
            };
            build.roots.iter().find_map(|root| Some((root, below(root)?)))
        })?;
        let prefix = &root.prefix;
        let names = below.iter().map(|name| name.to_str()).collect::<Option<Vec<_>>>()?;
        let below = names.join("/");
        let logical = if prefix.is_empty() { below } else { format!("{prefix}/{below}") };
        if !self.selection.publishes(prefix, &logical) {
            return None;
        }
        let build = self.build.as_ref()?;
        let is_source = self.typescript.matches_within(&logical);
        let script = is_source.then(|| typescript::script(&logical)).flatten();
        let served = script.clone().unwrap_or_else(|| logical.clone());
        let is_at_root = root.at_root || self.at_root.matches_within(&logical);
        Some(Published {
            url: url_at(build, &served, is_at_root),
            is_at_root,
            is_new: !build.assets.iter().any(|asset| asset.path == served),
            script,
            path: logical,
        })
    }
}

/// Returns true if style sheets compile so quickly that they need not wait for a build: all engines are built in.
pub(crate) fn compiles_quickly(build: &BuildJson) -> bool {
    let mut engines = build.tailwind.iter().filter_map(|sheet| sheet.engine.as_ref()).peekable();
    engines.peek().is_some() && engines.all(|engine| engine.kind == EngineKind::Builtin)
}

/// The URL of a logical path in plain mode, in one of the two places.
fn url_at(build: &BuildJson, logical: &str, is_at_root: bool) -> String {
    let mut url = if is_at_root { "/" } else { &*build.url_prefix }.to_owned();
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

/// The kinds of static files, by what a page does with a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A style sheet, swapped in place.
    Style,
    /// An image or font, swapped in place.
    Image,
    /// Anything else: the page is loaded anew.
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

/// Returns true for a file in which Tailwind never looks for classes. The app itself may write such files often.
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

/// Returns true for a file that an editor writes beside the edited one: backups, swap files and the number `4913`,
/// with which Vim tests if it may write to a folder.
fn is_by_product(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let ends =
        ["~", ".swp", ".swo", ".swx", ".kate-swp", "___jb_tmp___", "___jb_old___", ".crswap"];
    ends.iter().any(|end| name.ends_with(end))
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
}
