//! The app as it is before `init`: the folder of its files, their URLs, and its Tailwind.

pub(crate) mod proxies;
pub(crate) mod tailwind;
mod templates;
mod url;

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use tailprint_core::path::normalize;

use super::edits::links::is_page;
use super::outputs;
use super::plan::Plan;
use super::project::Project;
use super::sources::{self, Place};
use crate::support::walk;
use tailwind::Tailwind;

/// Folders that hold static files by custom, if no code says where they are. `static` is the default of tailprint.
const CUSTOMARY: [&str; 5] = ["static", "assets", "public", "statics", "templates/assets"];

/// Files that browsers, crawlers and phones look for at the root of the host.
pub(crate) const OF_HOST: [&str; 12] = [
    "ads.txt",
    "apple-touch-icon-precomposed.png",
    "apple-touch-icon.png",
    "browserconfig.xml",
    "favicon.ico",
    "humans.txt",
    "manifest.json",
    "manifest.webmanifest",
    "robots.txt",
    "security.txt",
    "sitemap.xml",
    "sw.js",
];

/// The app as it is.
pub(crate) struct Survey {
    /// True if the build script builds the assets already. Only the steps that are still open are told then.
    pub(crate) is_set_up: bool,
    /// The files that become assets.
    pub(crate) files: Option<Files>,
    pub(crate) tailwind: Tailwind,
    /// All places that serve files.
    pub(crate) places: Vec<Place>,
    /// Indices of the places with a URL below which no page links a file, as with a folder of what users upload.
    pub(crate) unlinked: Vec<usize>,
    /// Folders of templates that the build does not read by itself, relative to the package.
    pub(crate) templates: Vec<String>,
}

/// The folder of files that become assets.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    /// Relative to the package, with `/`.
    pub(crate) folder: String,
    pub(crate) path: PathBuf,
    /// The URL below which they are served, with a slash at both ends.
    pub(crate) url: String,
    /// Index of the place that serves them.
    pub(crate) place: Option<usize>,
    /// Paths below the folder that the build script of the app writes.
    pub(crate) made: Vec<String>,
    /// Files that the build script serves at the root of the host, where links to them are right.
    kept: Vec<String>,
    /// More folders of assets, which are served at URLs of their own.
    pub(crate) beside: Vec<Beside>,
}

/// A folder that is served beside that of the files, and whose files pages link.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    /// Relative to the package, with `/`.
    folder: String,
    path: PathBuf,
    /// The URL below which they are served, with a slash at both ends.
    url: String,
}

impl Beside {
    /// The logical path of the folder with a slash at its end: its URL without the first one.
    fn prefix(&self) -> &str {
        self.url.trim_start_matches('/')
    }
}

impl Files {
    /// Returns true for the path of a file that is there, or that the build script makes.
    pub(crate) fn has(&self, path: &str) -> bool {
        let is_kept = self.at_root() && self.kept.iter().any(|kept| kept == path);
        let is_beside = |it: &Beside| {
            path.strip_prefix(it.prefix()).is_some_and(|rest| it.path.join(rest).is_file())
        };
        !is_kept && self.path.join(path).is_file()
            || self.made.iter().any(|made| made == path)
            || self.beside.iter().any(is_beside)
    }

    /// The URLs below which files are served, each with what stands in front of their logical paths.
    pub(crate) fn urls(&self) -> impl Iterator<Item = (&str, &str)> {
        let beside = self.beside.iter().map(|it| (&*it.url, it.prefix()));
        std::iter::once((&*self.url, "")).chain(beside)
    }

    /// The logical paths of all files.
    pub(crate) fn logical_paths(&self) -> impl Iterator<Item = String> {
        let beside = self.beside.iter().map(|it| (&it.path, it.prefix()));
        std::iter::once((&self.path, "")).chain(beside).flat_map(|(folder, prefix)| {
            walk::own_files(folder, &[]).filter_map(move |file| {
                let inner = file.path().strip_prefix(folder).ok()?;
                Some(format!("{prefix}{}", inner.to_string_lossy().replace('\\', "/")))
            })
        })
    }

    /// Returns true if the files lie at the root of the host.
    pub(crate) fn at_root(&self) -> bool {
        self.url == "/"
    }

    /// The calls of `Config` for the folder and the URL, without those that are the default.
    pub(crate) fn calls(&self) -> Vec<String> {
        // A root that is named takes the place of the one by default.
        let is_default = self.folder == "static" && self.beside.is_empty();
        let root = (!is_default).then(|| format!(".root({:?})", self.folder));
        let beside = self.beside.iter().map(|it| {
            format!(".root_at({:?}, {:?})", it.prefix().trim_end_matches('/'), it.folder)
        });
        let own_url = self.url != "/static/" && !self.at_root();
        let url = own_url.then(|| format!(".url_prefix({:?})", self.url));
        let of_host = self.kept_at_root().map(|name| format!(".at_root({name:?})"));
        root.into_iter().chain(beside).chain(url).chain(of_host).collect()
    }

