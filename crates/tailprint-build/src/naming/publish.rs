//! Names and URLs under which assets are published.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tailprint_core::fingerprint::hashed_name;

use crate::error::{Problem, Problems, Setting};
use crate::naming::fingerprint::Fingerprinted;
use crate::naming::link::{Links, Naming};
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
    format!("{}{}", prefix.as_str(), utf8_percent_encode(name, &ENCODED))
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
}

/// Publishes assets under hashed names.
pub(crate) fn hashed(finished: Vec<Finished>, prefix: &UrlPrefix) -> Vec<Published> {
    let publish = |finished: Finished| {
        let Finished { path, naming, bytes, fingerprinted, targets } = finished;
        let name = match naming {
            Naming::Hashed => hashed_name(&path, &fingerprinted.fingerprint),
            Naming::Kept | Naming::Prehashed => path.clone(),
        };
        Published {
            url: url(prefix, &name),
            content_type: tailprint_core::media_type(&path),
            fingerprint: fingerprinted.fingerprint,
            integrity: String::new(),
            immutable: naming != Naming::Kept,
            bytes: fingerprinted.rewritten.unwrap_or(bytes),
            encoded: Vec::new(),
            references: targets,
            name,
            path,
        }
    };
    finished.into_iter().map(publish).collect()
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
