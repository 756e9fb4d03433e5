//! Which assets nothing seems to use, and which URLs are written where the filter should stand.

use std::collections::BTreeSet;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::build::{Asset, Build};

/// Sources and templates of the package.
#[derive(Debug, Default)]
pub(crate) struct Texts(Vec<(String, String)>);

/// Larger files are data, not something that a person wrote.
const LARGEST: u64 = 2_000_000;

/// Files that browsers and robots ask for without being told.
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

impl Texts {
    /// Reads what may name assets: everything but the assets themselves.
    pub(crate) fn read(build: &Build) -> Self {
        let roots: Vec<_> =
            build.roots.iter().map(|root| build.package.join(&root.folder)).collect();
        let is_wanted = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            let is_foreign = name.starts_with('.') || name == "target" || name == "node_modules";
            entry.depth() == 0 || !(is_foreign || roots.iter().any(|root| entry.path() == root))
        };
        let files = WalkDir::new(&build.package).sort_by_file_name().into_iter();
        let files = files.filter_entry(is_wanted).filter_map(Result::ok);
        let small = files.filter(|entry| {
            entry.file_type().is_file() && entry.metadata().is_ok_and(|data| data.len() <= LARGEST)
        });
        let text = |entry: DirEntry| {
            let text = std::fs::read_to_string(entry.path()).ok()?;
            Some((build.shown(entry.path()), text))
        };
        Self(small.filter(|it| is_source(it.path())).filter_map(text).collect())
    }

    fn contain(&self, what: &str) -> bool {
        self.0.iter().any(|(_, text)| text.contains(what))
    }
}

fn is_source(path: &Path) -> bool {
    let endings = [
        "rs", "html", "htm", "jinja", "jinja2", "j2", "tera", "askama", "xml", "txt", "svg", "js",
        "toml",
    ];
    path.extension().and_then(|it| it.to_str()).is_some_and(|it| endings.contains(&it))
}

/// Assets that no asset, template or source names.
pub(crate) fn unused(build: &Build, texts: &Texts) -> Vec<String> {
    let referred: BTreeSet<&str> =
        build.assets.iter().flat_map(|it| it.references.iter().map(String::as_str)).collect();
    let is_unused = |asset: &&Asset| {
        let name = asset.path.rsplit('/').next().unwrap_or_default();
        !referred.contains(asset.path.as_str())
            && !ASKED_FOR.contains(&name)
            && !asset.path.starts_with(".well-known/")
            && !name.ends_with(".map")
            && !is_licence(name)
            && !is_named(&asset.path, texts)
    };
    build.assets.iter().filter(is_unused).map(|asset| asset.path.clone()).collect()
}

fn is_licence(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["license", "licence", "copying", "notice"].iter().any(|word| name.starts_with(word))
}

fn is_named(path: &str, texts: &Texts) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| path.get(..=at).unwrap_or_default());
    texts.contain(path)
        || folders.into_iter().any(|folder| texts.contain(&format!("\"{folder}\"")))
        || texts.contain(&constant(path))
}

/// The last name of the constant that tailprint makes for a path.
fn constant(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_uppercase() } else { '_' };
    name.chars().map(letter).collect()
}

/// URLs of assets that are written out: `templates/a.html:3: /static/css/app.css`.
pub(crate) fn written_out(build: &Build, texts: &Texts) -> Vec<String> {
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
                let logical = without_hash(path);
                if opens && (paths.contains(path) || paths.contains(logical.as_str())) {
                    found.push(format!("{file}:{}: {}{path}", number + 1, build.url_prefix));
                }
            }
        }
    }
    found
}

/// `css/app.css` for `css/app.4e3e58f1a4a4.css`
fn without_hash(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let is_hash = |part: &&&str| part.len() == 12 && part.bytes().all(|it| it.is_ascii_hexdigit());
    let kept = parts.iter().filter(|part| !is_hash(part)).copied();
    kept.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests;
