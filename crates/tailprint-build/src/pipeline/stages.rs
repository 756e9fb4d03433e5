//! The stages as calls. Each passes the settings and the results of earlier stages on to the module that does the work.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use tailprint_core::build_json::Imports;
use tailprint_core::filters::Argument;
use tailprint_core::glob;
use tailprint_core::lock::PACKAGES;

use crate::config::Storage;
#[cfg(feature = "compression")]
use crate::encode::{self, encode};
use crate::error::{Cause, Problem, Problems, Setting};
use crate::naming::digests::Digests;
use crate::naming::fingerprint::{Source, fingerprint};
use crate::naming::graph::{Edge, layers};
use crate::naming::link::{self, Links, Naming, link, namings};
use crate::naming::modules::closure::{self, closure};
use crate::naming::modules::stub::Stub;
use crate::naming::publish::{self, Finished};
use crate::naming::published::Published;
use crate::naming::relative::Moved;
use crate::naming::{at_root, modules, own_names};
use crate::output::codegen::{self, Disk, Generated};
use crate::output::embedded::{self, Sizes};
use crate::output::import_map::pins::Pins;
#[cfg(feature = "compression")]
use crate::output::out_dir;
use crate::references::resolve::{Site, UrlPrefix};
use crate::settings::Settings;
use crate::sources::asset::{AllPlaces, Asset, Origin};
use crate::sources::discover::{SourceFile, discover};
use crate::sources::left_out::LeftOut;
use crate::sources::load::{compiled, load};
use crate::sources::portable;
use crate::support::fs::shown;
use crate::support::suggest::Suggestions;
use crate::tailwind::entry_points::Compiled;
use crate::tailwind::npm_assets::NpmAsset;
use crate::templates::{self, Template, Templates};

/// Loads the files of all roots and adds what Tailwind compiled, sorted by path. Returns none, and reports the reason,
/// if they are more than a program can hold.
pub(super) fn assets(
    settings: &Settings,
    entries: &[Compiled],
    digests: &Digests,
    problems: &mut Problems,
) -> Option<Vec<Asset>> {
    let reading = settings.reading();
    let files = discover(&settings.discovery(), problems);
    portable::check(&files, problems);
    if let Some(problem) = embedded::limit(sizes(settings, &files)) {
        problems.push(problem);
        return None;
    }
    let mut assets = load(files, reading, digests, problems);
    for entry in entries {
        let path = entry.output.clone();
        let origin = Origin::Tailwind {
            entry: entry.shown.clone(),
            source: entry.source.clone(),
            at_root: settings.globs.at_root.matches_within(&path),
            origins: entry.origins.clone(),
        };
        let asset = compiled(path, origin, entry.css.clone(), reading, problems);
        match assets.binary_search_by(|other| other.path.cmp(&asset.path)) {
            Ok(place) => {
                let what =
                    format!("this file has the path of Tailwind's output, \"{}\"", asset.path);
                let problem = Problem::error(what).in_file(assets[place].shown()).help("delete it");
                problems.push(problem.or("or name another output with", Setting::Tailwind));
            }
            Err(place) => assets.insert(place, asset),
        }
    }
    for asset in npm_assets(entries) {
        // A file of the user at the same path is taken instead.
        if let Err(place) = assets.binary_search_by(|other| other.path.cmp(&asset.path)) {
            let shown = shown(&asset.file, &settings.package);
            let (path, file) = (asset.path.clone(), asset.file.clone());
            let at_root = settings.globs.at_root.matches_within(&path);
            let origin = Origin::File(SourceFile {
                path: path.clone(),
                file,
                shown,
                at_root,
                typescript: None,
            });
            let asset = compiled(path, origin, asset.bytes.clone(), reading, problems);
            assets.insert(place, asset);
        }
    }
    Some(assets)
}

/// Returns the sizes of the files that are to be embedded. A file that cannot be read is reported later.
fn sizes<'a>(settings: &Settings, files: &'a [SourceFile]) -> Sizes<'a> {
    let is_embedded = |file: &&SourceFile| {
        !settings.in_browser && settings.globs.on_disk.storage(&file.path) == Storage::Embedded
    };
    let size = |file: &'a SourceFile| Some((&*file.path, file.file.metadata().ok()?.len()));
    files.iter().filter(is_embedded).filter_map(size).collect()
}

/// Reports what the program holds, if it is more than it can hold, or than it should.
pub(super) fn check_embedded(
    settings: &Settings,
    published: &[Published],
    problems: &mut Problems,
) {
    if settings.in_browser {
        return;
    }
    let sizes: Sizes<'_> = published.iter().map(|asset| (&*asset.path, asset.embedded())).collect();
    match embedded::limit(sizes.clone()) {
        Some(error) => problems.push(error),
        None => problems.extend(embedded::budget(settings.warn_above, sizes)),
    }
}

