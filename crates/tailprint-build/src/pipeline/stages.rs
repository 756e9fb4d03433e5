//! The stages as calls. Each passes the settings and the results of earlier stages on to the module that does the work.

use crate::encode::{self, encode};
use crate::error::{Problem, Problems, Setting};
use crate::naming::fingerprint::{Source, fingerprint};
use crate::naming::graph::{Edge, layers};
use crate::naming::integrity::integrity;
use crate::naming::link::{self, Links, Naming, link, namings};
use crate::naming::publish::{self, Finished};
use crate::naming::published::Published;
use crate::output::codegen::{self, Disk, Generated};
use crate::output::import_map::pins::Pin;
use crate::settings::Settings;
use crate::sources::asset::{Asset, Origin};
use crate::sources::discover::discover;
use crate::sources::load::{compiled, load};
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
pub(super) fn check(templates: &Templates, assets: &[Asset], problems: &mut Problems) {
    let paths: Vec<&str> = assets.iter().map(|asset| &*asset.path).collect();
    let known = |path: &str| paths.binary_search(&path).is_ok();
    templates::check(&templates.uses, &known, &paths, problems);
}

/// Resolves references and gives every asset its name. Plain mode needs no graph and no fingerprints.
pub(super) fn publish(
    settings: &Settings,
    assets: Vec<Asset>,
    problems: &mut Problems,
) -> Vec<Published> {
    let request = link::Request {
        assets: &assets,
        prefix: &settings.prefix,
        keep_name: &settings.globs.keep_name,
        prehashed: &settings.globs.prehashed,
        allow_missing: &settings.globs.allow_missing,
    };
    let namings = namings(&request);
    let links = link(&request, &namings, problems);
    if !settings.hashed {
        return publish::plain(assets, links, &settings.prefix);
    }
    let published = publish::hashed(finish(assets, links, namings), &settings.prefix);
    publish::collisions(&published, problems);
    published
}

fn finish(assets: Vec<Asset>, links: Vec<Links>, namings: Vec<Naming>) -> Vec<Finished> {
    let (edges, targets): (Vec<Vec<Edge>>, Vec<Vec<usize>>) =
        links.into_iter().map(|links| (links.edges, links.targets)).unzip();
    let layers = layers(&edges);
    let source =
        |(asset, edges): (Asset, Vec<Edge>)| Source { path: asset.path, bytes: asset.bytes, edges };
    let sources: Vec<Source> = assets.into_iter().zip(edges).map(source).collect();
    let fingerprinted = fingerprint(&sources, &layers);
    let finished = sources.into_iter().zip(fingerprinted).zip(targets).zip(namings);
    finished
        .map(|(((source, fingerprinted), targets), naming)| Finished {
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
        ignore: settings.ignored.iter().map(String::as_str).collect(),
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
