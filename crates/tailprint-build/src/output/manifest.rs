//! `staticfiles.json` in the format of Django's `ManifestStaticFilesStorage`, version 1.1.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::naming::fingerprint::shorten;
use crate::naming::published::Published;

#[derive(Serialize)]
struct Manifest<'a> {
    paths: BTreeMap<&'a str, &'a str>,
    version: &'static str,
    hash: String,
    /// The SHA-256 of the files whose names do not begin with it: those of a circle.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    digests: BTreeMap<&'a str, String>,
}

/// Returns the manifest: logical paths and published names, sorted, and a hash of all of them. Files at the root of the
/// host are left out: Django puts its prefix in front of every name.
pub(crate) fn manifest(published: &[Published]) -> Vec<u8> {
    let below_prefix = || published.iter().filter(|asset| !asset.at_root);
    let paths: BTreeMap<&str, &str> =
        below_prefix().map(|asset| (&*asset.path, &*asset.name)).collect();
    let in_circles = below_prefix().filter(|asset| {
        asset.name != asset.path && asset.fingerprint != shorten(&asset.digest.sha256)
    });
    let digests = in_circles
        .map(|asset| (&*asset.path, base16ct::lower::encode_string(&asset.digest.sha256)))
        .collect();
    let pairs: Vec<_> = paths.iter().collect();
    let hash = shorten(&Sha256::digest(json(&pairs)));
    let mut text = json(&Manifest { paths, version: "1.1", hash, digests });
    text.push(b'\n');
    text
}

/// Returns a value of strings, maps and numbers as JSON.
#[allow(clippy::expect_used, reason = "writing strings and numbers to memory cannot fail")]
pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("BUG: JSON of strings and numbers")
}
