//! Components in dependency order to fingerprints and rewritten bytes.

use std::ops::Range;

use sha2::{Digest as _, Sha256};
use tailprint_core::fingerprint::LEN;

use crate::naming::digests::{Digest, Digests};
use crate::naming::graph::{Component, Edge, Served, Value};
use crate::naming::modules::stub::Stub;
use crate::naming::relative::{Based, Moved};
use crate::sources::large::Large;
use crate::support::parallel;

/// An asset before it has a fingerprint.
#[derive(Debug)]
pub(crate) struct Source {
    /// Logical path.
    pub(crate) path: String,
    /// The bytes as they were read; empty for a large file.
    pub(crate) bytes: Vec<u8>,
    pub(crate) large: Option<Large>,
    /// True if a language module has found nothing in the bytes.
    pub(crate) is_leaf: bool,
    /// The digest of the bytes, if it is remembered.
    pub(crate) digest: Option<Digest>,
    /// The places to rewrite, in their order.
    pub(crate) edges: Vec<Edge>,
    /// The beginnings of URLs to write anew, in their order.
    pub(crate) moved: Vec<Moved>,
    /// The URL prefix, for a file at the root of the host: text that is written into it begins with that.
    pub(crate) prefix: Option<String>,
    /// The module that is served under the logical path, if that is not the asset itself.
    pub(crate) stub: Option<Stub>,
}

/// An asset as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprinted {
    /// Twelve hexadecimal digits.
    pub(crate) fingerprint: String,
    /// The digest of the published bytes.
    pub(crate) digest: Digest,
    /// The published bytes, if they differ from those of the source.
    pub(crate) rewritten: Option<Vec<u8>>,
    /// The URLs in the published bytes that count from the place of the asset.
    pub(crate) based: Vec<Based>,
}

impl Source {
    /// Returns the URLs from the root in JSON that is written at byte `start` into a file at the root of the host.
    fn based(&self, text: &str, start: usize) -> Vec<Based> {
        let Some(prefix) = &self.prefix else { return Vec::new() };
        let urls = text.match_indices('"').filter_map(|(quote, _)| {
            let (start, url) = (start + quote + 1, &text[quote + 1..]);
            if url.starts_with(prefix) {
                Some(Based { start, len: prefix.len(), folder: String::new() })
            } else {
                url.starts_with('/').then(|| Based { start, len: 1, folder: "/".to_owned() })
            }
        });
        urls.collect()
    }
}

impl Fingerprinted {
    fn new(fingerprint: String, digest: Digest, rewritten: Option<Rewritten>) -> Self {
        let (rewritten, based) = rewritten.map(|it| (it.bytes, it.based)).unzip();
        Self { fingerprint, digest, rewritten, based: based.unwrap_or_default() }
    }
}

/// Fingerprints all assets, layer by layer as [`layers`](crate::naming::graph::layers) returned them.
///
/// A fingerprint is the hash of the final bytes, so it depends on everything that the asset refers to. The members of a
/// cycle cannot contain their own hashes: each is the hash of the whole cycle and the path of the member.
pub(crate) fn fingerprint(
    sources: &[Source],
    layers: &[Vec<Component>],
    digests: &Digests,
) -> Vec<Fingerprinted> {
    let mut results: Vec<Option<Fingerprinted>> = vec![None; sources.len()];
    for layer in layers {
        let done = Done { sources, results: &results, digests };
        let finished = parallel::map(layer, |component| one(component, &done));
        for (index, result) in finished.into_iter().flatten() {
            results[index] = Some(result);
        }
    }
    // Every asset is in exactly one component.
    results.into_iter().flatten().collect()
}

/// The results of earlier layers.
struct Done<'a> {
    sources: &'a [Source],
    results: &'a [Option<Fingerprinted>],
    digests: &'a Digests,
}

