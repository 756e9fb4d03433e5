//! The assets of this build and their relations, from the generated table and from `build.json`.

mod entry;
mod size;

use std::collections::HashMap;

use tailprint::{Asset, Coding};
use tailprint_core::build_json::{self, BuildJson, Mode, ReadError};
use tailprint_core::path::split_suffix;
use tailprint_report::Kind;

pub(crate) use self::entry::Entry;
pub(crate) use self::size::Size;
use crate::assets::ASSETS;

/// `build.json` as `build.rs` left it for the app.
const BUILD_JSON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/build.json"));

/// All assets and their relations.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) build: BuildJson,
    /// Sorted by path.
    pub(crate) entries: Vec<Entry>,
}

impl Inventory {
    /// Reads the table and `build.json`.
    pub(crate) fn of_this_build() -> Result<Self, ReadError> {
        let build = BuildJson::read(BUILD_JSON)?;
        let built: HashMap<&str, &build_json::Asset> =
            build.assets.iter().map(|built| (&*built.path, built)).collect();
        let places: HashMap<&str, usize> = ASSETS.iter().map(Asset::path).zip(0..).collect();
        let entry = |asset: Asset| {
            let built = built.get(asset.path());
            let references = built.map_or(&[][..], |built| &built.references);
            let place = |path: &String| places.get(&**path).copied();
            let size = Size(built.map_or(0, |built| built.size));
            Entry::new(asset, size, references.iter().filter_map(place).collect())
        };
        let mut entries: Vec<Entry> = ASSETS.iter().map(entry).collect();
        for (from, to) in edges(&entries) {
            entries[to].referrers.push(from);
        }
        Ok(Self { build, entries })
    }

    /// The asset with this logical path.
    pub(crate) fn get(&self, path: &str) -> Option<&Entry> {
        let place = self.entries.binary_search_by(|entry| entry.asset.path().cmp(path)).ok()?;
        self.entries.get(place)
    }

    /// The assets that one refers to.
    pub(crate) fn references(&self, entry: &Entry) -> Vec<&Entry> {
        self.at(&entry.references)
    }

    /// The assets that refer to one.
    pub(crate) fn referrers(&self, entry: &Entry) -> Vec<&Entry> {
        self.at(&entry.referrers)
    }

    /// The places in templates that name an asset, each once: `templates/list.html:7`.
    pub(crate) fn places_in_templates(&self, entry: &Entry) -> Vec<String> {
        let path = entry.asset.path();
        let names = |used: &&build_json::Use| split_suffix(&used.path).0 == path;
        let places = self.build.templates.iter().flat_map(|template| {
            let uses = template.uses.iter().filter(names);
            uses.map(|used| format!("{}:{}", template.file, used.line))
        });
        let mut places: Vec<String> = places.collect();
        places.dedup();
        places
    }

    /// The kinds that there are, each with the number of its assets.
    pub(crate) fn kinds(&self) -> Vec<(Kind, usize)> {
        let count = |kind| self.entries.iter().filter(|entry| entry.kind() == kind).count();
        Kind::ALL
            .map(|kind| (kind, count(kind)))
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// The size of all assets together, and the number of bytes that a browser is sent for them that accepts Brotli,
    /// if there are any encoded ones.
    pub(crate) fn sizes(&self) -> (Size, Option<Size>) {
        let all = self.entries.iter().map(|entry| entry.size.0).sum();
        let sent = |entry: &Entry| entry.coded(Coding::Brotli).unwrap_or(entry.size).0;
        let is_coded = self.entries.iter().any(|entry| entry.coded(Coding::Brotli).is_some());
        (Size(all), is_coded.then(|| Size(self.entries.iter().map(sent).sum())))
    }

    /// The size of the largest asset.
    pub(crate) fn largest(&self) -> Size {
        self.entries.iter().map(|entry| entry.size).max().unwrap_or(Size(0))
    }

    /// The number of references between assets.
    pub(crate) fn reference_count(&self) -> usize {
        self.entries.iter().map(|entry| entry.references.len()).sum()
    }

    /// True for a build whose names carry fingerprints.
    pub(crate) fn is_hashed(&self) -> bool {
        self.build.mode == Mode::Hashed
    }

    fn at(&self, places: &[usize]) -> Vec<&Entry> {
        places.iter().filter_map(|place| self.entries.get(*place)).collect()
    }
}

/// All references, as pairs of indices: from, to.
fn edges(entries: &[Entry]) -> Vec<(usize, usize)> {
    let from = |(from, entry): (usize, &Entry)| {
        entry.references.iter().map(|to| (from, *to)).collect::<Vec<_>>()
    };
    entries.iter().enumerate().flat_map(from).collect()
}

#[cfg(test)]
mod tests;
