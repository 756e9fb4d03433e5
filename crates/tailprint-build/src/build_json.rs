//! `build.json`: what the build was told, read and made, for tools.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Supply;
use crate::emit::Watch;
use crate::manifest::json;
use crate::pipeline::Settings;
use crate::pipeline::compile::Compiled;
use crate::publish::Published;
use crate::tailwind::EngineInfo;

#[derive(Serialize)]
struct BuildJson<'a> {
    /// Of this format.
    version: u32,
    tailprint: &'static str,
    mode: &'static str,
    package: String,
    url_prefix: &'a str,
    roots: Vec<RootJson<'a>>,
    ignore: &'a [String],
    encodings: Vec<&'static str>,
    tailwind: Vec<TailwindJson<'a>>,
    assets: Vec<AssetJson<'a>>,
    inputs: Inputs<'a>,
    /// Milliseconds per stage.
    timings: Vec<(&'static str, f64)>,
}

#[derive(Serialize)]
struct RootJson<'a> {
    prefix: &'a str,
    folder: String,
}

#[derive(Serialize)]
struct TailwindJson<'a> {
    source: &'a str,
    output: &'a str,
    /// What compiled it: kind, program, version and how it was found.
    engine: Option<&'a EngineInfo>,
    /// `Config::tailwind_digest`, if that version compiled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'a str>,
}

#[derive(Serialize)]
struct AssetJson<'a> {
    path: &'a str,
    name: &'a str,
    url: &'a str,
    content_type: &'a str,
    size: usize,
    /// Size of every stored coding.
    encoded: BTreeMap<&'static str, usize>,
    fingerprint: &'a str,
    integrity: &'a str,
    immutable: bool,
    /// Logical paths of the assets that this one refers to.
    references: Vec<&'a str>,
}

#[derive(Serialize)]
struct Inputs<'a> {
    paths: Vec<String>,
    variables: &'a [String],
}

/// Describes a build.
pub(crate) fn build_json(
    settings: &Settings,
    entries: &[Compiled],
    published: &[Published],
    watch: &Watch,
    timings: &[(&'static str, f64)],
) -> Vec<u8> {
    let root = |root| RootJson::new(root);
    let inputs = Inputs {
        paths: watch.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        variables: &watch.variables,
    };
    let rounded = timings.iter().map(|(stage, time)| (*stage, (time * 100.0).round() / 100.0));
    json(&BuildJson {
        version: 1,
        tailprint: env!("CARGO_PKG_VERSION"),
        mode: if settings.hashed { "hashed" } else { "plain" },
        package: settings.package.to_string_lossy().into_owned(),
        url_prefix: settings.prefix.as_str(),
        roots: settings.roots.iter().map(root).collect(),
        ignore: &settings.ignored,
        encodings: settings.codings.iter().map(|coding| coding.name()).collect(),
        tailwind: entries.iter().map(|entry| TailwindJson::new(entry, &settings.supply)).collect(),
        assets: published.iter().map(|asset| AssetJson::new(asset, published)).collect(),
        inputs,
        timings: rounded.collect(),
    })
}

impl<'a> RootJson<'a> {
    fn new(root: &'a crate::config::Root) -> Self {
        Self { prefix: &root.prefix, folder: root.folder.to_string_lossy().into_owned() }
    }
}

impl<'a> TailwindJson<'a> {
    fn new(entry: &'a Compiled, supply: &'a Supply) -> Self {
        let engine = entry.engine.as_ref();
        let pin = supply.pin.as_ref();
        let pin = pin.filter(|(version, _)| engine.is_some_and(|it| it.version == *version));
        let digest = pin.map(|(_, digest)| digest.as_str());
        Self { source: &entry.shown, output: &entry.output, engine, digest }
    }
}

impl<'a> AssetJson<'a> {
    fn new(asset: &'a Published, published: &'a [Published]) -> Self {
        let path = |index: &usize| published.get(*index).map(|target| &*target.path);
        Self {
            path: &asset.path,
            name: &asset.name,
            url: &asset.url,
            content_type: asset.content_type,
            size: asset.bytes.len(),
            encoded: asset.encoded.iter().map(|it| (it.coding.name(), it.bytes.len())).collect(),
            fingerprint: &asset.fingerprint,
            integrity: &asset.integrity,
            immutable: asset.immutable,
            references: asset.references.iter().filter_map(path).collect(),
        }
    }
}
