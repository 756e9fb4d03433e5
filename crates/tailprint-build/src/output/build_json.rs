//! Fills `build.json` in. The form of the file is described in [`tailprint_core::build_json`].

use tailprint_core::build_json::{
    Asset, BuildJson, Imports, Inputs, Mode, Place, Root, Storage, StyleSheet, Template, Use,
    VERSION, Written,
};

use crate::cargo::watch::Watch;
use crate::config;
use crate::naming::published::Published;
use crate::settings::Settings;
use crate::tailwind::crates::Crates;
use crate::tailwind::entry_points::Compiled;
use crate::templates::{self, Reason};

/// The results of a build.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) entries: &'a [Compiled],
    pub(crate) crates: &'a Crates,
    pub(crate) published: &'a [Published],
    pub(crate) templates: &'a [templates::Template],
    /// The imports of packages that work, if all are known.
    pub(crate) imports: Option<&'a Imports>,
    pub(crate) watch: &'a Watch,
    /// The stages, and how many milliseconds each took.
    pub(crate) timings: &'a [(&'static str, f64)],
}

/// Describes a build.
pub(crate) fn build_json(settings: &Settings, request: Request<'_>) -> Vec<u8> {
    let Request { entries, crates, published, templates, imports, watch, timings } = request;
    let rounded =
        |(stage, time): &(&str, f64)| ((*stage).to_owned(), (time * 100.0).round() / 100.0);
    let root = |root: &crate::config::Root| Root {
        prefix: root.prefix.clone(),
        folder: root.folder.clone(),
        at_root: root.at_root,
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
        at_root: settings.at_root.clone(),
        typescript: settings.typescript.clone(),
        imports: imports.cloned(),
        encodings: settings.codings.iter().map(|coding| coding.name().to_owned()).collect(),
        tailwind: entries.iter().map(|entry| style_sheet(entry, settings, crates)).collect(),
        assets: published.iter().map(|one| asset(one, published)).collect(),
        templates: templates.iter().map(template).collect(),
        inputs: Inputs { paths: watch.paths.clone(), variables: watch.variables.clone() },
        timings: timings.iter().map(rounded).collect(),
    };
    build.to_json()
}

fn style_sheet(entry: &Compiled, settings: &Settings, crates: &Crates) -> StyleSheet {
    let version = entry.engine.as_ref().map(|engine| &engine.version);
    let pin = settings.supply.pin.as_ref().filter(|(pinned, _)| version == Some(pinned));
    StyleSheet {
        source: entry.shown.clone(),
        output: entry.output.clone(),
        engine: entry.engine.clone(),
        digest: pin.map(|(_, digest)| digest.clone()),
        npm_assets: settings.npm_assets,
        crates: crates.clone(),
    }
}

fn asset(asset: &Published, published: &[Published]) -> Asset {
    let path = |index: &usize| published.get(*index).map(|target| target.path.clone());
    let size = |bytes: &[u8]| bytes.len() as u64;
    Asset {
        path: asset.path.clone(),
        name: asset.name.clone(),
        url: asset.url.clone(),
        content_type: asset.content_type.clone(),
        size: asset.size(),
        storage: match asset.storage {
            config::Storage::Embedded => Storage::Embedded,
            config::Storage::Disk => Storage::Disk,
        },
        encoded: asset
            .encoded
            .iter()
            .map(|encoded| (encoded.coding.name().to_owned(), size(&encoded.bytes)))
            .collect(),
        fingerprint: asset.fingerprint.clone(),
        integrity: asset.integrity.clone(),
        immutable: asset.immutable,
        at_root: asset.at_root,
        references: asset.references.iter().filter_map(path).collect(),
    }
}

fn template(template: &templates::Template) -> Template {
    let used = |it: &templates::Use| Use {
        line: it.line,
        column: it.column,
        filter: it.filter.name.to_owned(),
        path: it.path.clone(),
    };
    let unchecked = |it: &templates::Unchecked| Place {
        line: it.line,
        column: it.column,
        reason: match it.reason {
            Reason::Dynamic(_) => "dynamic",
            Reason::Unclosed(_) => "unclosed",
            Reason::Outside(_) => "outside",
            Reason::NotUtf8 => "not-utf-8",
        }
        .to_owned(),
    };
    let written = |it: &templates::Written| Written {
        line: it.line,
        column: it.column,
        url: it.url.clone(),
        path: it.path.clone(),
    };
    Template {
        file: template.file.clone(),
        engine: template.engine.name().to_owned(),
        uses: template.uses.iter().map(used).collect(),
        unchecked: template.unchecked.iter().map(unchecked).collect(),
        written: template.written.iter().map(written).collect(),
        missing: template.missing.iter().map(written).collect(),
    }
}
