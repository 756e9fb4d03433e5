//! The stages, one after the other.

pub(crate) mod compile;
mod settings;

use std::path::PathBuf;
use std::time::Instant;

use self::compile::Compiled;
pub(crate) use self::settings::{DEFAULT_SOURCE, Settings};
use crate::asset::{Asset, Origin};
use crate::build_json;
use crate::codegen::{self, Disk, Generated};
use crate::config::Config;
use crate::discover::{SourceFile, discover};
use crate::emit::Watch;
use crate::encode::{self, encode};
use crate::env::Env;
use crate::error::{Problem, Problems, Report};
use crate::fingerprint::{Source, fingerprint};
use crate::graph::{Edge, layers};
use crate::integrity::integrity;
use crate::link::{self, Links, Naming, link, namings};
use crate::load::{Reading, compiled, load};
use crate::manifest::manifest;
use crate::pin::{Pin, pins};
use crate::publish::{self, Finished, Published};
use crate::slow;
use crate::templates::{self, Templates};

/// What a run found out, whether it succeeded or not.
#[derive(Debug)]
pub(crate) struct Run {
    /// `OUT_DIR/tailprint`, unless the run failed before it was known.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) watch: Watch,
    pub(crate) result: Result<Output, Report>,
}

/// Everything that is to be written.
#[derive(Debug)]
pub(crate) struct Output {
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: PathBuf,
    pub(crate) hashed: bool,
    /// Sorted by path.
    pub(crate) published: Vec<Published>,
    /// Tailwind's outputs, by logical path.
    pub(crate) tailwind: Vec<(String, Vec<u8>)>,
    /// Translated templates and their configuration, by path below the folder.
    pub(crate) templates: Vec<(String, Vec<u8>)>,
    pub(crate) generated: Generated,
    /// The codings of this build, for the next one.
    pub(crate) cache: Vec<u8>,
    pub(crate) manifest: Vec<u8>,
    pub(crate) build_json: Vec<u8>,
    pub(crate) warnings: Vec<Problem>,
    /// For those who ask Cargo for all output.
    pub(crate) notes: Vec<String>,
}

/// Runs all stages. Nothing is written but Tailwind's own working files.
pub(crate) fn run(config: &Config, env: &Env) -> Run {
    let mut problems = Problems::default();
    let mut watch = Watch::default();
    let settings = Settings::new(config, env, &mut problems);
    let output =
        settings.as_ref().and_then(|settings| stages(settings, env, &mut watch, &mut problems));
    watch.variables = env.announced();
    let result = match output {
        Some(output) if !problems.has_errors() => {
            Ok(Output { warnings: problems.into_sorted(), ..output })
        }
        _ => Err(problems.into_report()),
    };
    Run { folder: settings.map(|settings| settings.folder), watch, result }
}

/// One stage after the other; what is wrong is collected to the end.
fn stages(
    settings: &Settings,
    env: &Env,
    watch: &mut Watch,
    problems: &mut Problems,
) -> Option<Output> {
    let mut clock = Clock::start();
    watch.paths.extend(settings.root_folders());
    watch.absent.extend(settings.absent());
    let templates = templates::load(&settings.package, &settings.folder, problems);
    watch.paths.extend(templates.watch.iter().cloned());
    watch.absent.extend(templates.absent.iter().cloned());
    clock.lap("templates");
    let used = templates.uses.iter().map(|used| used.path.clone());
    let implied = settings.implied_entry(used);
    let entries = compile::compile(settings, implied.as_ref(), env, watch, problems);
    clock.lap("tailwind");
    let files = discover(&settings.discovery(), problems);
    let assets = assets(files, &entries, settings.reading(), problems);
    clock.lap("load");
    check(&templates, &assets, problems);
    let mut published = publish(settings, assets, problems);
    let pins = pins(&settings.import_map, &published, problems);
    clock.lap("fingerprint");
    if problems.has_errors() {
        return None;
    }
    let cache = compress(settings, &mut published);
    clock.lap("encode");
    let notes = entries.iter().filter_map(Compiled::note).collect();
    let generated = generate(settings, &published, &pins, &entries);
    clock.lap("generate");
    problems.extend(slow::warning(&clock.laps, &settings.profile, compile::unoptimised(&entries)));
    let laps = clock.laps;
    watch.variables = env.announced();
    Some(Output {
        folder: settings.folder.clone(),
        hashed: settings.hashed,
        build_json: build_json::build_json(settings, &entries, &published, watch, &laps),
        manifest: manifest(&published),
        published,
        tailwind: entries.into_iter().map(|entry| (entry.output, entry.css)).collect(),
        templates: templates.files,
        generated,
        cache,
        notes,
        warnings: Vec::new(),
    })
}