    /// The files that stay at the root of the host, since programs ask for them there.
    pub(crate) fn kept_at_root(&self) -> impl Iterator<Item = &'static str> {
        OF_HOST.into_iter().filter(|name| self.at_root() && self.path.join(name).is_file())
    }
}

impl Survey {
    pub(crate) fn new(project: &Project, plan: &Plan) -> Result<Self, String> {
        let places = sources::places(project, plan);
        if let Some(script) = script(project, plan)? {
            let files = of_script(project, &script, &places, plan)?;
            let tailwind = tailwind::of_script(project, &script, plan)?;
            let (unlinked, templates) = Default::default();
            return Ok(Self { is_set_up: true, files, tailwind, places, unlinked, templates });
        }
        let unlinked = unlinked(project, &places, plan)?;
        let mut files = files(project, &places, plan)?;
        if let Some(files) = &mut files {
            files.made = outputs::paths(project, &files.folder, plan)?;
            files.beside = beside(project, &places, &unlinked, files);
        }
        let tailwind = tailwind::find(project, files.as_ref(), plan)?;
        let templates = templates::folders(project, files.as_ref(), plan)?;
        Ok(Self { is_set_up: false, files, tailwind, places, unlinked, templates })
    }

    /// The place that serves the files which become assets.
    pub(crate) fn chosen(&self) -> Option<&Place> {
        self.places.get(self.files.as_ref()?.place?)
    }

    /// The place whose route tailprint takes over.
    pub(crate) fn replaced(&self) -> Option<&Place> {
        let place = self.chosen()?;
        place.served.replace.as_ref().map(|_| place)
    }
}

/// The text of a build script that builds the assets already.
fn script(project: &Project, plan: &Plan) -> Result<Option<String>, String> {
    let Some(script) = project.build_script() else { return Ok(None) };
    Ok(plan.text(script)?.filter(|text| text.contains("tailprint_build")))
}

/// The value of a setting in a build script.
pub(crate) fn setting<'a>(script: &'a str, call: &str) -> Option<&'a str> {
    let (_, rest) = script.split_once(call)?;
    rest.strip_prefix("(\"")?.split_once('"').map(|(value, _)| value)
}

