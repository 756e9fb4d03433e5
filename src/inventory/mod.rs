//! What the build made: the table of assets, and `build.json` for what the table does not say.

mod size;

use std::collections::HashMap;

use serde::Deserialize;
use tailprint::{Asset, Coding};

pub(crate) use self::size::Size;
use crate::assets::ASSETS;
use crate::print::{Arc, ridges};

const BUILD_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/build.json"));

/// The part of `build.json` that is shown.
#[derive(Debug, Deserialize)]
pub(crate) struct Build {
    pub(crate) mode: String,
    pub(crate) tailprint: String,
    pub(crate) url_prefix: String,
    pub(crate) tailwind: Vec<Tailwind>,
    /// Milliseconds per stage.
    pub(crate) timings: Vec<(String, f64)>,
    assets: Vec<Built>,
}

/// A style sheet that Tailwind compiled.
#[derive(Debug, Deserialize)]
pub(crate) struct Tailwind {
    pub(crate) source: String,
    pub(crate) output: String,
    pub(crate) engine: Engine,
}

/// What compiled an entry point.
#[derive(Debug, Deserialize)]
pub(crate) struct Engine {
    pub(crate) kind: String,
    pub(crate) version: String,
    pub(crate) found_by: String,
}

#[derive(Debug, Deserialize)]
struct Built {
    path: String,
    size: u64,
    references: Vec<String>,
}

/// All assets and how they hang together.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) build: Build,
    /// Sorted by path.
    pub(crate) entries: Vec<Entry>,
}

/// An asset with what `build.json` knows about it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) asset: Asset,
    pub(crate) size: Size,
    /// Indices of the assets that this one refers to.
    references: Vec<usize>,
    /// Indices of the assets that refer to this one.
    referrers: Vec<usize>,
}

/// A content coding that an asset is stored in.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) coding: &'static str,
    pub(crate) size: Size,
    /// Of the size without coding.
    pub(crate) percent: u64,
}

/// What an asset is, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Style,
    Script,
    Image,
    Font,
    Other,
}

impl Inventory {
    /// Reads what the build script left.
    pub(crate) fn of_this_build() -> Result<Self, serde_json::Error> {
        let build: Build = serde_json::from_str(BUILD_JSON)?;
        let built: HashMap<&str, &Built> =
            build.assets.iter().map(|built| (&*built.path, built)).collect();
        let places: HashMap<&str, usize> = ASSETS.iter().map(Asset::path).zip(0..).collect();
        let entry = |asset: Asset| {
            let built = built.get(asset.path());
            let references = built.map_or(&[][..], |built| &built.references);
            let place = |path: &String| places.get(&**path).copied();
            Entry {
                asset,
                size: Size(built.map_or(0, |built| built.size)),
                references: references.iter().filter_map(place).collect(),
                referrers: Vec::new(),
            }
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

    /// The kinds that there are, each with the number of its assets.
    pub(crate) fn kinds(&self) -> Vec<(Kind, usize)> {
        let count = |kind| self.entries.iter().filter(|entry| entry.kind() == kind).count();
        Kind::ALL
            .map(|kind| (kind, count(kind)))
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// How large all assets are together, and how large what a browser that knows Brotli is sent.
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

    /// How many references between assets there are.
    pub(crate) fn reference_count(&self) -> usize {
        self.entries.iter().map(|entry| entry.references.len()).sum()
    }

    /// Whether names carry fingerprints.
    pub(crate) fn is_hashed(&self) -> bool {
        self.build.mode == "hashed"
    }

    fn at(&self, places: &[usize]) -> Vec<&Entry> {
        places.iter().filter_map(|place| self.entries.get(*place)).collect()
    }
}

fn edges(entries: &[Entry]) -> Vec<(usize, usize)> {
    let from = |(from, entry): (usize, &Entry)| {
        entry.references.iter().map(|to| (from, *to)).collect::<Vec<_>>()
    };
    entries.iter().enumerate().flat_map(from).collect()
}

impl Entry {
    /// The folder part of the path, slash included.
    pub(crate) fn folder(&self) -> &'static str {
        let path = self.asset.path();
        path.split_at(path.rfind('/').map_or(0, |slash| slash + 1)).0
    }

    /// The path without its folder.
    pub(crate) fn file(&self) -> &'static str {
        let path = self.asset.path();
        path.split_at(path.rfind('/').map_or(0, |slash| slash + 1)).1
    }

    /// Media type without parameters.
    pub(crate) fn media_type(&self) -> &'static str {
        let content_type = self.asset.content_type();
        content_type.split_once(';').map_or(content_type, |(media_type, _)| media_type)
    }

    /// What the asset is, roughly.
    pub(crate) fn kind(&self) -> Kind {
        match self.media_type().split_once('/') {
            Some(("text", "css")) => Kind::Style,
            Some(("text" | "application", "javascript")) => Kind::Script,
            Some(("image", _)) => Kind::Image,
            Some(("font", _)) => Kind::Font,
            _ => Kind::Other,
        }
    }

    /// The size in a content coding, where the build stored the asset in it.
    pub(crate) fn coded(&self, coding: Coding) -> Option<Size> {
        self.asset.size_of(coding).filter(|_| coding != Coding::Identity).map(Size)
    }

    /// The stored content codings.
    pub(crate) fn codings(&self) -> Vec<Stored> {
        let stored = |coding: Coding| {
            let size = self.coded(coding)?;
            Some(Stored { coding: coding.name(), size, percent: size.percent_of(self.size) })
        };
        Coding::ALL.into_iter().filter_map(stored).collect()
    }

    /// How many bytes are sent at least.
    pub(crate) fn sent(&self) -> Size {
        self.codings().iter().map(|stored| stored.size).min().unwrap_or(self.size)
    }

    /// How many assets this one refers to.
    pub(crate) fn reference_count(&self) -> usize {
        self.references.len()
    }

    /// How many assets refer to this one.
    pub(crate) fn referrer_count(&self) -> usize {
        self.referrers.len()
    }

    /// The fingerprint as a picture.
    pub(crate) fn ridges(&self) -> Vec<Arc> {
        ridges(self.asset.fingerprint().unwrap_or_default())
    }
}

impl Kind {
    const ALL: [Self; 5] = [Self::Style, Self::Script, Self::Image, Self::Font, Self::Other];

    /// As the page's script knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Script => "script",
            Self::Image => "image",
            Self::Font => "font",
            Self::Other => "other",
        }
    }

    /// As the reader knows it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Style => "Styles",
            Self::Script => "Scripts",
            Self::Image => "Images",
            Self::Font => "Fonts",
            Self::Other => "Other",
        }
    }
}

#[cfg(test)]
mod tests;
