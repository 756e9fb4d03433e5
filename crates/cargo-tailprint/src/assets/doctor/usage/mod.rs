//! Finds assets that are possibly unused, and URLs that are written out instead of made by the filter.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use tailprint_core::build_json::{Asset, BuildJson};
use tailprint_core::fingerprint::logical_path;
use walkdir::DirEntry;

use super::pins::is_pinned;
use crate::support::{build_json, walk};

/// The texts of the sources and templates of a package, by path.
#[derive(Debug, Default)]
pub(crate) struct Texts(Vec<(String, String)>);

/// The size above which a file is data and is not searched. No source or template that a person wrote comes near it.
const LARGEST: u64 = 2_000_000;

/// Files that browsers and robots request although no page names them.
const ASKED_FOR: [&str; 8] = [
    "favicon.ico",
    "robots.txt",
    "apple-touch-icon.png",
    "apple-touch-icon-precomposed.png",
    "sitemap.xml",
    "security.txt",
    "humans.txt",
    "browserconfig.xml",
];

/// A path as it is shown: relative to the package where it is in it.
pub(crate) fn shown(build: &BuildJson, path: &Path) -> String {
    let path = path.strip_prefix(&build.package).unwrap_or(path);
    let shown = path.to_string_lossy().replace('\\', "/");
    if shown.is_empty() { ".".to_owned() } else { shown }
}

impl Texts {
    /// Reads all files that may name assets, except for the assets themselves.
    pub(crate) fn read(build: &BuildJson) -> Self {
        let roots = build_json::asset_folders(build);
        let files = walk::own_files(&build.package, &roots);
        Self(texts(build, files.filter(|entry| is_source(entry.path()))))
    }

    /// Reads the scripts among the assets that a person may have written.
    pub(crate) fn scripts(build: &BuildJson) -> Self {
        let is_written = |path: &Path| {
            let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
            let is_script =
                path.extension().is_some_and(|it| it == "js" || it == "mjs" || it == "ts");
            is_script && !name.contains(".min.") && !path.iter().any(|folder| folder == "vendor")
        };
        let roots = build_json::asset_folders(build);
        let files = roots.iter().flat_map(|root| walk::own_files(root, &[]));
        Self(texts(build, files.filter(|entry| is_written(entry.path()))))
    }

    /// The texts, each with its path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The places in which a path or a constant is written as a whole, each with its line.
    pub(crate) fn places<'a>(&'a self, what: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
        let lines = self.iter().flat_map(|(file, text)| {
            text.lines().enumerate().map(move |(number, line)| (file, number + 1, line))
        });
        lines.filter(move |(_, _, line)| names(line, what)).map(|(file, number, _)| (file, number))
    }

    fn contain(&self, what: &str) -> bool {
        self.0.iter().any(|(_, text)| text.contains(what))
    }
}

/// Reads the files that are no data, each with its path.
fn texts(build: &BuildJson, files: impl Iterator<Item = DirEntry>) -> Vec<(String, String)> {
    let small = files.filter(|entry| entry.metadata().is_ok_and(|data| data.len() <= LARGEST));
    let text = |entry: DirEntry| {
        let text = std::fs::read_to_string(entry.path()).ok()?;
        Some((shown(build, entry.path()), text))
    };
    small.filter_map(text).collect()
}

/// Returns true if a line has a path or a constant that is not a part of a longer one.
fn names(line: &str, what: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || "_-./".contains(letter);
    line.match_indices(what).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let mut after = line.get(at + what.len()..).unwrap_or_default().chars();
        // A sentence may end behind a path.
        let goes_on = after.next().is_some_and(|it| {
            is_part(it) && (it != '.' || after.next().is_some_and(char::is_alphanumeric))
        });
        !before.is_some_and(is_part) && !goes_on
    })
}

fn is_source(path: &Path) -> bool {
    let endings = [
        "rs",
        "html",
        "htm",
        "jinja",
        "jinja2",
        "j2",
        "tera",
        "askama",
        "hbs",
        "handlebars",
        "mustache",
        "liquid",
        "xml",
        "txt",
        "svg",
        "js",
        "mjs",
        "ts",
        "jsx",
        "tsx",
        "vue",
        "svelte",
        "toml",
    ];
    path.extension().and_then(|it| it.to_str()).is_some_and(|it| endings.contains(&it))
}