/// Finds the files of an app whose build script builds them, and the place that serves them still.
fn of_script(
    project: &Project,
    script: &str,
    places: &[Place],
    plan: &Plan,
) -> Result<Option<Files>, String> {
    let folder = setting(script, ".root").unwrap_or("static").to_owned();
    let path = normalize(&project.folder().join(&folder));
    if !path.is_dir() {
        return Ok(None);
    }
    let serves = |place: &Place| {
        let served = place.served.folder.as_deref().and_then(|it| locate(project, it));
        served.is_some_and(|(served, _)| served == folder)
    };
    let place = places.iter().position(serves);
    let named =
        script.split(".at_root(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
    // A route of the app may serve these there as well.
    let kept: Vec<String> = named.chain(OF_HOST).map(str::to_owned).collect();
    let url = match setting(script, ".url_prefix") {
        Some(url) => url.to_owned(),
        // Pages may link files at the root of the host still, where the app has had them.
        None => url::linked_in_pages(project, &folder, (&path, &kept), plan)?
            .filter(|url| url == "/")
            .unwrap_or_else(|| "/static/".to_owned()),
    };
    Ok(Some(Files { folder, path, url, place, made: Vec::new(), kept, beside: Vec::new() }))
}

/// Chooses the folder of the files: the one that is served, and of several the one with style sheets or scripts of which
/// pages link most.
fn files(project: &Project, places: &[Place], plan: &Plan) -> Result<Option<Files>, String> {
    let served = places.iter().enumerate().filter_map(|(index, place)| {
        let (folder, path) = locate(project, place.served.folder.as_deref()?)?;
        let named = place.served.folder.as_deref()?;
        let is_other = !has_files_of_pages(project, named) || has_templates_alone(project, named);
        if place.served.is_embedded && is_other {
            return None;
        }
        let url = place.served.url.clone();
        // An embedded part of the folder of static files.
        let whole = CUSTOMARY.iter().find(|whole| folder.starts_with(&format!("{whole}/")));
        match whole.filter(|_| url.is_none() && place.served.is_embedded) {
            Some(whole) => Some(((*whole).to_owned(), project.folder().join(whole), None, None)),
            None => Some((folder, path, url, Some(index))),
        }
    });
    let mut served: Vec<Served> = served.collect();
    let all = served.clone();
    served.retain(|it| !all.iter().any(|whole| is_part(it, whole)));
    let served = ranked(project, served, plan)?;
    let mut chosen = served.into_iter().next();
    if chosen.is_none() {
        chosen = to_be_filled(project, places, plan)?;
    }
    if chosen.is_none() {
        chosen = customary(project, plan)?;
    }
    let Some((folder, path, url, place)) = chosen else { return Ok(None) };
    let url = match url {
        Some(url) => format!("{url}/"),
        None => url::of_folder(project, &folder, &path, plan)?,
    };
    let (made, kept, beside) = Default::default();
    Ok(Some(Files { folder, path, url, place, made, kept, beside }))
}

/// Returns true for a folder within another one that is served there as well.
fn is_part((_, path, url, _): &Served, (_, whole, above, _): &Served) -> bool {
    let Ok(inner) = path.strip_prefix(whole) else { return false };
    let inner = inner.to_string_lossy().replace('\\', "/");
    let is_same = |(url, above): (&String, &String)| *url == format!("{above}/{inner}");
    !inner.is_empty() && url.as_ref().zip(above.as_ref()).is_some_and(is_same)
}

/// Puts the folders with style sheets or scripts first, and of those without a route the one of which pages link most.
fn ranked(project: &Project, served: Vec<Served>, plan: &Plan) -> Result<Vec<Served>, String> {
    if served.len() < 2 {
        return Ok(served);
    }
    let has_styles = |path: &Path| {
        walk::own_files(path, &[])
            .any(|file| file.path().extension().is_some_and(|it| it == "css" || it == "js"))
    };
    let mut ranked = Vec::new();
    for it in served {
        // Folders with a route of their own stay in the order of the routes.
        let linked = match &it.2 {
            Some(_) => usize::MAX,
            None => url::most_linked(project, &it.0, (&it.1, &[]), plan)?.map_or(0, |it| it.1),
        };
        ranked.push(((!has_styles(&it.1), Reverse(linked)), it));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, it)| it).collect())
}

/// Finds a folder that holds static files by custom: in the package, or beside it if pages link its files.
fn customary(project: &Project, plan: &Plan) -> Result<Option<Served>, String> {
    let has_files = |path: &Path| path.is_dir() && walk::own_files(path, &[]).next().is_some();
    let own = CUSTOMARY.iter().map(|folder| (*folder, project.folder().join(folder)));
    let mut own: Vec<_> = own.filter(|(_, path)| has_files(path)).collect();
    if own.len() > 1 {
        let mut linked = Vec::new();
        for (folder, path) in own {
            let links = url::most_linked(project, folder, (&path, &[]), plan)?;
            linked.push((Reverse(links.map_or(0, |it| it.1)), (folder, path)));
        }
        linked.sort_by_key(|(links, _)| *links);
        own = linked.into_iter().map(|(_, it)| it).collect();
    }
    if let Some((folder, path)) = own.into_iter().next() {
        return Ok(Some((folder.to_owned(), path, None, None)));
    }
    for folder in CUSTOMARY.iter().filter(|_| project.is_member()) {
        let path = project.root.join(folder);
        let is_linked = || url::linked_in_pages(project, folder, (&path, &[]), plan);
        if has_files(&path) && is_linked()?.is_some() {
            return Ok(Some((project.relative(&path), path, None, None)));
        }
    }
    Ok(None)
}

/// Finds the places with a URL below which no page links a file.
fn unlinked(project: &Project, places: &[Place], plan: &Plan) -> Result<Vec<usize>, String> {
    let mut found = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let folder = place.served.folder.as_deref().and_then(|it| locate(project, it));
        let (Some((_, path)), Some(url)) = (folder, &place.served.url) else { continue };
        if !url::is_linked(project, (&path, &format!("{url}/")), plan)? {
            found.push(index);
        }
    }
    Ok(found)
}

/// Finds the folders that are served at other URLs and whose files pages link. A folder that no page links may hold what
/// users upload.
fn beside(project: &Project, places: &[Place], unlinked: &[usize], files: &Files) -> Vec<Beside> {
    let mut found: Vec<Beside> = Vec::new();
    let linked = places.iter().enumerate().filter(|(index, _)| !unlinked.contains(index));
    for (_, place) in linked.filter(|(_, place)| !place.served.is_embedded) {
        let (Some(folder), Some(url)) = (&place.served.folder, &place.served.url) else { continue };
        let Some((folder, path)) = locate(project, folder) else { continue };
        let is_prefix = url.len() > 1 && !url.contains(['{', ':', '<', '*']);
        let one = Beside { folder, path, url: format!("{url}/") };
        let overlaps = |other: &Path| other.starts_with(&one.path) || one.path.starts_with(other);
        let is_taken = overlaps(&files.path)
            || files.path.join(one.prefix()).exists()
            || found.iter().any(|it| overlaps(&it.path) || it.url == one.url);
        if is_prefix && !is_taken {
            found.push(one);
        }
    }
    found
}

