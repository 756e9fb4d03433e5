//! The stages as calls. Each passes the settings and the results of earlier stages on to the module that does the work.

use crate::encode::{self, encode};
use crate::error::{Problem, Problems, Setting};
use crate::naming::fingerprint::{Source, fingerprint};
use crate::naming::graph::{Edge, layers};
use crate::naming::integrity::integrity;
use crate::naming::link::{self, Links, Naming, link, namings};
use crate::naming::modules::stub::Stub;
use crate::naming::publish::{self, Finished};
use crate::naming::published::Published;
use crate::naming::{modules, own_names};
use crate::output::codegen::{self, Disk, Generated};
use crate::output::import_map::pins::Pin;
use crate::settings::Settings;
use crate::sources::asset::{Asset, Origin};
use crate::sources::discover::discover;
use crate::sources::left_out::LeftOut;
use crate::sources::load::{compiled, load};
use crate::support::suggest::Suggestions;
use crate::tailwind::entry_points::Compiled;
use crate::templates::{self, Templates};

/// Loads the files of all roots and adds what Tailwind compiled, sorted by path.
pub(super) fn assets(
    settings: &Settings,
    entries: &[Compiled],
    problems: &mut Problems,
) -> Vec<Asset> {
    let reading = settings.reading();
    let files = discover(&settings.discovery(), problems);
    let mut assets = load(files, reading, problems);
    for entry in entries {
        let origin = Origin::Tailwind { entry: entry.shown.clone(), source: entry.source.clone() };
        let path = entry.output.clone();
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
    assets
}

/// Reports paths in templates that name no asset.
pub(super) fn check(
    settings: &Settings,
    templates: &Templates,
    assets: &[Asset],
    problems: &mut Problems,
) {
    let assets = Suggestions::new(assets.iter().map(|asset| &*asset.path).collect());
    let known = templates::Known { assets, left_out: LeftOut::new(settings.discovery()) };
    templates::check(&templates.uses, &known, problems);
}

/// Reports imports of packages that no import map covers. Pages that are not assets may have their own map, so this is for
/// folders without a package.
pub(super) fn bare_imports(settings: &Settings, assets: &[Asset], problems: &mut Problems) {
    let left_out = LeftOut::new(settings.discovery());
    let request = link_request(settings, assets, &left_out);
    let namings = namings(&request);
    let modules = modules_request(settings, assets, &namings);
    for (package, places) in modules::uncovered(modules, &settings.import_map) {
        let Some((asset, offset)) = places.first().copied() else { continue };
        let more = match places.len() {
            1 => String::new(),
            2 => " here and in one more place".to_owned(),
            count => format!(" here and in {} more places", count - 1),
        };
        let what = format!("\"{package}\" is imported{more}, but no import map has it");
        let problem = Problem::warning(what).help("add it to the import map of the page");
        let problem = problem.or("or map it with", Setting::ImportMap);
        problems.push(assets[asset].places().at(problem, offset));
    }
}

fn link_request<'a>(
    settings: &'a Settings,
    assets: &'a [Asset],
    left_out: &'a LeftOut<'a>,
) -> link::Request<'a> {
    link::Request {
        assets,
        prefix: &settings.prefix,
        keep_name: &settings.globs.keep_name,
        prehashed: &settings.globs.prehashed,
        allow_missing: &settings.globs.allow_missing,
        left_out,
    }
}

fn modules_request<'a>(
    settings: &'a Settings,
    assets: &'a [Asset],
    namings: &'a [Naming],
) -> modules::Request<'a> {
    modules::Request {
        assets,
        namings,
        prefix: &settings.prefix,
        opaque: &settings.globs.opaque,
        js_modules: settings.js_modules(),
    }
}

/// Resolves references and gives every asset its name. Plain mode needs no graph and no fingerprints.
pub(super) fn publish(
    settings: &Settings,
    assets: Vec<Asset>,
    used: &[&str],
    problems: &mut Problems,
) -> Vec<Published> {
    let left_out = LeftOut::new(settings.discovery());
    let request = link_request(settings, &assets, &left_out);
    let namings = namings(&request);
    let mut links = link(&request, &namings, problems);
    let modules = modules_request(settings, &assets, &namings);
    modules::check_integrity(modules, &links, problems);
    let names = own_names::Request { assets: &assets, namings: &namings, prefix: &settings.prefix };
    own_names::check(names, problems);
    if !settings.hashed {
        return publish::plain(assets, links, &settings.prefix);
    }
    publish::too_long(&assets, &namings, problems);
    let stubs = modules::unify(modules, used, &mut links);
    let published = publish::hashed(finish(assets, links, namings, stubs), &settings.prefix);
    publish::collisions(&published, problems);
    published
}

fn finish(
    assets: Vec<Asset>,
    links: Vec<Links>,
    namings: Vec<Naming>,
    stubs: Vec<Option<Stub>>,
) -> Vec<Finished> {
    let (edges, targets): (Vec<Vec<Edge>>, Vec<Vec<usize>>) =
        links.into_iter().map(|links| (links.edges, links.targets)).unzip();
    let layers = layers(&edges);
    let source = |((asset, edges), stub): ((Asset, Vec<Edge>), Option<Stub>)| Source {
        path: asset.path,
        bytes: asset.bytes,
        edges,
        stub,
    };
    let sources: Vec<Source> = assets.into_iter().zip(edges).zip(stubs).map(source).collect();
    let fingerprinted = fingerprint(&sources, &layers);
    let finished = sources.into_iter().zip(fingerprinted).zip(targets).zip(namings);
    finished
        .map(|(((source, fingerprinted), targets), naming)| Finished {
            stub: source.stub,
            path: source.path,
            bytes: source.bytes,
            naming,
            fingerprinted,
            targets,
        })
        .collect()
}

/// Adds digests and content codings in hashed mode. Returns the cache of the codings for the next build.
pub(super) fn compress(settings: &Settings, published: &mut [Published]) -> Vec<u8> {
    if !settings.hashed {
        return Vec::new();
    }
    integrity(published);
    // Without a readable cache everything is encoded anew.
    let cache = std::fs::read(settings.folder.join(encode::CACHE)).unwrap_or_default();
    let (codings, compression) = (&*settings.codings, settings.compression);
    let request = encode::Request { codings, compression, cache: &cache };
    let (encoded, cache) = encode(&request, published);
    for (asset, encoded) in published.iter_mut().zip(encoded) {
        asset.encoded = encoded;
    }
    cache
}

/// Generates the module and its tables.
pub(super) fn generate(
    settings: &Settings,
    published: &[Published],
    pins: &[Pin],
    entries: &[Compiled],
) -> Generated {
    let disk = (!settings.hashed).then(|| Disk {
        package: &settings.package,
        roots: &settings.roots,
        compiled: entries.iter().map(|entry| &*entry.output).collect(),
        hidden: settings.entry_paths(),
        ignore: &settings.ignored,
        include: &settings.included,
        follow_symlinks: settings.follow_symlinks,
    });
    codegen::generate(&codegen::Request {
        assets: published,
        prefix: &settings.prefix,
        last_modified: settings.last_modified,
        headers: &settings.headers,
        pins,
        redirect_stale: settings.redirect_stale,
        disk,
    })
}
