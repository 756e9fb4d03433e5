//! Published bytes to their compressed codings, of which those that are worth it are stored.
//!
//! The cache is one file, which holds exactly what the last build used: it is read whole and written whole, which
//! for thousands of icons takes a tenth of the time of a file each, and nothing in it grows old.

mod cache;
mod recipe;

use std::collections::{BTreeMap, HashMap, HashSet};

use tailprint_core::table::Coding;

use self::cache::Cache;
use self::recipe::Recipe;
use crate::config::Compression;
use crate::parallel;
use crate::publish::Published;

/// The file of the cache, below `OUT_DIR/tailprint`.
pub(crate) const CACHE: &str = "cache/encodings.bin";

/// What [`encode`] needs to know.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Without identity.
    pub(crate) codings: &'a [Coding],
    pub(crate) compression: Compression,
    /// What the last run returned; empty when there was none.
    pub(crate) cache: &'a [u8],
}

/// A coding of an asset other than identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) coding: Coding,
    pub(crate) bytes: Vec<u8>,
}

/// One coding of one content.
#[derive(Debug)]
struct Job<'a> {
    key: String,
    recipe: Recipe,
    bytes: &'a [u8],
}

/// Encodes all assets and returns their codings, one list each, and the cache for the next run.
pub(crate) fn encode(
    request: &Request<'_>,
    published: &[Published],
) -> (Vec<Vec<Encoded>>, Vec<u8>) {
    let known = Cache::read(request.cache);
    let jobs: Vec<Vec<Job<'_>>> = published.iter().map(|asset| jobs(request, asset)).collect();
    let missing = missing(&jobs, &known);
    let made = parallel::map(&missing, |job| stored(job));
    let made: HashMap<&str, Vec<u8>> = missing.iter().map(|job| &*job.key).zip(made).collect();
    let result = |job: &Job<'_>| {
        let made = made.get(&*job.key).map(Vec::as_slice);
        made.or_else(|| known.get(&job.key)).unwrap_or_default()
    };
    let used: BTreeMap<&str, &[u8]> =
        jobs.iter().flatten().map(|job| (&*job.key, result(job))).collect();
    let codings = |jobs: &Vec<Job<'_>>| {
        let encoded =
            |job: &Job<'_>| Encoded { coding: job.recipe.coding(), bytes: result(job).to_vec() };
        jobs.iter().map(encoded).filter(|encoded| !encoded.bytes.is_empty()).collect()
    };
    (jobs.iter().map(codings).collect(), cache::write(&used))
}

/// Types that are compressed already are told by their names; trying would cost the most where it gains the least.
fn jobs<'a>(request: &Request<'_>, asset: &'a Published) -> Vec<Job<'a>> {
    if asset.bytes.is_empty() || !tailprint_core::is_compressible(&asset.path) {
        return Vec::new();
    }
    let job = |coding: &Coding| {
        let recipe = Recipe::new(*coding, request.compression, asset.bytes.len())?;
        // The digest that the fingerprint stage has made of these very bytes.
        let key = format!("{} {}", asset.integrity, recipe.name());
        Some(Job { key, recipe, bytes: &asset.bytes })
    };
    request.codings.iter().filter_map(job).collect()
}

/// What is not known yet, each content once; the longest work first, so that no core waits for it at the end.
fn missing<'a>(jobs: &'a [Vec<Job<'a>>], known: &Cache<'_>) -> Vec<&'a Job<'a>> {
    let mut seen = HashSet::new();
    let mut missing: Vec<&Job<'_>> = jobs
        .iter()
        .flatten()
        .filter(|job| known.get(&job.key).is_none() && seen.insert(&*job.key))
        .collect();
    missing.sort_by_key(|job| std::cmp::Reverse(job.recipe.effort() * job.bytes.len()));
    missing
}

/// What is stored of a coding: nothing unless it saves 5 %.
fn stored(job: &Job<'_>) -> Vec<u8> {
    let encoded = job.recipe.encode(job.bytes);
    if encoded.len() * 20 <= job.bytes.len() * 19 { encoded } else { Vec::new() }
}

#[cfg(test)]
mod tests;
