//! Invariants of every text in every language, for property tests and fuzz targets.

use tailprint_core::fingerprint::hashed_name;

use super::reference::{Found, Reference};
use super::{Language, language};
use crate::references::resolve::{Resolution, Site, insertion_point, resolve};

const FINGERPRINT: &str = "0123456789ab";

/// Finds the references in `text`, the content of the asset with the logical path `path`.
///
/// # Panics
/// If a place is not in the text or out of order, or if a rewritten reference names another asset.
pub(crate) fn check(path: &str, text: &str, site: &Site) -> Found {
    let Some(Language { find, .. }) = language(path, true) else { return Found::default() };
    let found = find(text, &[]);
    places(&found, text);
    let (rewritten, inserted) = rewrite(path, text, site, &found);
    assert_eq!(restore(&rewritten, &inserted), text, "taking the fingerprints out again");
    if !inserted.is_empty() {
        rewritten_names(path, site, &found, &find(&rewritten, &[]), &rewritten);
    }
    found
}

/// Places are in the text, between its characters, in order, and apart.
fn places(found: &Found, text: &str) {
    let mut last = 0;
    for reference in &found.references {
        assert!(last <= reference.span.start, "{reference:?} overlaps what ends at {last}");
        assert!(text.get(reference.span.clone()).is_some(), "{reference:?} is not in the text");
        last = reference.span.end;
        let mut previous = reference.span.start;
        for (index, _) in reference.url.char_indices() {
            let offset = reference.offset(index);
            assert!(text.is_char_boundary(offset), "{reference:?} splits a character");
            assert!(previous <= offset && offset <= last, "{reference:?} is not in order");
            previous = offset;
        }
    }
    assert!(found.problems.iter().all(|(offset, _)| *offset <= text.len()));
}

/// Returns the text with a fingerprint in every reference to a possible asset, and the places of the fingerprints.
fn rewrite(path: &str, text: &str, site: &Site, found: &Found) -> (String, Vec<usize>) {
    let (mut rewritten, mut inserted, mut copied) = (String::new(), Vec::new(), 0);
    for reference in &found.references {
        if target(reference, path, site).is_some() {
            let place = insertion_point(reference);
            assert!(reference.span.start <= place && place <= reference.span.end, "{reference:?}");
            rewritten.push_str(&text[copied..place]);
            inserted.push(rewritten.len());
            rewritten.push('.');
            rewritten.push_str(FINGERPRINT);
            copied = place;
        }
    }
    rewritten.push_str(&text[copied..]);
    (rewritten, inserted)
}

fn restore(rewritten: &str, inserted: &[usize]) -> String {
    let mut restored = rewritten.to_owned();
    for place in inserted.iter().rev() {
        restored.replace_range(*place..*place + 1 + FINGERPRINT.len(), "");
    }
    restored
}

fn rewritten_names(path: &str, site: &Site, before: &Found, after: &Found, text: &str) {
    let targets = |found: &Found| -> Vec<Option<String>> {
        found.references.iter().map(|reference| target(reference, path, site)).collect()
    };
    let expected: Vec<Option<String>> = targets(before)
        .into_iter()
        .map(|target| target.map(|target| hashed_name(&target, FINGERPRINT)))
        .collect();
    assert_eq!(targets(after), expected, "references of the rewritten text {text:?}");
}

/// Returns the logical path of the asset that a reference may name.
fn target(reference: &Reference, from: &str, site: &Site) -> Option<String> {
    match resolve(reference, from, site) {
        Resolution::Asset(path) | Resolution::Package(path) => Some(path),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
