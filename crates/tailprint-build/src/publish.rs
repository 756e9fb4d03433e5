//! Names and URLs under which assets are published.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::asset::Asset;
use crate::encode::Encoded;
use crate::error::{Problem, Problems};
use crate::fingerprint::Fingerprinted;
use crate::link::{Links, Naming};
use crate::resolve::{UrlPrefix, hashed_name};

/// An asset as it is published.
#[derive(Debug)]
pub(crate) struct Published {
    /// Logical path.
    pub(crate) path: String,
    /// Served path below the URL prefix, not percent-encoded.
    pub(crate) name: String,
    /// Percent-encoded.
    pub(crate) url: String,
    pub(crate) content_type: &'static str,
    /// Twelve hexadecimal digits; empty in plain mode.
    pub(crate) fingerprint: String,
    /// Value for an `integrity` attribute; empty until [`integrity`](crate::integrity) has run, which it does in
    /// hashed mode.
    pub(crate) integrity: String,
    /// Whether what is served under `name` can never change.
    pub(crate) immutable: bool,
    /// The published bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its codings other than identity; none in plain mode.
    pub(crate) encoded: Vec<Encoded>,
    /// Indices of the assets that this one refers to.
    pub(crate) references: Vec<usize>,
}

/// What stays as it is in the path of a URL: unreserved characters and those that mean nothing special in a
/// path, an HTML attribute, a CSS string or a `srcset` list (RFC 3986 section 3.3, without `&`, `'` and `,`).
const KEPT: AsciiSet = NON_ALPHANUMERIC
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

/// The URL of a served path.
pub(crate) fn url(prefix: &UrlPrefix, name: &str) -> String {
    format!("{}{}", prefix.as_str(), utf8_percent_encode(name, &KEPT))
}

/// Publishes under logical names, for debug builds.
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

/// An asset as the stages before left it.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) path: String,
    pub(crate) naming: Naming,
    pub(crate) bytes: Vec<u8>,
    pub(crate) fingerprinted: Fingerprinted,
    pub(crate) targets: Vec<usize>,
}

/// Publishes under hashed names, for release builds.
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
            let repair =
                "remove the copy that already carries a hash, or name it in `Config::ignore`";
            problems.push(Problem::error(what).help(repair));
        }
    }
}
