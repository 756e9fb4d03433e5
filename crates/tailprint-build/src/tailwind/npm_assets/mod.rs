//! Files that style sheets of npm packages refer to: fonts of `@fontsource/inter`, images of `leaflet`.
//!
//! Tailwind copies an imported style sheet into the compiled one and leaves its URLs as they are, so that they lead
//! nowhere. Here the files become assets below [`FOLDER`], and the URLs lead to them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use tailprint_core::path::split_suffix;

use super::style_sheet::StyleSheets;
use crate::error::Problem;
use crate::naming::publish::relative;
use crate::references::resolve::{Resolution, Site, UrlPrefix, is_relative, resolve};
use crate::references::{Kind, Reference, css, language};
use crate::support::fs::{read, shown};

/// The folder of the assets of all npm packages.
pub(crate) const FOLDER: &str = "vendor/npm/";

/// The folder that Node.js keeps packages in.
const MODULES: &str = "node_modules";

/// A file of an npm package that a compiled style sheet refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NpmAsset {
    /// The logical path: `vendor/npm/katex/dist/fonts/KaTeX_Main-Regular.woff2`.
    pub(crate) path: String,
    pub(crate) file: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

/// A file that a URL in the style sheet of a package means, with its logical path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meant {
    pub(super) path: String,
    pub(super) file: PathBuf,
}

/// Rewrites the URLs of npm packages in a compiled style sheet, whose logical path is `output`. Returns the files.
pub(super) fn take(
    css: &mut Vec<u8>,
    sheets: &StyleSheets,
    output: &str,
    package: &Path,
) -> Result<Vec<NpmAsset>, Vec<Problem>> {
    let known = urls(sheets);
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let Ok(text) = std::str::from_utf8(css) else { return Ok(Vec::new()) };
    let folder = output.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut text, mut taken, mut problems) = (text.to_owned(), BTreeMap::new(), Vec::new());
    for reference in css::find(&text).references.iter().rev() {
        let Some(meant) = known.get(&reference.url).filter(|_| is_fetched(reference)) else {
            continue;
        };
        let [first, others @ ..] = &meant[..] else { continue };
        match only(first, others, package) {
            Ok(asset) => {
                let url = relative(folder, &asset.path) + split_suffix(&reference.url).1;
                text.replace_range(reference.span.clone(), &url);
                taken.insert(asset.path.clone(), asset);
            }
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    *css = text.into_bytes();
    follow(&mut taken, package)?;
    Ok(taken.into_values().collect())
}

/// Adds the files that style sheets and images among the assets refer to. They lie beside each other as in the package.
fn follow(taken: &mut BTreeMap<String, NpmAsset>, package: &Path) -> Result<(), Vec<Problem>> {
    let mut waiting: Vec<String> = taken.keys().cloned().collect();
    while let Some(path) = waiting.pop() {
        let Some(asset) = taken.get(&path) else { continue };
        let Some(language) = language(&path, false) else { continue };
        // What is no text refers to nothing.
        let Ok(text) = std::str::from_utf8(&asset.bytes) else { continue };
        let found = (language.find)(text, &[]);
        let meant = found.references.iter().filter(|it| is_fetched(it));
        let meant: BTreeSet<_> = meant.filter_map(|it| meant_in(&asset.file, it)).collect();
        for Meant { path, file } in meant {
            if taken.contains_key(&path) {
                continue;
            }
            let bytes = read(&file, &shown(&file, package)).map_err(|problem| vec![problem])?;
            waiting.push(path.clone());
            taken.insert(path.clone(), NpmAsset { path, file, bytes });
        }
    }
    Ok(())
}

/// Returns the URLs of the style sheets of packages, with the files that each may mean. What the project's own style
/// sheets have written is theirs.
fn urls(sheets: &StyleSheets) -> HashMap<String, Vec<Meant>> {
    let mut known: HashMap<String, Vec<Meant>> = HashMap::new();
    for sheet in &sheets.installed {
        for reference in css::find(&sheet.text).references.iter().filter(|it| is_fetched(it)) {
            if let Some(meant) = meant_in(&sheet.path, reference) {
                let all = known.entry(reference.url.clone()).or_default();
                if !all.contains(&meant) {
                    all.push(meant);
                }
            }
        }
    }
    if !known.is_empty() {
        let own = sheets.sheets.iter().flat_map(|sheet| css::find(&sheet.text).references);
        let own: HashSet<String> = own.map(|reference| reference.url).collect();
        known.retain(|url, _| !own.contains(url));
    }
    known
}

fn is_fetched(reference: &Reference) -> bool {
    // Tailwind leaves an `@import` with `url()` as it is.
    let kinds = [Kind::Url, Kind::Unfetched, Kind::CustomProperty, Kind::StyleImport];
    kinds.contains(&reference.kind)
}

/// Returns the file of a package that a URL in another file of a package means, if there is one.
pub(super) fn meant_in(user: &Path, reference: &Reference) -> Option<Meant> {
    if !is_relative(&reference.url) {
        return None;
    }
    let (modules, within) = split(user)?;
    let site = Site::new(UrlPrefix::parse("/").ok()?, []);
    let Resolution::Asset(path) = resolve(reference, &format!("{FOLDER}{within}"), &site) else {
        return None;
    };
    let file = modules.join(path.strip_prefix(FOLDER)?);
    file.is_file().then_some(Meant { path, file })
}

/// Splits the path of a file behind the last `node_modules`.
fn split(path: &Path) -> Option<(PathBuf, String)> {
    let parts: Vec<_> = path.components().collect();
    let at = parts.iter().rposition(|part| part.as_os_str() == MODULES)?;
    let within: Vec<&str> =
        parts.get(at + 1..)?.iter().map(|part| part.as_os_str().to_str()).collect::<Option<_>>()?;
    Some((parts.get(..=at)?.iter().collect(), within.join("/")))
}

/// Reads the one file that a URL means. Several with the same content are one.
fn only(first: &Meant, others: &[Meant], package: &Path) -> Result<NpmAsset, Box<Problem>> {
    let read = |file: &Path| read(file, &shown(file, package)).map_err(Box::new);
    let bytes = read(&first.file)?;
    for Meant { file, .. } in others {
        if read(file)? != bytes {
            let other = shown(file, package);
            let what = format!("two imported packages have a URL that means this file and {other}");
            let problem = Problem::error(what).in_file(shown(&first.file, package));
            return Err(Box::new(problem.help("import one of them in another entry point")));
        }
    }
    Ok(NpmAsset { path: first.path.clone(), file: first.file.clone(), bytes })
}

/// Describes the files of each package, for `cargo build -vv`.
pub(crate) fn notes(assets: &[NpmAsset]) -> Vec<String> {
    let mut packages: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for asset in assets {
        let name = asset.path.strip_prefix(FOLDER).unwrap_or(&asset.path);
        let name = tailprint_tailwind::node::split_specifier(name).map_or(name, |(name, _)| name);
        let (files, bytes) = packages.entry(name).or_default();
        *files += 1;
        *bytes += asset.bytes.len();
    }
    let note = |(name, (files, bytes)): (&str, (usize, usize))| {
        let files = match files {
            1 => format!("1 file of the npm package {name} is an asset"),
            _ => format!("{files} files of the npm package {name} are assets"),
        };
        format!("tailprint: {files} below {FOLDER}{name}/, {bytes} bytes")
    };
    packages.into_iter().map(note).collect()
}

#[cfg(test)]
mod tests;