/// The files of npm packages that the style sheets refer to.
fn npm_assets(entries: &[Compiled]) -> impl Iterator<Item = &NpmAsset> {
    entries.iter().flat_map(|entry| &entry.npm_assets)
}

/// Returns the files that no root has, for the server of a debug build.
pub(super) fn compiled_files(entries: Vec<Compiled>) -> Vec<(String, Vec<u8>)> {
    let mut files = BTreeMap::new();
    for entry in entries {
        files.insert(entry.output, entry.css);
        files.extend(entry.npm_assets.into_iter().map(|asset| (asset.path, asset.bytes)));
    }
    files.into_iter().collect()
}

/// The scripts of TypeScript sources, for the server of a debug build.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    /// Logical paths of the sources.
    sources: Vec<String>,
    /// Logical paths and contents of the scripts.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Scripts {
    pub(super) fn of(settings: &Settings, assets: &[Asset]) -> Self {
        let mut scripts = Self::default();
        for asset in assets.iter().filter(|_| !settings.hashed) {
            if let Some(source) = asset.typescript() {
                scripts.sources.push(source.to_owned());
                scripts.files.push((asset.path.clone(), asset.bytes.clone()));
            }
        }
        scripts
    }
}

/// Reports paths in templates that name no asset, and URLs of assets that are written out.
pub(super) fn check(
    settings: &Settings,
    templates: &mut Templates,
    assets: &[Asset],
    problems: &mut Problems,
) {
    let at_root = assets.iter().filter(|asset| asset.is_at_root());
    let at_root: HashSet<&str> = at_root.map(|asset| &*asset.path).collect();
    let assets = Suggestions::new(assets.iter().map(|asset| &*asset.path).collect());
    let known = templates::Known { assets, left_out: LeftOut::new(settings.discovery()) };
    let globs = &settings.globs;
    let allowed =
        templates::Allowed { unchecked: &globs.allow_unchecked, unhashed: &globs.allow_unhashed };
    let is_hashed = |path: &str| {
        let naming = Naming::of(path, at_root.contains(path), &globs.keep_name, &globs.prehashed);
        naming == Naming::Hashed
    };
    templates::check(&mut templates.templates, &known, is_hashed, allowed, problems);
}

/// Returns the places at which the assets are served.
fn site(settings: &Settings, assets: &[Asset]) -> Site {
    let at_root = assets.iter().filter(|asset| asset.is_at_root());
    Site::new(settings.prefix.clone(), at_root.map(|asset| &*asset.path))
}

/// Reports imports of packages that no import map covers. Pages that are not assets may have their own map, so this is for
/// folders without a package.
pub(super) fn bare_imports(settings: &Settings, assets: &[Asset], problems: &mut Problems) {
    let allowed = &settings.globs.allow_missing;
    let is_read = |asset: &Asset| !allowed.matches_within(&asset.path);
    let mut all = AllPlaces::new(assets);
    let found = uncovered(settings, assets, modules::package, &is_read);
    for ((asset, offset), package, number) in in_order(found) {
        if allowed.matches_within(&package) {
            continue;
        }
        let what = imported(&package, number);
        let allow = glob::escape(&package);
        let problem = Problem::warning(what)
            .of(Cause::Unpinned, package)
            .help("add it to the import map of the page")
            .or("or map it with", Setting::ImportMap)
            .or_set("or if no page loads such a module,", Setting::AllowMissing, allow);
        problems.push(all.of(asset).at(problem, offset));
    }
}

/// Reports imports of packages that are not pinned in modules of the user, unless a template has an import map of its own.
pub(super) fn unpinned(
    settings: &Settings,
    templates: &Templates,
    assets: &[Asset],
    problems: &mut Problems,
) {
    let allowed = &settings.globs.allow_missing;
    let is_read = |asset: &Asset| {
        !Path::new(asset.shown()).starts_with(PACKAGES)
            && !allowed.matches_within(&asset.path)
            && modules::may_import_packages(asset)
    };
    if !assets.iter().any(is_read) {
        return;
    }
    let mut found = uncovered(settings, assets, |specifier| specifier, &is_read);
    found.retain(|name, _| !allowed.matches_within(name));
    if found.is_empty() || templates.has_import_map() {
        return;
    }
    let mut all = AllPlaces::new(assets);
    for ((asset, offset), specifier, number) in in_order(found) {
        problems.push(all.of(asset).at(not_pinned(&specifier, number), offset));
    }
}

/// Returns the first place of each name, in the order of the places, with the name and the number of its places.
fn in_order(found: BTreeMap<String, Vec<(usize, usize)>>) -> Vec<((usize, usize), String, usize)> {
    let first = |(name, places): (String, Vec<_>)| Some((*places.first()?, name, places.len()));
    let mut all: Vec<_> = found.into_iter().filter_map(first).collect();
    all.sort_unstable();
    all
}

