//! References by names: a text that has the last part of a name, or its fingerprint, counts as a reference. So there may be
//! more than the real ones, but none is missing.

use std::collections::HashMap;

use tailprint_build::cli_support::parallel;
use tailprint_core::fingerprint::is_fingerprint;

use super::content;
use super::source::Asset;

/// Adds the references in the texts that are to be read.
pub(super) fn add(assets: &mut [Asset], is_read: impl Fn(&Asset) -> bool + Sync) {
    let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, asset) in assets.iter().enumerate() {
        let name = asset.name.rsplit('/').next().unwrap_or_default();
        known.entry(name).or_default().push(index);
        if let Some(digits) = name.split('.').rev().find(|part| is_fingerprint(part)) {
            known.entry(digits).or_default().push(index);
        }
    }
    let found = parallel(assets, |asset| {
        if !is_read(asset) {
            return Vec::new();
        }
        // A file that cannot be read is reported when it is hashed.
        let text = content::bytes(&asset.content).unwrap_or_default();
        words(&text).filter_map(|word| known.get(&*word)).flatten().copied().collect()
    });
    for (asset, found) in assets.iter_mut().zip(found) {
        asset.references.extend(found);
        asset.references.sort_unstable();
        asset.references.dedup();
    }
}

/// The words of a text that may be the last part of a name, and the parts of these between dots.
fn words(text: &[u8]) -> impl Iterator<Item = String> {
    let in_word =
        |byte: u8| byte.is_ascii_alphanumeric() || b"._-~%@+!".contains(&byte) || !byte.is_ascii();
    let words = text.split(move |&byte| !in_word(byte)).filter(|word| word.contains(&b'.'));
    words.flat_map(|word| {
        let word = String::from_utf8_lossy(word).into_owned();
        let word = crate::push::address::percent_decoded(&word).unwrap_or(word);
        let digits = word.split('.').filter(|part| is_fingerprint(part)).map(str::to_owned);
        let digits: Vec<String> = digits.collect();
        digits.into_iter().chain([word])
    })
}