impl<'a> Done<'a> {
    fn fingerprint(&self, asset: usize) -> Option<&'a str> {
        Some(&self.results.get(asset)?.as_ref()?.fingerprint)
    }

    /// Returns the digest of the bytes that are published.
    fn digest(&self, source: &Source, rewritten: Option<&Rewritten>) -> Digest {
        if let Some(sha256) = source.large.as_ref().and_then(Large::sha256) {
            return Digest { sha256, written: None };
        }
        match (&source.digest, rewritten) {
            (Some(digest), None) => digest.clone(),
            (_, None) => self.digests.of(&source.path, &source.bytes),
            (_, Some(rewritten)) => self.digests.of(&source.path, &rewritten.bytes),
        }
    }

    /// Returns the bytes under the hashed name of an asset; none for a large file.
    fn bytes(&self, asset: usize) -> Option<&'a [u8]> {
        if self.sources[asset].large.is_some() {
            return None;
        }
        let result = self.results.get(asset)?.as_ref()?;
        Some(result.rewritten.as_deref().unwrap_or(&self.sources[asset].bytes))
    }
}

fn one(component: &Component, done: &Done<'_>) -> Vec<(usize, Fingerprinted)> {
    if component.is_cycle {
        return cycle(component, done);
    }
    let finish = |index: usize| {
        let source = &done.sources[index];
        let rewritten = rewrite(source, |edge| {
            written(edge, done.sources, done.fingerprint(edge.target)?, done.bytes(edge.target))
        });
        let digest = done.digest(source, rewritten.as_ref());
        (index, Fingerprinted::new(shorten(&digest.sha256), digest, rewritten))
    };
    component.members.iter().map(|index| finish(*index)).collect()
}

/// Fingerprints the members of a cycle. References out of it are rewritten before; those within it count as logical
/// paths.
fn cycle(component: &Component, done: &Done<'_>) -> Vec<(usize, Fingerprinted)> {
    let (members, sources) = (&component.members, done.sources);
    let mut by_path = members.clone();
    by_path.sort_by_key(|index| &sources[*index].path);
    let mut whole = Sha256::new();
    for index in by_path {
        let source = &sources[index];
        let rewritten = rewrite(source, |edge| {
            let outside = done.fingerprint(edge.target)?;
            written(edge, sources, outside, done.bytes(edge.target))
        });
        framed(&mut whole, source.path.as_bytes());
        framed(&mut whole, rewritten.as_ref().map_or(&source.bytes, |rewritten| &rewritten.bytes));
    }
    let whole = whole.finalize();
    let own = |index: usize| {
        shorten(&Sha256::new().chain_update(whole).chain_update(&sources[index].path).finalize())
    };
    let inside: Vec<String> = members.iter().map(|index| own(*index)).collect();
    let position = |asset: usize| members.binary_search(&asset).ok();
    let mut finished: Vec<Option<Fingerprinted>> = vec![None; members.len()];
    for place in digests_first(members, sources) {
        let source = &sources[members[place]];
        let rewritten = rewrite(source, |edge| match position(edge.target) {
            None => written(edge, sources, done.fingerprint(edge.target)?, done.bytes(edge.target)),
            Some(member) => {
                let target = finished.get(member).and_then(Option::as_ref);
                let own = &sources[edge.target].bytes;
                let bytes = target.map(|it| it.rewritten.as_deref().unwrap_or(own));
                written(edge, sources, &inside[member], bytes)
            }
        });
        let digest = done.digest(source, rewritten.as_ref());
        finished[place] = Some(Fingerprinted::new(inside[place].clone(), digest, rewritten));
    }
    members.iter().copied().zip(finished.into_iter().flatten()).collect()
}