/// Returns the problem of an import of a package that no import map has, without its place.
pub(crate) fn not_pinned(specifier: &str, places: usize) -> Problem {
    Problem::warning(imported(specifier, places))
        .of(Cause::Unpinned, specifier)
        .help(format!("add it with `cargo tailprint pin {specifier}`"))
        .or_set(
            "or if the page has a map of its own,",
            Setting::AllowMissing,
            glob::escape(specifier),
        )
}

/// Returns what `dev` has to know to report such imports in modules that are saved; none if a template has a map of its own.
pub(super) fn imports(
    settings: &Settings,
    templates: &Templates,
    assets: &[Asset],
) -> Option<Imports> {
    if settings.hashed || templates.has_import_map() {
        return None;
    }
    let keys = modules::keys(assets, &settings.import_map);
    let mut specifiers: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    specifiers.sort();
    Some(Imports { specifiers, allow_missing: settings.allow_missing.clone() })
}

fn imported(specifier: &str, places: usize) -> String {
    let more = match places {
        1 => String::new(),
        2 => " here and in one more place".to_owned(),
        count => format!(" here and in {} more places", count - 1),
    };
    format!("\"{specifier}\" is imported{more}, but no import map has it")
}

/// Returns the bare specifiers that no import map covers, by their names.
fn uncovered(
    settings: &Settings,
    assets: &[Asset],
    name: fn(&str) -> &str,
    is_read: &(dyn Fn(&Asset) -> bool + Sync),
) -> BTreeMap<String, Vec<(usize, usize)>> {
    let left_out = LeftOut::new(settings.discovery());
    let site = site(settings, assets);
    let request = link_request(settings, assets, &site, &left_out, Used::default());
    let namings = namings(&request);
    let modules = modules_request(settings, assets, &site, &namings);
    modules::uncovered(modules, &settings.import_map, name, is_read)
}

/// The names that templates use.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Used<'a> {
    /// Paths of assets, with their queries and fragments.
    pub(super) paths: &'a [&'a str],
    /// Custom properties, sorted.
    pub(super) properties: &'a [String],
    pub(super) templates: &'a [Template],
}

fn link_request<'a>(
    settings: &'a Settings,
    assets: &'a [Asset],
    site: &'a Site,
    left_out: &'a LeftOut<'a>,
    used: Used<'a>,
) -> link::Request<'a> {
    link::Request {
        assets,
        site,
        keep_name: &settings.globs.keep_name,
        prehashed: &settings.globs.prehashed,
        allow_missing: &settings.globs.allow_missing,
        left_out,
        used_properties: used.properties,
    }
}

fn modules_request<'a>(
    settings: &'a Settings,
    assets: &'a [Asset],
    site: &'a Site,
    namings: &'a [Naming],
) -> modules::Request<'a> {
    modules::Request {
        assets,
        namings,
        site,
        opaque: &settings.globs.opaque,
        js_modules: settings.js_modules(),
    }
}

/// Resolves references and gives every asset its name. Plain mode needs no graph and no fingerprints.
pub(super) fn publish(
    settings: &Settings,
    assets: Vec<Asset>,
    used: Used<'_>,
    digests: &Digests,
    problems: &mut Problems,
) -> Vec<Published> {
    let left_out = LeftOut::new(settings.discovery());
    let site = site(settings, &assets);
    at_root::check(&site, &settings.at_root, &assets, problems);
    let request = link_request(settings, &assets, &site, &left_out, used);
    let namings = namings(&request);
    settings.caching.check(&assets, &namings, problems);
    let mut links = link(&request, &namings, problems);
    let modules = modules_request(settings, &assets, &site, &namings);
    modules::check_integrity(modules, used.paths, used.templates, &links, problems);
    let names = own_names::Request { assets: &assets, namings: &namings, site: &site };
    own_names::check(names, problems);
    modules::check_absolute(modules, &request, problems);
    let options = publish::Options {
        prefix: &settings.prefix,
        types: &settings.content_types,
        on_disk: &settings.globs.on_disk,
    };
    if !settings.hashed {
        return publish::plain(assets, links, &options);
    }
    publish::too_long(&assets, &namings, problems);
    let stubs = modules::unify(modules, used.paths, &mut links);
    let finished = finish(assets, links, namings, stubs, &settings.prefix, digests);
    let published = publish::hashed(finished, &options);
    publish::collisions(&published, problems);
    published
}