/// The stages that a folder without a package goes through: no templates, no Tailwind, no code.
pub(crate) fn folder(settings: &Settings, problems: &mut Problems) -> Vec<Published> {
    let files = discover(&settings.discovery(), problems);
    let assets = assets(files, &[], settings.reading(), problems);
    let mut published = publish(settings, assets, problems);
    // Who asks for nothing does not wait for digests that no one reads.
    if !settings.codings.is_empty() && !problems.has_errors() {
        compress(settings, &mut published);
    }
    published
}

/// All assets, sorted by path: files and what Tailwind compiled.
fn assets(
    files: Vec<SourceFile>,
    entries: &[Compiled],
    reading: Reading<'_>,
    problems: &mut Problems,
) -> Vec<Asset> {
    let mut assets = load(files, reading, problems);
    for entry in entries {
        let origin = Origin::Tailwind { entry: entry.shown.clone(), source: entry.source.clone() };
        let path = entry.output.clone();
        let asset = compiled(path, origin, entry.css.clone(), reading, problems);
        match assets.binary_search_by(|other| other.path.cmp(&asset.path)) {
            Ok(place) => {
                let what =
                    format!("this file has the path of Tailwind's output, \"{}\"", asset.path);
                let repair = "delete it, or name another output with `Config::tailwind`";
                problems.push(Problem::error(what).in_file(assets[place].shown()).help(repair));
            }
            Err(place) => assets.insert(place, asset),
        }
    }
    assets
}

fn check(templates: &Templates, assets: &[Asset], problems: &mut Problems) {
    let paths: Vec<&str> = assets.iter().map(|asset| &*asset.path).collect();
    let known = |path: &str| paths.binary_search(&path).is_ok();
    templates::check(&templates.uses, &known, &paths, problems);
}

/// References, graph and fingerprints; debug builds stop after the references.
fn publish(settings: &Settings, assets: Vec<Asset>, problems: &mut Problems) -> Vec<Published> {
    let request = link::Request {
        assets: &assets,
        prefix: &settings.prefix,
        keep_name: &settings.keep_name,
        prehashed: &settings.prehashed,
        allow_missing: &settings.allow_missing,
    };
    let namings = namings(&request);
    let links = link(&request, &namings, problems);
    if !settings.hashed {
        return publish::plain(assets, links, &settings.prefix);
    }
    let finished = finish(assets, links, namings);
    let published = publish::hashed(finished, &settings.prefix);
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

/// Adds digests and codings, for release builds.
fn compress(settings: &Settings, published: &mut [Published]) -> Vec<u8> {
    if !settings.hashed {
        return Vec::new();
    }
    integrity(published);
    // A cache that cannot be read is as good as none.
    let cache = std::fs::read(settings.folder.join(encode::CACHE)).unwrap_or_default();
    let (codings, compression) = (&*settings.codings, settings.compression);
    let request = encode::Request { codings, compression, cache: &cache };
    let (encoded, cache) = encode(&request, published);
    for (asset, encoded) in published.iter_mut().zip(encoded) {
        asset.encoded = encoded;
    }
    cache
}

fn generate(
    settings: &Settings,
    published: &[Published],
    pins: &[Pin],
    entries: &[Compiled],
) -> Generated {
    let disk = (!settings.hashed).then(|| Disk {
        package: &settings.package,
        roots: &settings.roots,
        compiled: entries.iter().map(|entry| &*entry.output).collect(),
        hidden: settings.hidden(),
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

/// How long every stage took.
struct Clock {
    lap: Instant,
    laps: Vec<(&'static str, f64)>,
}

impl Clock {
    fn start() -> Self {
        Self { lap: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        self.laps.push((stage, self.lap.elapsed().as_secs_f64() * 1000.0));
        self.lap = Instant::now();
    }
}

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod django;
#[cfg(test)]
pub(crate) mod tests;
