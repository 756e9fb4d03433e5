//! The choice of versions.

use std::collections::{BTreeMap, BTreeSet};

use nodejs_semver::{Range, Version};

use super::{Graph, Key};
use crate::packages::npm::registry::Registry;
use crate::packages::npm::spec::{allows, parsed, pick};

/// The facts by which a version is chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) registry: &'a Registry,
    /// The versions that are in the graph.
    pub(super) chosen: &'a BTreeMap<String, BTreeSet<String>>,
    pub(super) kept: &'a BTreeSet<Key>,
    pub(super) forced: &'a BTreeMap<String, String>,
}

/// Chooses the version for a range: one that the graph has, the one that was chosen before, or npm's choice.
pub(super) fn choose(known: Known<'_>, name: &str, wanted: &str) -> Result<String, String> {
    if let Some(forced) = known.forced.get(name).filter(|version| allows(wanted, version)) {
        return Ok(forced.clone());
    }
    let in_graph = known.chosen.get(name).into_iter().flatten();
    if let Some(version) = highest(in_graph.filter(|version| allows(wanted, version))) {
        return Ok(version);
    }
    let kept =
        known.kept.iter().filter(|(other, version)| other == name && allows(wanted, version));
    if let Some(version) = highest(kept.map(|(_, version)| version)) {
        return Ok(version);
    }
    let packument = known.registry.packument(name)?;
    pick(&packument, wanted).map(|(version, _)| version.to_string())
}

fn highest<'a>(versions: impl Iterator<Item = &'a String>) -> Option<String> {
    let parsed = versions.filter_map(|text| Some((Version::parse(text).ok()?, text)));
    parsed.max_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, text)| text.clone())
}

/// Returns the packages that have several versions although there is one that all ranges allow, with that version.
pub(super) fn common(
    graph: &Graph,
    registry: &Registry,
    forced: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, String> {
    let mut ranges: BTreeMap<&str, (usize, Vec<Range>)> = BTreeMap::new();
    for ((name, _), node) in &graph.nodes {
        let (count, all) = ranges.entry(name).or_default();
        *count += 1;
        all.extend(node.ranges.iter().filter_map(|(_, range)| Range::parse(range).ok()));
    }
    let mut common = BTreeMap::new();
    for (name, (count, ranges)) in ranges {
        if count < 2 || forced.contains_key(name) {
            continue;
        }
        let packument = registry.packument(name)?;
        let fitting = parsed(&packument.versions)
            .filter(|(version, _)| ranges.iter().all(|range| range.satisfies(version)));
        let best = fitting.max_by(|(a, first), (b, second)| {
            let used = (first.deprecated.is_none(), second.deprecated.is_none());
            used.0.cmp(&used.1).then_with(|| a.cmp(b))
        });
        common.extend(best.map(|(version, _)| (name.to_owned(), version.to_string())));
    }
    Ok(common)
}
