//! The imports that rewriting does not cover.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use memchr::memmem;
use tailprint_tailwind::node::is_builtin;

use super::Request;
use crate::error::Problems;
use crate::naming::last_segment;
use crate::naming::link::{self, Naming};
use crate::naming::relative;
use crate::references::js::syntax;
use crate::references::resolve::{Resolution, is_bare, is_relative, resolve};
use crate::references::{Kind, Reference, is_script};
use crate::sources::asset::{AllPlaces, Asset, MayImport};
use crate::support::parallel;

/// The specifiers in scripts and pages that are strings, apart from those that are rewritten.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// The modules that are imported by their logical paths.
    pub(super) plain: HashSet<usize>,
    /// The bare specifiers.
    pub(super) bare: BTreeSet<String>,
}

impl Imports {
    pub(super) fn find(request: Request<'_>, index: &HashMap<&str, usize>) -> Self {
        let mut imports = Self::default();
        for (asset, references) in request.assets.iter().zip(all(request, &|_| true)) {
            for reference in references {
                match resolve(&reference, &asset.path, request.site) {
                    Resolution::Asset(path) => imports.plain.extend(index.get(&*path)),
                    _ if is_bare(&reference.url) => drop(imports.bare.insert(reference.url)),
                    _ => {}
                }
            }
        }
        imports
    }
}

/// The most names that a file is searched for before it is read.
const FEW: usize = 16;

/// Returns those of the files, in ascending order, that an import reaches by their logical paths.
pub(super) fn reached(request: Request<'_>, files: &[usize]) -> HashSet<usize> {
    if files.is_empty() {
        return HashSet::new();
    }
    let names = files.iter().map(|file| last_segment(&request.assets[*file].path));
    let names: Vec<memmem::Finder<'_>> = names.map(memmem::Finder::new).collect();
    // Few files name one of them, and the others need not be read.
    let may_name = |asset: &Asset| {
        (is_script(&asset.path) || asset.found.page.is_some())
            && (names.len() > FEW || names.iter().any(|name| name.find(&asset.bytes).is_some()))
    };
    let mut reached = HashSet::new();
    for (asset, references) in request.assets.iter().zip(all(request, &may_name)) {
        for reference in references {
            let resolution = resolve(&reference, &asset.path, request.site);
            let Resolution::Asset(path) = resolution else { continue };
            let target = request.assets.binary_search_by(|other| other.path.cmp(&path));
            reached.extend(target.ok().filter(|target| files.binary_search(target).is_ok()));
        }
    }
    reached
}

/// Returns the bare specifiers that no import map covers, each with the places that import it: an asset and an offset.
///
/// `pins` are the specifiers of the configuration. `name` shortens a specifier to what is reported once, and only the
/// assets that `is_read` takes are read.
pub(crate) fn uncovered(
    request: Request<'_>,
    pins: &[[String; 2]],
    name: fn(&str) -> &str,
    is_read: &(dyn Fn(&Asset) -> bool + Sync),
) -> BTreeMap<String, Vec<(usize, usize)>> {
    let keys = keys(request.assets, pins);
    let mut uncovered: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (asset, references) in all(request, is_read).into_iter().enumerate() {
        for reference in references {
            let url = &reference.url;
            if is_uncovered(url, &keys) {
                let places = uncovered.entry(name(url).to_owned()).or_default();
                places.push((asset, reference.span.start));
            }
        }
    }
    uncovered
}

/// Returns the keys of the import maps: those of the configuration, and those of pages among the assets.
pub(crate) fn keys<'a>(assets: &'a [Asset], pins: &'a [[String; 2]]) -> HashSet<&'a str> {
    let mut keys: HashSet<&str> = pins.iter().map(|[specifier, _]| specifier.as_str()).collect();
    let pages = assets.iter().filter_map(|asset| asset.found.page.as_ref());
    keys.extend(pages.flat_map(|page| page.keys()));
    keys
}