fn finish(
    assets: Vec<Asset>,
    links: Vec<Links>,
    namings: Vec<Naming>,
    stubs: Vec<Option<Stub>>,
    prefix: &UrlPrefix,
    digests: &Digests,
) -> Vec<Finished> {
    let (edges, rest): (Vec<Vec<Edge>>, Vec<_>) =
        links.into_iter().map(|links| (links.edges, (links.moved, links.targets))).unzip();
    let (moved, targets): (Vec<Vec<Moved>>, Vec<Vec<usize>>) = rest.into_iter().unzip();
    let layers = layers(&edges);
    let written = edges.into_iter().zip(moved);
    let source = |((asset, (edges, moved)), stub): ((Asset, _), Option<Stub>)| Source {
        prefix: asset.is_at_root().then(|| prefix.as_str().to_owned()),
        path: asset.path,
        bytes: asset.bytes,
        large: asset.large,
        is_leaf: asset.is_leaf,
        digest: asset.digest,
        edges,
        moved,
        stub,
    };
    let sources: Vec<Source> = assets.into_iter().zip(written).zip(stubs).map(source).collect();
    let fingerprinted = fingerprint(&sources, &layers, digests);
    let finished = sources.into_iter().zip(fingerprinted).zip(targets).zip(namings);
    finished
        .map(|(((source, fingerprinted), targets), naming)| Finished {
            at_root: source.prefix.is_some(),
            stub: source.stub,
            path: source.path,
            bytes: source.bytes,
            large: source.large,
            is_leaf: source.is_leaf,
            naming,
            fingerprinted,
            targets,
        })
        .collect()
}

/// Adds content codings in hashed mode. Returns the cache of the codings for the next build.
#[cfg(feature = "compression")]
pub(super) fn compress(settings: &Settings, published: &mut [Published]) -> Vec<u8> {
    if settings.hashed { encodings(settings, published) } else { Vec::new() }
}

/// Adds nothing: the encoders are left out.
#[cfg(not(feature = "compression"))]
pub(super) fn compress(_: &Settings, _: &mut [Published]) -> Vec<u8> {
    Vec::new()
}

#[cfg(feature = "compression")]
fn encodings(settings: &Settings, published: &mut [Published]) -> Vec<u8> {
    // Without a readable cache everything is encoded anew.
    let cache = std::fs::read(settings.folder.join(out_dir::CACHE)).unwrap_or_default();
    let (codings, compression) = (&*settings.codings, settings.compression);
    let request = encode::Request { codings, compression, cache: &cache };
    let (encoded, cache) = encode(&request, published);
    let names: HashSet<String> = published.iter().map(|asset| asset.name.clone()).collect();
    for (asset, mut encoded) in published.iter_mut().zip(encoded) {
        if asset.storage == Storage::Disk {
            // An asset with the name of a sibling takes its place on the disk.
            encoded.retain(|encoded| !names.contains(&asset.sibling(encoded.coding)));
        }
        asset.encoded = encoded;
    }
    cache
}

/// Returns the modules that templates name as those at which a page begins, each with all that it imports in any case.
pub(super) fn graphs(
    settings: &Settings,
    templates: &Templates,
    assets: &[Asset],
) -> Vec<(String, Vec<String>)> {
    let uses = templates.uses().filter(|used| used.filter.argument == Argument::Graph);
    let entries: BTreeSet<&str> = uses.map(|used| &*used.path).collect();
    let site = site(settings, assets);
    let request = closure::Request {
        assets,
        site: &site,
        import_map: &settings.import_map,
        scopes: &settings.scopes,
    };
    let graph = |entry: &str| (entry.to_owned(), closure(entry, request));
    entries.into_iter().map(graph).collect()
}

/// Generates the module and its tables.
pub(super) fn generate(
    settings: &Settings,
    published: &[Published],
    pins: &Pins,
    graphs: &[(String, Vec<String>)],
    entries: &[Compiled],
    scripts: &Scripts,
) -> Generated {
    let disk = (!settings.hashed && !settings.in_browser).then(|| Disk {
        package: &settings.package,
        roots: &settings.roots,
        compiled: {
            let outputs = entries.iter().map(|entry| &*entry.output);
            let npm = npm_assets(entries).map(|asset| &*asset.path);
            outputs.chain(npm).collect::<BTreeSet<_>>().into_iter().collect()
        },
        scripts: scripts.files.iter().map(|(path, _)| &**path).collect(),
        hidden: settings.entry_paths().into_iter().chain(scripts.sources.iter().cloned()).collect(),
        ignore: &settings.ignored,
        include: &settings.included,
        at_root: &settings.at_root,
        follow_symlinks: settings.follow_symlinks,
    });
    codegen::generate(&codegen::Request {
        package: &settings.name,
        is_library: settings.is_library,
        in_browser: settings.in_browser,
        assets: published,
        prefix: &settings.prefix,
        last_modified: settings.last_modified,
        headers: &settings.headers,
        caching: &settings.caching,
        pins,
        graphs,
        redirect_stale: settings.redirect_stale,
        disk,
        folder: &settings.folder,
    })
}
