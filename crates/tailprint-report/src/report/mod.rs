//! The model, made from `build.json` and what only the sources tell.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use tailprint_core::build_json::{self, BuildJson, Mode};
use tailprint_core::path::split_suffix;

use crate::against::Against;
use crate::budget::{Budget, Checked};
use crate::graph::Graph;
use crate::kind::Kind;
use crate::styles::{Compiled, Styles};
use crate::visit::{self, Visit};

/// The version of the JSON form of a report.
pub const VERSION: u32 = 1;

/// A report about a build.
///
/// ```
/// use tailprint_core::build_json::{Asset, BuildJson};
/// use tailprint_report::{Report, Source};
///
/// let css = Asset { path: "a.css".into(), content_type: "text/css".into(), size: 20, ..Asset::default() };
/// let build = BuildJson { assets: vec![css], ..BuildJson::default() };
/// let report = Report::new(&Source::of(&build));
/// assert_eq!(report.totals.sizes.raw, 20);
/// assert!(tailprint_report::html(&report).starts_with("<!doctype html>"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// [`VERSION`] of the writer.
    pub version: u32,
    /// The version of `tailprint-build`.
    pub tailprint: String,
    /// The name of the folder of the package.
    pub package: String,
    /// The mode of the build.
    pub mode: Mode,
    /// All assets together.
    pub totals: Total,
    /// The assets of each kind that there is.
    pub kinds: Vec<KindTotal>,
    /// All assets, sorted by path.
    pub assets: Vec<Asset>,
    /// Assets that refer to or load each other in a circle.
    pub cycles: Vec<Vec<String>>,
    /// Assets that nothing names. None if that is not known.
    pub unused: Option<Vec<String>>,
    /// Assets with the same content.
    pub duplicates: Vec<Duplicate>,
    /// The templates that are pages, and what a first visit of each downloads.
    pub pages: Vec<Visit>,
    /// The style sheets that Tailwind compiled.
    pub styles: Vec<Styles>,
    /// The budgets.
    pub budgets: Vec<Checked>,
    /// The differences from another build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// The number and the size of some assets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The number of assets.
    pub assets: usize,
    /// Their sizes together.
    pub sizes: Sizes,
}

/// The assets of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindTotal {
    /// The kind.
    pub kind: Kind,
    /// Its assets.
    #[serde(flatten)]
    pub total: Total,
}

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Without content coding.
    pub raw: u64,
    /// For a browser that accepts Brotli only: the stored coding, or else `raw`.
    pub br: u64,
    /// For a browser that accepts gzip only: the stored coding, or else `raw`.
    pub gzip: u64,
}

/// An asset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asset {
    /// The logical path.
    pub path: String,
    /// The published name.
    pub name: String,
    /// The kind, by the media type.
    pub kind: Kind,
    /// The sizes.
    pub sizes: Sizes,
    /// The logical paths of the assets that it refers to.
    pub references: Vec<String>,
    /// The logical paths of the assets that it loads by their plain names, such as modules by the import map. Its own
    /// name does not depend on theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loads: Vec<String>,
    /// The logical paths of the assets that refer to it or load it.
    pub referrers: Vec<String>,
    /// The places in templates that name it: `templates/base.html:7`.
    pub templates: Vec<String>,
}

/// Assets with the same content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Their logical paths.
    pub paths: Vec<String>,
    /// The size of one of them in bytes.
    pub size: u64,
    /// The size of all but one of them in bytes.
    pub wasted: u64,
}

/// The facts that a report is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The build.
    pub build: &'a BuildJson,
    /// Reads a template by its path in `build`. Without it nothing is known of inheritance between templates.
    pub template: &'a dyn Fn(&str) -> Option<String>,
    /// Names the content of an asset of a plain build, for which `build` has no digest. Equal names are equal contents.
    pub content: &'a dyn Fn(&build_json::Asset) -> Option<String>,
    /// Returns the logical paths that a script loads, apart from its references.
    pub loads: &'a dyn Fn(&build_json::Asset) -> Vec<String>,
    /// Logical paths that nothing names.
    pub unused: Option<&'a [String]>,
    /// The style sheets that Tailwind compiled.
    pub styles: &'a [Compiled],
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("unused", &self.unused).finish_non_exhaustive()
    }
}

impl<'a> Source<'a> {
    /// A build of which nothing else is known.
    #[must_use]
    pub fn of(build: &'a BuildJson) -> Self {
        Self {
            build,
            template: &|_| None,
            content: &|_| None,
            loads: &|_| Vec::new(),
            unused: None,
            styles: &[],
        }
    }
}

impl Sizes {
    /// The size of the smallest form, which most browsers get.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.raw.min(self.br).min(self.gzip)
    }

    fn of(asset: &build_json::Asset) -> Self {
        let stored = |coding: &str| asset.encoded.get(coding).copied().unwrap_or(asset.size);
        Self { raw: asset.size, br: stored("br"), gzip: stored("gzip") }
    }
}

impl Total {
    /// Adds up assets.
    pub(crate) fn of<'a>(assets: impl IntoIterator<Item = &'a Asset>) -> Self {
        let mut total = Self::default();
        for asset in assets {
            total.assets += 1;
            total.sizes.raw += asset.sizes.raw;
            total.sizes.br += asset.sizes.br;
            total.sizes.gzip += asset.sizes.gzip;
        }
        total
    }
}