/// Lists the assets that no template and no source names, and no asset that is used. `loads` gives the assets that a
/// script loads by their plain names. Files at the root of the host are asked for by their addresses.
pub(crate) fn unused(
    build: &BuildJson,
    texts: &Texts,
    loads: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    let mut folders = HashMap::new();
    let mut open: Vec<&Asset> = Vec::new();
    for asset in &build.assets {
        if is_start(asset, texts, &mut folders) {
            open.push(asset);
        }
    }
    let by_path: HashMap<&str, &Asset> =
        build.assets.iter().map(|asset| (&*asset.path, asset)).collect();
    let mut used: HashSet<&str> = open.iter().map(|asset| &*asset.path).collect();
    while let Some(asset) = open.pop() {
        let loaded = loads.get(&asset.path).into_iter().flatten();
        for path in asset.references.iter().chain(loaded) {
            if let Some(next) = by_path.get(&**path)
                && used.insert(&next.path)
            {
                open.push(next);
            }
        }
    }
    let unused = build.assets.iter().filter(|asset| !used.contains(&*asset.path));
    unused.map(|asset| asset.path.clone()).collect()
}

/// Returns true if an asset is used although no other one refers to it.
fn is_start<'a>(asset: &'a Asset, texts: &Texts, folders: &mut HashMap<&'a str, bool>) -> bool {
    let name = asset.path.rsplit('/').next().unwrap_or_default();
    asset.at_root
        || ASKED_FOR.contains(&name)
        || asset.path.starts_with(".well-known/")
        || name.ends_with(".map")
        || is_licence(name)
        || is_pinned(&asset.path)
        || is_named(&asset.path, texts, folders)
}

/// Returns true if the service is nested in axum, and nothing serves whole paths.
pub(crate) fn is_only_nested(texts: &Texts) -> bool {
    let has_nested = |(file, text): &(String, String)| {
        file.ends_with(".rs") && text.contains("nest_service(") && text.contains("::MOUNT")
    };
    let is_whole = ["service().router()", "with_mount()", ".spa("];
    texts.0.iter().any(has_nested) && !is_whole.iter().any(|call| texts.contain(call))
}

fn is_licence(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["license", "licence", "copying", "notice"].iter().any(|word| name.starts_with(word))
}

/// Returns true if a text names an asset. `known` has the folders that were searched for already: many files share one.
fn is_named<'a>(path: &'a str, texts: &Texts, known: &mut HashMap<&'a str, bool>) -> bool {
    let mut folders = path.match_indices('/').map(|(at, _)| path.get(..=at).unwrap_or_default());
    let is_continued = |folder: &str| texts.0.iter().any(|(_, text)| continues(text, folder));
    folders.any(|folder| *known.entry(folder).or_insert_with(|| is_continued(folder)))
        || texts.contain(path)
        || texts.contain(&constant(path))
}

/// Returns true if a text puts together a path in a folder: `"icons/" + name`, `format!("icons/{name}.svg")`.
fn continues(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + folder.len()..).unwrap_or_default();
        before.ends_with(['"', '\'', '`', '/'])
            && after.starts_with(['"', '\'', '`', '{', '$', '<', '%'])
    })
}

/// The last name of the constant that tailprint generates for a path.
fn constant(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_uppercase() } else { '_' };
    name.chars().map(letter).collect()
}

/// Lists the URLs of assets that are written out: `templates/a.html:3: /static/css/app.css`.
pub(crate) fn written_out(build: &BuildJson, texts: &Texts) -> Vec<String> {
    let paths: BTreeSet<&str> = build.assets.iter().map(|asset| asset.path.as_str()).collect();
    let mut found = Vec::new();
    if build.url_prefix.len() < 2 {
        return found;
    }
    for (file, text) in
        texts.0.iter().filter(|(file, _)| !file.ends_with(".rs") || file.starts_with("src/"))
    {
        for (number, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices(&build.url_prefix) {
                let rest = line.get(at + build.url_prefix.len()..).unwrap_or_default();
                let end =
                    rest.find(['"', '\'', ')', ' ', '<', '?', '#', '>', '`']).unwrap_or(rest.len());
                let path = rest.get(..end).unwrap_or_default();
                let opens = line.get(..at).is_some_and(|it| it.ends_with(['"', '\'', '(', '=']));
                let logical = logical_path(path);
                if opens
                    && (paths.contains(path)
                        || logical.is_some_and(|logical| paths.contains(logical.as_str())))
                {
                    found.push(format!("{file}:{}: {}{path}", number + 1, build.url_prefix));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