/// A folder, its path, its URL and the place that serves it.
type Served = (String, PathBuf, Option<String>, Option<usize>);

/// Finds a folder that is served, and which only Tailwind's program fills.
fn to_be_filled(
    project: &Project,
    places: &[Place],
    plan: &Plan,
) -> Result<Option<Served>, String> {
    for (index, place) in places.iter().enumerate() {
        let Some(folder) = place.served.folder.as_deref() else { continue };
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        let path = project.folder().join(folder);
        if !folder.is_empty() && !path.exists() && tailwind::fills(project, &path, plan)? {
            let url = place.served.url.clone();
            return Ok(Some((folder.to_owned(), path, url, Some(index))));
        }
    }
    Ok(None)
}

/// The extensions of files that pages load.
const OF_PAGES: [&str; 14] = [
    "avif", "css", "gif", "html", "ico", "jpeg", "jpg", "js", "mjs", "png", "svg", "wasm", "webp",
    "woff2",
];

/// Returns true if a folder that code names has files that pages load. One that is not there may get some.
pub(crate) fn has_files_of_pages(project: &Project, named: &str) -> bool {
    let is_of_pages =
        |file: &Path| file.extension().is_some_and(|it| OF_PAGES.iter().any(|known| it == *known));
    locate(project, named)
        .is_none_or(|(_, path)| walk::own_files(&path, &[]).any(|file| is_of_pages(file.path())))
}

/// Returns true for a folder of templates, which an engine reads and no browser.
pub(crate) fn has_templates_alone(project: &Project, named: &str) -> bool {
    let Some((_, path)) = locate(project, named) else { return false };
    let files: Vec<_> = walk::own_files(&path, &[]).collect();
    let has_expressions = |file: &Path| {
        // A file that is no text is no template.
        let text = std::fs::read_to_string(file);
        text.is_ok_and(|text| text.contains("{{") || text.contains("{%"))
    };
    files.iter().all(|file| is_page(file.path()))
        && files.iter().any(|file| has_expressions(file.path()))
}

/// The path of a folder that code names.
pub(crate) fn located(project: &Project, named: &str) -> Option<PathBuf> {
    locate(project, named).map(|(_, path)| path)
}

/// Returns true if code names the folder of the assets, relative to the package or the workspace.
pub(crate) fn is_whole(project: &Project, named: &str, files: &Files) -> bool {
    locate(project, named).is_some_and(|(_, path)| path == files.path)
}

/// Returns true if code names one of the further folders of assets.
pub(crate) fn is_beside(project: &Project, named: &str, files: &Files) -> bool {
    let located = locate(project, named);
    located.is_some_and(|(_, path)| files.beside.iter().any(|it| it.path == path))
}

/// Returns true if code names a file or folder within that of the assets, relative to the package or the workspace.
pub(crate) fn is_inside(project: &Project, named: &str, files: &Files) -> bool {
    let named = named.trim_start_matches("./");
    let within = |folder: &Path| folder.join(named).starts_with(&files.path);
    within(project.folder()) || within(&project.root)
}

/// Finds a folder that code names: below the package, or below the workspace, where `cargo run` starts the program.
fn locate(project: &Project, folder: &str) -> Option<(String, PathBuf)> {
    let name = folder.trim_start_matches("$CARGO_MANIFEST_DIR");
    let name = if name == folder { name } else { name.trim_start_matches('/') };
    let name = name.trim_start_matches("./").trim_end_matches('/');
    if name.is_empty() || Path::new(name).is_absolute() {
        return None;
    }
    let own = normalize(&project.folder().join(name));
    if own.is_dir() {
        return Some((name.to_owned(), own));
    }
    let shared = normalize(&project.root.join(name));
    // A path that code gives relative to the workspace may begin with the package itself.
    let package = project.shown(project.folder());
    if let Some(inner) = name.strip_prefix(&package).and_then(|it| it.strip_prefix('/')) {
        let path = project.folder().join(inner);
        return path.is_dir().then(|| (inner.to_owned(), path));
    }
    shared.is_dir().then(|| (project.relative(&shared), shared))
}
