//! Components in dependency order to fingerprints and rewritten bytes.

use sha2::{Digest, Sha256};
use tailprint_core::fingerprint::LEN;

use crate::naming::graph::{Component, Edge};
use crate::support::parallel;

/// An asset before it has a fingerprint.
#[derive(Debug)]
pub(crate) struct Source {
    /// Logical path.
    pub(crate) path: String,
    /// The bytes as they were read.
    pub(crate) bytes: Vec<u8>,
    /// The references to rewrite.
    pub(crate) edges: Vec<Edge>,
}

/// An asset as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprinted {
    /// Twelve hexadecimal digits.
    pub(crate) fingerprint: String,
    /// The published bytes, if they differ from those of the source.
    pub(crate) rewritten: Option<Vec<u8>>,
}

/// Fingerprints all assets, layer by layer as [`layers`](crate::naming::graph::layers) returned them.
///
/// A fingerprint is the hash of the final bytes, so it depends on everything that the asset refers to. The members of a
/// cycle cannot contain their own hashes: each is the hash of the whole cycle and the path of the member.
pub(crate) fn fingerprint(sources: &[Source], layers: &[Vec<Component>]) -> Vec<Fingerprinted> {
    let mut fingerprints = vec![String::new(); sources.len()];
    let mut results: Vec<Option<Fingerprinted>> = vec![None; sources.len()];
    for layer in layers {
        let done = parallel::map(layer, |component| one(component, sources, &fingerprints));
        for (index, result) in done.into_iter().flatten() {
            fingerprints[index].clone_from(&result.fingerprint);
            results[index] = Some(result);
        }
    }
    // Every asset is in exactly one component.
    results.into_iter().flatten().collect()
}

fn one(
    component: &Component,
    sources: &[Source],
    fingerprints: &[String],
) -> Vec<(usize, Fingerprinted)> {
    if component.is_cycle {
        return cycle(component, sources, fingerprints);
    }
    let finish = |index: usize| {
        let source = &sources[index];
        let rewritten = rewrite(source, |edge| Some(&fingerprints[edge.target]));
        let bytes = rewritten.as_deref().unwrap_or(&source.bytes);
        let fingerprint = shorten(&Sha256::digest(bytes));
        (index, Fingerprinted { fingerprint, rewritten })
    };
    component.members.iter().map(|index| finish(*index)).collect()
}

/// Fingerprints the members of a cycle. References out of it are rewritten before; those within it count as logical
/// paths.
fn cycle(
    component: &Component,
    sources: &[Source],
    fingerprints: &[String],
) -> Vec<(usize, Fingerprinted)> {
    let members = &component.members;
    let mut by_path = members.clone();
    by_path.sort_by_key(|index| &sources[*index].path);
    let mut whole = Sha256::new();
    for index in by_path {
        let source = &sources[index];
        let outside = |edge: &Edge| match members.binary_search(&edge.target) {
            Ok(_) => None,
            Err(_) => Some(&fingerprints[edge.target]),
        };
        let rewritten = rewrite(source, outside);
        framed(&mut whole, source.path.as_bytes());
        framed(&mut whole, rewritten.as_deref().unwrap_or(&source.bytes));
    }
    let whole = whole.finalize();
    let own = |index: usize| {
        shorten(&Sha256::new().chain_update(whole).chain_update(&sources[index].path).finalize())
    };
    let inside: Vec<String> = members.iter().map(|index| own(*index)).collect();
    let finish = |(position, index): (usize, &usize)| {
        let source = &sources[*index];
        let rewritten = rewrite(source, |edge| {
            let member = members.binary_search(&edge.target);
            Some(member.map_or(&fingerprints[edge.target], |position| &inside[position]))
        });
        (*index, Fingerprinted { fingerprint: inside[position].clone(), rewritten })
    };
    members.iter().enumerate().map(finish).collect()
}

/// Adds bytes with their length in front, so that no two lists of texts give the same input.
fn framed(digest: &mut Sha256, bytes: &[u8]) {
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
}

/// Inserts `.fingerprint` for every edge that has one. Returns none if the bytes stay as they are.
fn rewrite<'a>(
    source: &Source,
    fingerprint: impl Fn(&Edge) -> Option<&'a String>,
) -> Option<Vec<u8>> {
    let mut rewritten = Vec::new();
    let mut copied = 0;
    for edge in &source.edges {
        let Some(fingerprint) = fingerprint(edge) else { continue };
        if rewritten.is_empty() {
            rewritten.reserve(source.bytes.len() + source.edges.len() * (LEN + 1));
        }
        rewritten.extend_from_slice(&source.bytes[copied..edge.insert_at]);
        rewritten.push(b'.');
        rewritten.extend_from_slice(fingerprint.as_bytes());
        copied = edge.insert_at;
    }
    if rewritten.is_empty() {
        return None;
    }
    rewritten.extend_from_slice(&source.bytes[copied..]);
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
