//! Names and URLs under which assets are published.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tailprint_core::fingerprint::hashed_name;
use tailprint_core::glob;

use crate::error::{Problem, Problems, Setting};
use crate::naming::fingerprint::Fingerprinted;
use crate::naming::link::{Links, Naming};
use crate::naming::modules::stub::Stub;
use crate::naming::published::Published;
use crate::references::resolve::UrlPrefix;
use crate::sources::asset::Asset;

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

/// Publishes assets under their logical paths, for plain mode.
pub(crate) fn plain(assets: Vec<Asset>, links: Vec<Links>, prefix: &UrlPrefix) -> Vec<Published> {
    let publish = |(asset, links): (Asset, Links)| Published {
        name: asset.path.clone(),
        url: url(prefix, &asset.path),
        content_type: tailprint_core::media_type(&asset.path),
        fingerprint: String::new(),
        integrity: String::new(),
        immutable: false,
        bytes: asset.bytes,
        plain: None,
        encoded: Vec::new(),
        references: links.targets,
        path: asset.path,
    };
    assets.into_iter().zip(links).map(publish).collect()
}

/// An asset with its fingerprint, before it is published.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) path: String,
    pub(crate) naming: Naming,
    pub(crate) bytes: Vec<u8>,
    pub(crate) fingerprinted: Fingerprinted,
    pub(crate) targets: Vec<usize>,
    pub(crate) stub: Option<Stub>,
}

/// Publishes assets under hashed names.
pub(crate) fn hashed(finished: Vec<Finished>, prefix: &UrlPrefix) -> Vec<Published> {
    let publish = |finished: Finished| {
        let Finished { path, naming, bytes, fingerprinted, targets, stub } = finished;
        let name = match naming {
            Naming::Hashed => hashed_name(&path, &fingerprinted.fingerprint),
            Naming::Kept | Naming::Prehashed => path.clone(),
        };
        let plain = stub.map(|stub| stub.text(&path, &fingerprinted.fingerprint).into_bytes());
        Published {
            url: url(prefix, &name),
            content_type: tailprint_core::media_type(&path),
            fingerprint: fingerprinted.fingerprint,
            integrity: String::new(),
            immutable: naming != Naming::Kept,
            bytes: fingerprinted.rewritten.unwrap_or(bytes),
            plain,
            encoded: Vec::new(),
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