impl Report {
    /// Examines a build.
    #[must_use]
    pub fn new(source: &Source<'_>) -> Self {
        let build = source.build;
        let (assets, relations) = assets(source);
        let of_kind = |kind: Kind| {
            let total = Total::of(assets.iter().filter(|asset| asset.kind == kind));
            (total.assets > 0).then_some(KindTotal { kind, total })
        };
        let paths = |cycle: Vec<usize>| cycle.into_iter().map(|at| assets[at].path.clone());
        Self {
            version: VERSION,
            tailprint: build.tailprint.clone(),
            package: package_name(build),
            mode: build.mode,
            totals: Total::of(&assets),
            kinds: Kind::ALL.into_iter().filter_map(of_kind).collect(),
            cycles: relations.cycles().into_iter().map(|cycle| paths(cycle).collect()).collect(),
            unused: source.unused.map(<[String]>::to_vec),
            duplicates: duplicates(build, source.content),
            pages: visit::pages(build, source.template, &assets, &relations),
            styles: source.styles.iter().map(Styles::of).collect(),
            budgets: Vec::new(),
            against: None,
            assets,
        }
    }

    /// Compares the assets with budgets.
    ///
    /// # Errors
    /// A budget that is about no asset.
    pub fn check(&mut self, budgets: &[Budget]) -> Result<(), String> {
        self.budgets =
            budgets.iter().map(|budget| budget.check(&self.assets)).collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Returns true if a size is above its budget.
    #[must_use]
    pub fn is_above(&self) -> bool {
        self.budgets.iter().any(|budget| budget.exceeded)
    }

    /// The graph of the references on which names depend, by indices of `assets`.
    pub(crate) fn names(&self) -> Graph {
        graph(&self.assets, |asset| asset.references.iter())
    }

    /// The graph of all that assets refer to or load, by indices of `assets`.
    pub(crate) fn relations(&self) -> Graph {
        graph(&self.assets, Asset::related)
    }

    /// The index of each asset by its path.
    pub(crate) fn places(&self) -> HashMap<&str, usize> {
        places(&self.assets)
    }
}

impl Asset {
    /// The logical paths of all that it refers to or loads.
    fn related(&self) -> impl Iterator<Item = &String> {
        self.references.iter().chain(&self.loads)
    }
}

fn places(assets: &[Asset]) -> HashMap<&str, usize> {
    assets.iter().map(|asset| &*asset.path).zip(0..).collect()
}

/// The graph of the assets that `targets` gives for each asset, by indices.
fn graph<'a, I: Iterator<Item = &'a String>>(
    assets: &'a [Asset],
    targets: impl Fn(&'a Asset) -> I,
) -> Graph {
    let places = places(assets);
    let indices = |asset| targets(asset).filter_map(|path| places.get(&**path).copied()).collect();
    Graph::new(assets.iter().map(indices).collect())
}

fn package_name(build: &BuildJson) -> String {
    let name = build.package.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "app".to_owned())
}

/// The assets with their relations, and the graph of these.
fn assets(source: &Source<'_>) -> (Vec<Asset>, Graph) {
    let build = source.build;
    let mut named = templates(build);
    let there: HashSet<&str> = build.assets.iter().map(|asset| &*asset.path).collect();
    let known = |mut paths: Vec<String>| {
        paths.retain(|path| there.contains(&**path));
        paths
    };
    let asset = |asset: &build_json::Asset| Asset {
        path: asset.path.clone(),
        name: asset.name.clone(),
        kind: Kind::of(&asset.content_type),
        sizes: Sizes::of(asset),
        references: known(asset.references.clone()),
        loads: known((source.loads)(asset)),
        referrers: Vec::new(),
        templates: named.remove(&*asset.path).unwrap_or_default(),
    };
    let mut assets: Vec<Asset> = build.assets.iter().map(asset).collect();
    let relations = graph(&assets, Asset::related);
    let paths = |at: usize| {
        let referrers = relations.to(at).iter();
        referrers.filter_map(|from| Some(build.assets.get(*from)?.path.clone())).collect()
    };
    for (at, asset) in assets.iter_mut().enumerate() {
        asset.referrers = paths(at);
    }
    (assets, relations)
}

/// The places in templates that name each asset, by the filters or by a URL that is written out.
fn templates(build: &BuildJson) -> HashMap<&str, Vec<String>> {
    let mut places: HashMap<&str, Vec<String>> = HashMap::new();
    for template in &build.templates {
        let used = template.uses.iter().map(|used| (split_suffix(&used.path).0, used.line));
        let written = template.written.iter().map(|written| (&*written.path, written.line));
        for (path, line) in used.chain(written) {
            let place = format!("{}:{line}", template.file);
            let places = places.entry(path).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

/// Groups assets by their contents. Empty files are no duplicates of each other: nothing is wasted.
fn duplicates(
    build: &BuildJson,
    content: &dyn Fn(&build_json::Asset) -> Option<String>,
) -> Vec<Duplicate> {
    let mut by_size: BTreeMap<u64, Vec<&build_json::Asset>> = BTreeMap::new();
    for asset in build.assets.iter().filter(|asset| asset.size > 0) {
        by_size.entry(asset.size).or_default().push(asset);
    }
    let mut found = Vec::new();
    for (size, assets) in by_size.into_iter().filter(|(_, assets)| assets.len() > 1) {
        let mut by_content: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for asset in assets {
            let known = Some(asset.integrity.clone()).filter(|it| !it.is_empty());
            if let Some(content) = known.or_else(|| content(asset)) {
                by_content.entry(content).or_default().push(asset.path.clone());
            }
        }
        let several = by_content.into_values().filter(|paths| paths.len() > 1);
        found.extend(several.map(|paths| {
            let wasted = size * (paths.len() as u64 - 1);
            Duplicate { paths, size, wasted }
        }));
    }
    found.sort_by(|one, other| (other.wasted, &one.paths).cmp(&(one.wasted, &other.paths)));
    found
}

#[cfg(test)]
pub(crate) mod tests;
