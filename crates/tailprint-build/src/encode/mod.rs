//! Published bytes to content codings, as far as these are small enough to be worth storing.
//!
//! The cache is one file with exactly the codings of the last build. It is read and written as a whole: for thousands of
//! icons that takes a tenth of the time of one file each, and nothing in it becomes stale.

mod cache;
mod recipe;

use std::collections::{BTreeMap, HashMap, HashSet};

use tailprint_core::table::Coding;

use self::cache::Cache;
use self::recipe::Recipe;
use crate::config::Compression;
use crate::naming::published::{Encoded, Published};
use crate::support::parallel;

/// The input of [`encode`].
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// The content codings, without identity.
    pub(crate) codings: &'a [Coding],
    pub(crate) compression: Compression,
    /// The cache that the last run returned; empty if there was none.
    pub(crate) cache: &'a [u8],
}

/// One content in one coding.
#[derive(Debug)]
struct Job<'a> {
    key: String,
    recipe: Recipe,
    bytes: &'a [u8],
}

/// Encodes all assets. Returns a list of codings for each asset, and the cache for the next run.
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

/// Returns the codings to try. Types that are compressed already are left out: they take the most time and gain the
/// least.
fn jobs<'a>(request: &Request<'_>, asset: &'a Published) -> Vec<Job<'a>> {
    if asset.bytes.is_empty() || !tailprint_core::is_compressible(&asset.path, &asset.content_type)
    {
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

/// Returns the jobs that the cache does not answer, each content once. The longest come first: at the end, one of them
/// would keep a single core busy.
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

/// The most percent of the plain size that a stored coding may have. Chosen: of a usual file of 4 KiB, 5 %
/// are 200 bytes, as many as the headers of its response, and the binary holds both forms.
const WORTH_STORING: usize = 95;

/// Encodes a content. Returns nothing if the coding is not worth storing.
fn stored(job: &Job<'_>) -> Vec<u8> {
    let encoded = job.recipe.encode(job.bytes);
    let is_worth_it = encoded.len() * 100 <= job.bytes.len() * WORTH_STORING;
    if is_worth_it { encoded } else { Vec::new() }
}

#[cfg(test)]
mod tests;
