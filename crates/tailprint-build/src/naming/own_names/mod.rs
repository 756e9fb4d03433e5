//! Code that depends on the name of a file that is hashed.
//!
//! Some libraries find their folder by looking for their own script or by taking the name of an image off its URL.
//! Nothing of it fails in a build: the code finds no match in the browser. So two kinds of literals in scripts are
//! reported, and selectors of style sheets:
//!
//! - a string that holds the name of the script itself, unless it is fetched or is prose;
//! - a string or a regular expression that is compared with the URL of another file of the package, if it matches the
//!   plain name and not the hashed one: a script, or a file that a style sheet of the package refers to.

mod literals;
mod package;
mod pattern;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(crate) use self::package::is_of_others;

use self::literals::{Literal, Use, literals};
use self::package::package;
use self::pattern::Pattern;
use crate::error::{Problem, Problems, Setting};
use crate::naming::last_segment;
use crate::naming::link::Naming;
use crate::references::is_script;
use crate::references::resolve::{Resolution, Site, resolve};
use crate::sources::asset::{AllPlaces, Asset};
use crate::support::parallel;

/// The input of [`check`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Asset],
    pub(crate) namings: &'a [Naming],
    pub(crate) site: &'a Site,
}

/// The number of files that a literal may match. One that matches more is about a kind of file, not about a name:
/// `index.js`. Of the scripts that `docs/reference/packages.md` counts, no literal for a name matches more.
const MOST: usize = 3;

/// Reports code that will not find a file under its hashed name, once for each file.
pub(crate) fn check(request: Request<'_>, problems: &mut Problems) {
    let mut packages: BTreeMap<&str, Package> = BTreeMap::new();
    for (index, asset) in request.assets.iter().enumerate() {
        if is_script(&asset.path) {
            packages.entry(package(&asset.path)).or_default().scripts.push(index);
        } else if asset.path.ends_with(".css") {
            packages.entry(package(&asset.path)).or_default().sheets.push(index);
        }
    }
    let packages: Vec<Package> = packages.into_values().collect();
    let named: Vec<Names<'_>> = parallel::map(&packages, |package| package.names(request));
    // File by file, since one package may have most of the scripts.
    let files: Vec<(usize, usize)> = packages.iter().enumerate().flat_map(Package::files).collect();
    let found = parallel::map(&files, |(package, file)| in_file(*file, &named[*package], request));
    let mut places = AllPlaces::new(request.assets);
    let mut reported = BTreeMap::new();
    for ((package, _), finding) in files
        .iter()
        .zip(found)
        .flat_map(|(file, found)| found.into_iter().map(move |finding| (file, finding)))
    {
        reported.entry((*package, finding.named.asset)).or_insert(finding);
    }
    for finding in reported.into_values() {
        problems.push(places.of(finding.asset).at(finding.problem(request), finding.offset));
    }
}

/// The files of a package that are named by their hashes.
#[derive(Debug)]
struct Names<'a> {
    /// By the last segments of their paths.
    by_name: HashMap<&'a str, Vec<Named>>,
    /// The extensions of those that style sheets refer to.
    extensions: BTreeSet<&'a str>,
}

/// The scripts and style sheets of a package.
#[derive(Debug, Default)]
struct Package {
    scripts: Vec<usize>,
    sheets: Vec<usize>,
}

/// A file of a package that code may look for by its name.
#[derive(Clone, Copy, Debug)]
struct Named {
    asset: usize,
    /// The style sheet and the offset in it that refer to the file; none for a script.
    sheet: Option<(usize, usize)>,
}

/// A literal that does not match the hashed name of a file.
#[derive(Debug)]
struct Finding {
    asset: usize,
    offset: usize,
    what: &'static str,
    named: Named,
}

impl Package {
    /// Returns its scripts and then its style sheets, each with the place of the package.
    fn files((place, package): (usize, &Self)) -> impl Iterator<Item = (usize, usize)> {
        package.scripts.iter().chain(&package.sheets).map(move |file| (place, *file))
    }

    fn names<'a>(&self, request: Request<'a>) -> Names<'a> {
        let mut names: HashMap<&str, Vec<Named>> = HashMap::new();
        let is_hashed = |asset: usize| request.namings[asset] == Naming::Hashed;
        for script in self.scripts.iter().copied().filter(|script| is_hashed(*script)) {
            let named = Named { asset: script, sheet: None };
            names.entry(last_segment(&request.assets[script].path)).or_default().push(named);
        }
        for sheet in &self.sheets {
            let asset = &request.assets[*sheet];
            for reference in &asset.found.references {
                let resolution = resolve(reference, &asset.path, request.site);
                let Resolution::Asset(path) = resolution else { continue };
                let target = request.assets.binary_search_by(|other| other.path.cmp(&path));
                let Some(target) = target.ok().filter(|target| is_hashed(*target)) else {
                    continue;
                };
                let named = Named { asset: target, sheet: Some((*sheet, reference.span.start)) };
                let others = names.entry(last_segment(&request.assets[target].path)).or_default();
                if others.iter().all(|other| other.asset != target) {
                    others.push(named);
                }
            }
        }
        let extensions = extensions(&names);
        Names { by_name: names, extensions }
    }
}

