//! Names and URLs under which assets are published.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tailprint_core::fingerprint::hashed_name;
use tailprint_core::glob;

use crate::error::{Problem, Problems, Setting};
use crate::naming::digests::Digest;
use crate::naming::fingerprint::Fingerprinted;
use crate::naming::integrity;
use crate::naming::link::{Links, Naming};
use crate::naming::modules::stub::Stub;
use crate::naming::published::Published;
use crate::references::resolve::UrlPrefix;
use crate::settings::content_types::ContentTypes;
use crate::settings::on_disk::OnDisk;
use crate::sources::asset::Asset;
use crate::sources::large::Large;

/// The characters that are percent-encoded in the path of a URL: all but unreserved ones and those without a special
/// meaning in a path, an HTML attribute, a CSS string or a `srcset` (RFC 3986 section 3.3, without `&`, `'` and `,`).
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'@')
    .remove(b'+')
    .remove(b'=')
    .remove(b':')
    .remove(b'!')
    .remove(b'$');

/// Returns the URL of a published name.
pub(crate) fn url(prefix: &UrlPrefix, name: &str) -> String {
    format!("{}{}", prefix.as_str(), encoded(name))
}

/// Returns the URL of an asset at the root of the host.
pub(crate) fn url_at_root(path: &str) -> String {
    format!("/{}", encoded(path))
}

/// Returns the URL of an asset under one of its names.
pub(crate) fn url_of(prefix: &UrlPrefix, name: &str, at_root: bool) -> String {
    if at_root { url_at_root(name) } else { url(prefix, name) }
}

/// Returns a path as it is written in a URL.
pub(crate) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, &ENCODED).to_string()
}

/// Returns the URL of a logical path relative to a folder. It begins with a dot.
pub(crate) fn relative(folder: &str, path: &str) -> String {
    let mut folders = folder.split('/').filter(|name| !name.is_empty()).peekable();
    let mut rest = path;
    while let (Some(name), Some((first, below))) = (folders.peek(), rest.split_once('/')) {
        if *name != first {
            break;
        }
        folders.next();
        rest = below;
    }
    let up = "../".repeat(folders.count());
    let start = if up.is_empty() { "./" } else { &up };
    format!("{start}{}", encoded(rest))
}

/// The settings that a published asset depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options<'a> {
    pub(crate) prefix: &'a UrlPrefix,
    pub(crate) types: &'a ContentTypes,
    pub(crate) on_disk: &'a OnDisk,
}

/// Publishes assets under their logical paths, for plain mode.
pub(crate) fn plain(
    assets: Vec<Asset>,
    links: Vec<Links>,
    options: &Options<'_>,
) -> Vec<Published> {
    let publish = |(asset, links): (Asset, Links)| Published {
        name: asset.path.clone(),
        url: url_of(options.prefix, &asset.path, asset.is_at_root()),
        at_root: asset.is_at_root(),
        content_type: options.types.of(&asset.path),
        fingerprint: String::new(),
        digest: Digest::default(),
        is_leaf: asset.is_leaf,
        integrity: String::new(),
        immutable: false,
        storage: options.on_disk.storage(&asset.path),
        bytes: asset.bytes,
        large: asset.large,
        plain: None,
        encoded: Vec::new(),
        based: Vec::new(),
        references: links.targets,
        path: asset.path,
    };
    assets.into_iter().zip(links).map(publish).collect()
}

/// An asset with its fingerprint, before it is published.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) path: String,
    pub(crate) at_root: bool,
    pub(crate) naming: Naming,
    pub(crate) bytes: Vec<u8>,
    pub(crate) large: Option<Large>,
    pub(crate) is_leaf: bool,
    pub(crate) fingerprinted: Fingerprinted,
    pub(crate) targets: Vec<usize>,
    pub(crate) stub: Option<Stub>,
}

/// Publishes assets under hashed names.
pub(crate) fn hashed(finished: Vec<Finished>, options: &Options<'_>) -> Vec<Published> {
    let publish = |finished: Finished| {
        let Finished { path, at_root, naming, bytes, large, is_leaf, fingerprinted, targets, stub } =
            finished;
        let name = match naming {
            Naming::Hashed => hashed_name(&path, &fingerprinted.fingerprint),
            Naming::Kept | Naming::Prehashed => path.clone(),
        };
        let plain = stub.map(|stub| stub.text(&path, &fingerprinted.fingerprint).into_bytes());
        Published {
            url: url_of(options.prefix, &name, at_root),
            at_root,
            content_type: options.types.of(&path),
            fingerprint: fingerprinted.fingerprint,
            integrity: integrity::value(&fingerprinted.digest.sha256),
            is_leaf: is_leaf && fingerprinted.rewritten.is_none(),
            digest: fingerprinted.digest,
            immutable: naming != Naming::Kept,
            storage: options.on_disk.storage(&path),
            bytes: fingerprinted.rewritten.unwrap_or(bytes),
            large,
            plain,
            encoded: Vec::new(),
            based: fingerprinted.based,
            references: targets,
            name,
            path,
        }
    };
    finished.into_iter().map(publish).collect()
}

/// The longest name of a file in bytes. That of Linux, macOS and Windows alike, and of the file systems that they use.
const LONGEST_NAME: usize = 255;

/// The bytes by which the hash makes a name longer, and those of the longest extension of a content coding.
const ADDED: usize = ".0123456789ab".len() + ".zst".len();

/// Reports assets whose hashed names are longer than file systems allow.
pub(crate) fn too_long(assets: &[Asset], namings: &[Naming], problems: &mut Problems) {
    for (asset, naming) in assets.iter().zip(namings) {
        let name = asset.path.rsplit('/').next().unwrap_or_default();
        if *naming == Naming::Hashed && name.len() + ADDED > LONGEST_NAME {
            let what = format!(
                "the name has {} bytes, so there is no room for its hash: files have names of at most {LONGEST_NAME}",
                name.len()
            );
            let problem = Problem::error(what).in_file(asset.shown());
            let repair = format!("shorten it to {} bytes", LONGEST_NAME - ADDED);
            let kept = glob::escape(&asset.path);
            problems.push(problem.help(repair).or_set("or", Setting::KeepName, kept));
        }
    }
}

/// Reports assets whose hashed name is the path of another asset.
pub(crate) fn collisions(published: &[Published], problems: &mut Problems) {
    let paths: HashMap<&str, &Published> =
        published.iter().map(|asset| (&*asset.path, asset)).collect();
    for asset in published.iter().filter(|asset| asset.name != asset.path) {
        if paths.contains_key(&*asset.name) {
            let what = format!(
                "\"{}\" gets the hashed name \"{}\", which is another asset's path",
                asset.path, asset.name
            );
            let repair = "remove the copy that already carries a hash";
            let problem = Problem::error(what).help(repair).or("or name it in", Setting::Ignore);
            problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests;