/// Returns true for a bare specifier that no key covers. Code that imports a module of Node.js is not run in browsers.
fn is_uncovered(specifier: &str, keys: &HashSet<&str>) -> bool {
    let mut folders = specifier.match_indices('/').map(|(at, _)| &specifier[..=at]);
    is_bare(specifier)
        && !is_builtin(specifier)
        && !specifier.starts_with('#')
        && !keys.contains(specifier)
        && !folders.any(|folder| keys.contains(folder))
}

/// Returns the bare specifiers of one script that no key covers, each once with its first place.
pub(crate) fn uncovered_in(script: &[u8], keys: &HashSet<&str>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for reference in read(script, 0).into_iter().filter(|it| is_uncovered(&it.url, keys)) {
        found.entry(reference.url).or_insert(reference.span.start);
    }
    found
}

/// An import that begins with `/` and that nothing rewrites.
#[derive(Debug)]
struct Absolute {
    /// The asset that imports.
    asset: usize,
    reference: Reference,
    /// The asset that it names, or would name if assets were served at the root of the host.
    path: String,
    /// True if it leads below the prefix.
    is_below: bool,
}

/// Reports imports that begin with `/` and that nothing rewrites: they keep the URL prefix of the build, or lack it.
pub(crate) fn check_absolute(
    request: Request<'_>,
    links: &link::Request<'_>,
    problems: &mut Problems,
) {
    // Few packages have such an import, and the paths of all assets take time.
    let missing = LazyCell::new(|| links.missing());
    let mut places = AllPlaces::new(request.assets);
    for Absolute { asset: index, reference, path, is_below } in absolute(request) {
        let asset = &request.assets[index];
        let problem = if is_below {
            Some(relative::problem(&reference, &path, relative::why::SCRIPT))
        } else {
            missing.root_absolute(asset, &reference, &path)
        };
        problems.extend(problem.map(|it| places.of(index).of_reference(it, &reference)));
    }
}

fn absolute(request: Request<'_>) -> Vec<Absolute> {
    let assets: Vec<(usize, &Asset)> = request.assets.iter().enumerate().collect();
    let all = parallel::map(&assets, |(index, asset)| {
        let is_prehashed = request.namings[*index] == Naming::Prehashed;
        let is_rewritten = request.js_modules && !request.opaque.matches_within(&asset.path);
        if is_rewritten
            || is_prehashed
            || !(is_script(&asset.path) || asset.found.page.is_some())
            || !(may_name_prefix(&asset.bytes, request.site.prefix().mount())
                || may_import(asset).root_absolute)
        {
            return Vec::new();
        }
        let references =
            if is_script(&asset.path) { read(&asset.bytes, 0) } else { in_page(asset) };
        let absolute = references.into_iter().filter(|it| !is_relative(&it.url));
        let found = absolute.filter_map(|reference| {
            let (path, is_below) = match resolve(&reference, &asset.path, request.site) {
                Resolution::Asset(path) => (path, true),
                Resolution::BesidePrefix(path) => (path, false),
                _ => return None,
            };
            let is_asset = has(request.assets, &path);
            is_asset.then_some(Absolute { asset: *index, reference, path, is_below })
        });
        found.collect()
    });
    all.into_iter().flatten().collect()
}

/// Returns true if a script or a page may import a package: a quick look, by which most files need not be read.
pub(crate) fn may_import_packages(asset: &Asset) -> bool {
    may_import(asset).packages
}

/// Returns the imports that an asset may have. Two stages ask for them, so they are looked for once.
fn may_import(asset: &Asset) -> MayImport {
    *asset.may_import.get_or_init(|| look_for_imports(&asset.bytes))
}