/// Returns the extensions of the files that style sheets refer to, without dots.
fn extensions<'a>(names: &HashMap<&'a str, Vec<Named>>) -> BTreeSet<&'a str> {
    let files = names.iter().filter(|(_, named)| named.iter().any(|it| it.sheet.is_some()));
    let extensions = files.filter_map(|(name, _)| Some(name.rsplit_once('.')?.1));
    extensions.filter(|extension| literals::EXTENSIONS.contains(extension)).collect()
}

/// Returns what a script or a style sheet has.
fn in_file(file: usize, names: &Names<'_>, request: Request<'_>) -> Vec<Finding> {
    if is_script(&request.assets[file].path) {
        in_script(file, names, request)
    } else {
        in_sheet(file, &names.by_name, request)
    }
}

fn in_script(script: usize, names: &Names<'_>, request: Request<'_>) -> Vec<Finding> {
    let Names { by_name: names, extensions } = names;
    let asset = &request.assets[script];
    let own = last_segment(&asset.path);
    if is_for_tools(own) {
        return Vec::new();
    }
    let Ok(text) = std::str::from_utf8(&asset.bytes) else { return Vec::new() };
    // Most scripts have nothing of the kind, and need not be read.
    if !literals::may_have(text, own, extensions) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for literal in literals(text) {
        let (named, what, offset) = match &literal {
            Literal::Pattern { pattern, flags, offset } => {
                let Some(pattern) = Pattern::new(pattern, flags) else { continue };
                let matching = pattern.matching(names, request.assets);
                if matching.is_empty() || matching.len() > MOST {
                    continue;
                }
                (matching, "regular expression", *offset)
            }
            Literal::Text { text, purpose, offset } => {
                // Selectors have the name in quotes: `script[src$="/a.js"]`.
                let text = text.trim_end_matches(['"', '\'', ']', ')']);
                let name = text.rsplit(['/', '"', '\'', '=']).next().unwrap_or(text);
                let same = names.get(name).map(Vec::as_slice).unwrap_or_default();
                let is_meant = |named: &&Named| match purpose {
                    Use::Compared => true,
                    Use::Other => named.asset == script,
                    Use::Fetched | Use::Key | Use::Prose => false,
                };
                let meant: Vec<Named> = same.iter().filter(is_meant).copied().collect();
                if meant.len() > MOST {
                    continue;
                }
                (meant, "string", *offset)
            }
        };
        found.extend(named.into_iter().map(|named| Finding { asset: script, offset, what, named }));
    }
    found
}

/// Returns true for a script that sets up a program of Node.js, which packages are published with.
fn is_for_tools(name: &str) -> bool {
    ["Gruntfile.js", "gulpfile.js"].contains(&name) || name.contains(".config.")
}

/// The attributes of selectors that hold a URL.
const SELECTED: [&[u8]; 3] = [b"href", b"src", b"style"];

/// Finds the selectors with the name of the style sheet itself, or of a file that a style sheet of the package refers to:
/// `link[href$="theme.css"]`, `img[src*="logo.png"]`.
fn in_sheet(sheet: usize, names: &HashMap<&str, Vec<Named>>, request: Request<'_>) -> Vec<Finding> {
    let bytes = &request.assets[sheet].bytes;
    let own = last_segment(&request.assets[sheet].path);
    let is_hashed = request.namings[sheet] == Naming::Hashed;
    let mut found = Vec::new();
    for start in memchr::memchr_iter(b'[', bytes).map(|bracket| bracket + 1) {
        let selector = bytes.get(start..).unwrap_or_default();
        if !SELECTED.iter().any(|attribute| selector.starts_with(attribute)) {
            continue;
        }
        let end = selector.iter().position(|byte| b"[]{};".contains(byte));
        let end = end.filter(|end| selector[*end] == b']');
        let Some(text) = end.and_then(|end| std::str::from_utf8(&selector[..end]).ok()) else {
            continue;
        };
        let Some((name, at)) = selected(text) else { continue };
        let itself = (name == own && is_hashed).then_some(Named { asset: sheet, sheet: None });
        let others = names.get(name).filter(|named| named.len() <= MOST).into_iter().flatten();
        let others = others.filter(|named| named.sheet.is_some()).copied();
        let finding = |named| Finding { asset: sheet, offset: start + at, what: "selector", named };
        found.extend(itself.into_iter().chain(others).map(finding));
    }
    found
}

/// Returns the name of the file that a selector of an attribute holds, and its place.
fn selected(selector: &str) -> Option<(&str, usize)> {
    // `[href$="a.css" i]` ignores the case of letters.
    let end = selector.rfind(['"', '\'']).unwrap_or(selector.len());
    let text = &selector[..end];
    let start = text.rfind(['/', '"', '\'', '=', '('])? + 1;
    let name = text[start..].split(['?', '#']).next()?;
    Some((name, start))
}

impl Finding {
    fn problem(&self, request: Request<'_>) -> Problem {
        let path = &request.assets[self.named.asset].path;
        let own =
            if self.named.asset == self.asset { ", the name of the file itself," } else { "" };
        let mut what =
            format!("this {} matches \"{path}\"{own} but not its hashed name", self.what);
        if let Some((sheet, offset)) = self.named.sheet {
            let sheet = &request.assets[sheet];
            let (line, column) = crate::error::line_column(&sheet.bytes, offset);
            what.push_str(&format!(", which {}:{line}:{column} refers to", sheet.shown()));
        }
        Problem::warning(what).help("keep the name with").set(Setting::KeepName, path)
    }
}

#[cfg(test)]
mod tests;
