//! Texts by the parts that they share with a mistyped one.
//!
//! Every text is found by what is left of it without one character, and by each three characters in a row. A mistyped text
//! has most of these in common with the text that was meant. They are kept as hashes: texts that merely share a hash are
//! told apart when they are compared.

use std::collections::HashMap;

/// The most texts with a part in common that are looked at. A part that more texts have tells little.
const COMMON: usize = 64;

/// The most texts that are looked at for one mistake at one place.
const ALIKE: usize = 8;

/// The factor of the hashes: odd, its bits spread (the golden ratio of 2^64).
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hashes of all parts, sorted, each with the number of its text.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// The texts without one character, and whole.
    shorter: Vec<(u32, u32)>,
    /// Three characters in a row.
    parts: Vec<(u32, u32)>,
}

impl Postings {
    pub(super) fn new(texts: &[String]) -> Self {
        let mut postings = Self::default();
        for (number, text) in (0_u32..).zip(texts) {
            postings.shorter.extend(shorter(text).map(|hash| (hash, number)));
            postings.parts.extend(parts(text).map(|hash| (hash, number)));
        }
        postings.shorter.sort_unstable();
        postings.parts.sort_unstable();
        postings
    }

    /// Returns texts that differ from `text` by one character: added, left out, exchanged, or swapped with the next.
    pub(super) fn one_mistake(&self, text: &str) -> Vec<usize> {
        let alike = shorter(text).flat_map(|hash| find(&self.shorter, hash).iter().take(ALIKE));
        alike.map(|(_, number)| *number as usize).collect()
    }

    /// Returns the texts with the most parts in common.
    pub(super) fn common_parts(&self, text: &str, most: usize) -> Vec<usize> {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for hash in parts(text) {
            let found = Some(find(&self.parts, hash)).filter(|found| found.len() <= COMMON);
            for (_, number) in found.unwrap_or_default() {
                *counts.entry(*number).or_default() += 1;
            }
        }
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(number, count)| (std::cmp::Reverse(*count), *number));
        counts.into_iter().take(most).map(|(number, _)| number as usize).collect()
    }
}

fn find(postings: &[(u32, u32)], hash: u32) -> &[(u32, u32)] {
    let start = postings.partition_point(|(other, _)| *other < hash);
    let rest = postings.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|(other, _)| *other == hash)).unwrap_or_default()
}

/// Returns the hashes of a text and of what is left of it without each of its characters.
///
/// The hash of a text is a polynomial, so that it is put together from those of its two ends.
fn shorter(text: &str) -> impl Iterator<Item = u32> {
    let mut starts = vec![0_u64];
    let mut powers = vec![1_u64];
    for character in text.chars() {
        let last = starts.last().copied().unwrap_or_default();
        starts.push(last.wrapping_mul(FACTOR).wrapping_add(u64::from(character)));
        powers.push(powers.last().copied().unwrap_or_default().wrapping_mul(FACTOR));
    }
    let length = powers.len() - 1;
    let whole = starts[length];
    let without = move |place: usize| {
        let behind = powers[length - 1 - place];
        let end = whole.wrapping_sub(starts[place + 1].wrapping_mul(behind));
        starts[place].wrapping_mul(behind).wrapping_add(end)
    };
    std::iter::once(whole).chain((0..length).map(without)).map(mixed)
}

/// Returns the hashes of each three characters in a row, those at the ends with the ends themselves.
fn parts(text: &str) -> impl Iterator<Item = u32> {
    let end = std::iter::once('\0');
    let mut window = [0_u64; 3];
    let characters = end.clone().chain(text.chars()).chain(end).map(u64::from);
    characters.enumerate().filter_map(move |(index, character)| {
        window = [window[1], window[2], character];
        let hash =
            window.iter().fold(0_u64, |hash, it| hash.wrapping_mul(FACTOR).wrapping_add(*it));
        (index >= 2).then(|| mixed(hash))
    })
}

/// Returns the upper half of a hash, which depends on all of it.
fn mixed(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(FACTOR) >> 32;
    u32::try_from(mixed).unwrap_or(u32::MAX)
}