fn look_for_imports(script: &[u8]) -> MayImport {
    let mut found = MayImport::default();
    for word in [&b"import"[..], b"from"] {
        for at in memmem::find_iter(script, word) {
            let behind = script.get(at + word.len()..).unwrap_or_default();
            let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'(';
            let quote = behind.iter().position(|byte| !is_space(byte)).unwrap_or(behind.len());
            let (packages, root_absolute) = match behind.get(quote..quote + 2) {
                Some([b'"' | b'\'' | b'`', b'/']) => (false, true),
                Some([b'"' | b'\'' | b'`', b'.']) => (false, false),
                Some([b'"' | b'\'' | b'`', _]) => (true, false),
                // A comment may stand between the word and the string.
                Some([b'/', b'/' | b'*']) => (true, true),
                _ => (false, false),
            };
            found.packages |= packages;
            found.root_absolute |= root_absolute;
            if found.packages && found.root_absolute {
                return found;
            }
        }
    }
    found
}

/// Returns true if a string in a script may begin with the URL prefix. Most scripts have none, and need not be read.
fn may_name_prefix(script: &[u8], mount: &str) -> bool {
    let beginning = format!("{mount}/");
    let is_quoted =
        |at: usize| at.checked_sub(1).is_some_and(|before| b"\"'`".contains(&script[before]));
    memmem::find_iter(script, &beginning).any(is_quoted)
}

pub(super) fn has(assets: &[Asset], path: &str) -> bool {
    assets.binary_search_by(|asset| (*asset.path).cmp(path)).is_ok()
}

/// Returns the name of the package of a bare specifier: `@scope/name` or `name`.
pub(crate) fn package(specifier: &str) -> &str {
    let mut slashes = specifier.match_indices('/').map(|(at, _)| at);
    let first = slashes.next();
    let end = if specifier.starts_with('@') { slashes.next() } else { first };
    end.map_or(specifier, |end| &specifier[..end])
}

/// Returns for each asset that is read its imports: those in the result of rewriting that stay as they are.
fn all(request: Request<'_>, is_read: &(dyn Fn(&Asset) -> bool + Sync)) -> Vec<Vec<Reference>> {
    let assets: Vec<(usize, &Asset)> = request.assets.iter().enumerate().collect();
    parallel::map(&assets, |(index, asset)| {
        if !is_read(asset) {
            return Vec::new();
        }
        let is_rewritten = request.js_modules
            && request.namings[*index] != Naming::Prehashed
            && !request.opaque.matches_within(&asset.path);
        if is_script(&asset.path) {
            if is_rewritten { bare(asset) } else { read(&asset.bytes, 0) }
        } else {
            in_page(asset)
        }
    })
}

/// Returns the bare specifiers of a script that has been parsed.
fn bare(asset: &Asset) -> Vec<Reference> {
    let modules = asset.found.references.iter().filter(|it| it.kind == Kind::Module);
    modules.filter(|reference| is_bare(&reference.url)).cloned().collect()
}

/// Returns the imports of inline scripts. With a parser, all but the bare ones are rewritten.
fn in_page(asset: &Asset) -> Vec<Reference> {
    let Some(page) = &asset.found.page else { return Vec::new() };
    let in_scripts = |reference: &&Reference| {
        page.scripts.iter().any(|script| script.contains(&reference.span.start))
    };
    if cfg!(feature = "js_modules") {
        return bare(asset).iter().filter(in_scripts).cloned().collect();
    }
    let scripts = page.scripts.iter();
    scripts.flat_map(|script| read(&asset.bytes[script.clone()], script.start)).collect()
}

/// Returns the imports of a script that begins at byte `start` of its asset.
fn read(bytes: &[u8], start: usize) -> Vec<Reference> {
    let may_import =
        ["import", "export"].iter().any(|word| memmem::find(bytes, word.as_bytes()).is_some());
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| may_import) else {
        return Vec::new();
    };
    let moved = |reference: Reference| Reference {
        span: reference.span.start + start..reference.span.end + start,
        ..reference
    };
    syntax::read(text).imports.into_iter().map(moved).collect()
}
