//! The assets of a finished `collect`.

use std::path::Path;

use tailprint_build::cli_support::cannot;
use tailprint_core::{is_compressible, media_type};
use walkdir::WalkDir;

use super::source::{Asset, Source};
use super::{AT_ROOT, mentions};
use crate::assets::collect::{Content, is_missing, manifest};
use crate::cli::{Encoding, Push};
use crate::support::failure::Failure;

/// Reads the output folder of a `collect`.
pub(super) fn read(folder: &Path, options: &Push) -> Result<Source, Failure> {
    let manifest = manifest(folder)?;
    let encodings = options.encodings.as_deref().unwrap_or_default();
    let mut assets = Vec::new();
    for (path, name) in &manifest.paths {
        let promised = manifest.promised(path, name);
        assets.push(asset(folder, path, name, promised, encodings)?);
    }
    for name in at_root(&folder.join(AT_ROOT)) {
        let below = folder.join(AT_ROOT);
        assets.push(Asset { at_root: true, ..asset(&below, &name, &name, None, encodings)? });
    }
    // An export has no list of references.
    mentions::add(&mut assets, |asset| is_compressible(&asset.path, &asset.content_type));
    Ok(Source { assets, used: Vec::new(), is_foreign: false })
}

/// The files for the root of the host, without precompressed ones.
fn at_root(folder: &Path) -> Vec<String> {
    let files = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    let names = files.filter_map(|entry| {
        let name = entry.path().strip_prefix(folder).ok()?;
        Some(name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
    });
    let names: Vec<String> = names.collect();
    let is_coding = |name: &str| {
        let plain = |coding: &Encoding| name.strip_suffix(coding.extension())?.strip_suffix('.');
        Encoding::ALL.iter().filter_map(plain).any(|plain| names.iter().any(|name| name == plain))
    };
    names.iter().filter(|name| !is_coding(name)).cloned().collect()
}

fn asset(
    folder: &Path,
    path: &str,
    name: &str,
    promised: Option<&str>,
    encodings: &[Encoding],
) -> Result<Asset, String> {
    let file = folder.join(name);
    if !file.is_file() {
        return Err(is_missing(&file));
    }
    let sibling = |encoding: &Encoding| {
        let file = folder.join(format!("{name}.{}", encoding.extension()));
        file.is_file().then_some((*encoding, Content::File(file)))
    };
    let codings = encodings.iter().filter_map(sibling).collect();
    let logical = folder.join(path);
    let content = Content::File(file);
    let plain = (path != name && logical.is_file())
        .then(|| {
            content.is_in(&logical).map(|same| (!same).then_some(Content::File(logical.clone())))
        })
        .transpose()
        .map_err(|error| cannot("be read", &logical, &error))?;
    Ok(Asset {
        immutable: promised.is_some(),
        content_type: media_type(path).to_owned(),
        path: path.to_owned(),
        name: name.to_owned(),
        at_root: false,
        promised: promised.map(str::to_owned),
        content,
        plain: plain.flatten(),
        codings,
        references: Vec::new(),
        is_checked: true,
    })
}