/// Orders the members of a cycle so that those whose digest another one contains come before it. Members that contain
/// the digests of each other, which no bytes fulfil, come last.
fn digests_first(members: &[usize], sources: &[Source]) -> Vec<usize> {
    let needs = |place: usize| {
        let digests = sources[members[place]]
            .edges
            .iter()
            .filter(|edge| matches!(edge.value, Value::Digest(_, Served::Hashed)));
        digests.filter_map(|edge| members.binary_search(&edge.target).ok())
    };
    let mut waits: Vec<usize> = (0..members.len()).map(|place| needs(place).count()).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
    for place in 0..members.len() {
        needs(place).for_each(|needed| needed_by[needed].push(place));
    }
    let mut order: Vec<usize> = (0..members.len()).filter(|place| waits[*place] == 0).collect();
    let mut next = 0;
    while let Some(place) = order.get(next).copied() {
        next += 1;
        for waiting in &needed_by[place] {
            waits[*waiting] -= 1;
            if waits[*waiting] == 0 {
                order.push(*waiting);
            }
        }
    }
    let rest = (0..members.len()).filter(|place| waits[*place] > 0);
    order.extend(rest.collect::<Vec<_>>());
    order
}

/// Adds bytes with their length in front, so that no two lists of texts give the same input.
pub(crate) fn framed(digest: &mut Sha256, bytes: &[u8]) {
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
}

/// Returns the text of an edge, whose target has this fingerprint and these bytes. None leaves the place as it is.
fn written(
    edge: &Edge,
    sources: &[Source],
    fingerprint: &str,
    bytes: Option<&[u8]>,
) -> Option<String> {
    let value = match edge.value {
        Value::Fingerprint => format!(".{fingerprint}"),
        Value::Digest(algorithm, served) => {
            let target = &sources[edge.target];
            match target.stub.as_ref().filter(|_| served == Served::Plain) {
                Some(stub) => algorithm.digest(stub.text(&target.path, fingerprint).as_bytes()),
                None => algorithm.digest(bytes?),
            }
        }
    };
    Some(match edge.around.as_deref() {
        Some([before, behind]) => format!("{before}{value}{behind}"),
        None => value,
    })
}

/// The bytes of an asset with all that was written into them.
struct Rewritten {
    bytes: Vec<u8>,
    based: Vec<Based>,
}

/// Writes the text of every edge that has one, and the beginnings of URLs. Returns none if the bytes stay as they are.
fn rewrite(source: &Source, written: impl Fn(&Edge) -> Option<String>) -> Option<Rewritten> {
    let mut rewritten = Rewritten { bytes: Vec::new(), based: Vec::new() };
    let mut copied = 0;
    let mut write = |bytes: &mut Vec<u8>, place: &Range<usize>, text: &str| {
        if bytes.is_empty() {
            bytes.reserve(source.bytes.len() + source.edges.len() * (LEN + 1));
        }
        bytes.extend_from_slice(&source.bytes[copied..place.start]);
        bytes.extend_from_slice(text.as_bytes());
        copied = place.end;
    };
    let mut moved = source.moved.iter().peekable();
    for edge in source.edges.iter().map(Some).chain([None]) {
        let end = edge.map_or(usize::MAX, |edge| edge.place.start);
        while let Some(Moved { place, text, folder }) = moved.next_if(|it| it.place.start <= end) {
            write(&mut rewritten.bytes, place, text);
            let start = rewritten.bytes.len() - text.len();
            rewritten.based.push(Based { start, len: text.len(), folder: folder.clone() });
        }
        if let Some(edge) = edge
            && let Some(text) = written(edge)
        {
            write(&mut rewritten.bytes, &edge.place, &text);
            let start = rewritten.bytes.len() - text.len();
            rewritten.based.extend(source.based(&text, start));
        }
    }
    if rewritten.bytes.is_empty() {
        return None;
    }
    rewritten.bytes.extend_from_slice(&source.bytes[copied..]);
    Some(rewritten)
}

/// Returns the first [`LEN`] hexadecimal digits of a digest.
pub(crate) fn shorten(digest: &[u8]) -> String {
    let mut hex = base16ct::lower::encode_string(digest);
    hex.truncate(LEN);
    hex
}

#[cfg(test)]
mod tests;
