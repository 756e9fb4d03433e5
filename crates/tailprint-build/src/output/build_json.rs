//! Fills `build.json` in. The form of the file is described in [`tailprint_core::build_json`].

use tailprint_core::build_json::{Asset, BuildJson, Inputs, Mode, Root, StyleSheet, VERSION};

use crate::cargo::watch::Watch;
use crate::config::Supply;
use crate::naming::published::Published;
use crate::settings::Settings;
use crate::tailwind::entry_points::Compiled;

/// Describes a build.
pub(crate) fn build_json(
    settings: &Settings,
    entries: &[Compiled],
    published: &[Published],
    watch: &Watch,
    timings: &[(&'static str, f64)],
) -> Vec<u8> {
    let rounded =
        |(stage, time): &(&str, f64)| ((*stage).to_owned(), (time * 100.0).round() / 100.0);
    let root = |root: &crate::config::Root| Root {
        prefix: root.prefix.clone(),
        folder: root.folder.clone(),
    };
    let build = BuildJson {
        version: VERSION,
        tailprint: env!("CARGO_PKG_VERSION").to_owned(),
        mode: if settings.hashed { Mode::Hashed } else { Mode::Plain },
        package: settings.package.clone(),
        url_prefix: settings.prefix.as_str().to_owned(),
        roots: settings.roots.iter().map(root).collect(),
        ignore: settings.ignored.clone(),
        include: settings.included.clone(),
        encodings: settings.codings.iter().map(|coding| coding.name().to_owned()).collect(),
        tailwind: entries.iter().map(|entry| style_sheet(entry, &settings.supply)).collect(),
        assets: published.iter().map(|one| asset(one, published)).collect(),
        inputs: Inputs { paths: watch.paths.clone(), variables: watch.variables.clone() },
        timings: timings.iter().map(rounded).collect(),
    };
    build.to_json()
}

fn style_sheet(entry: &Compiled, supply: &Supply) -> StyleSheet {
    let version = entry.engine.as_ref().map(|engine| &engine.version);
    let pin = supply.pin.as_ref().filter(|(pinned, _)| version == Some(pinned));
    StyleSheet {
        source: entry.shown.clone(),
        output: entry.output.clone(),
        engine: entry.engine.clone(),
        digest: pin.map(|(_, digest)| digest.clone()),
    }
}

fn asset(asset: &Published, published: &[Published]) -> Asset {
    let path = |index: &usize| published.get(*index).map(|target| target.path.clone());
    let size = |bytes: &[u8]| bytes.len() as u64;
    Asset {
        path: asset.path.clone(),
        name: asset.name.clone(),
        url: asset.url.clone(),
        content_type: asset.content_type.to_owned(),
        size: size(&asset.bytes),
        encoded: asset
            .encoded
            .iter()
            .map(|encoded| (encoded.coding.name().to_owned(), size(&encoded.bytes)))
            .collect(),
        fingerprint: asset.fingerprint.clone(),
        integrity: asset.integrity.clone(),
        immutable: asset.immutable,
        references: asset.references.iter().filter_map(path).collect(),
    }
}
