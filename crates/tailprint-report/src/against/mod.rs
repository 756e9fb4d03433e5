//! The names that changed since another build, and the reason of each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tailprint_core::build_json::Mode;

use crate::graph::Graph;
use crate::report::Report;

/// The published names of another build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Former {
    /// The name and, where it is known, the size of each asset by its logical path.
    assets: BTreeMap<String, (String, Option<u64>)>,
}

/// The differences from another build.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Against {
    /// The assets with other names than before.
    pub changed: Vec<Change>,
    /// The logical paths that are new.
    pub added: Vec<String>,
    /// The logical paths that are gone.
    pub removed: Vec<String>,
    /// The number of assets with the same name as before.
    pub same: usize,
}

/// An asset that has another name than before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The logical path.
    pub path: String,
    /// The name in the other build.
    pub before: String,
    /// The name in this build.
    pub after: String,
    /// The reason: the logical paths from the asset whose own content changed to this one, each of which is referred to
    /// by the next. One path if the content of this asset changed. Several assets that refer to each other in a circle
    /// have one common name for their contents, so of these any may be the one.
    pub chain: Vec<String>,
    /// True if the text of the asset changed in more than the names of others: nothing that it refers to has another
    /// name, it refers to something new, or its size is another one.
    pub own: bool,
}

/// A file that `--against` takes: `staticfiles.json`, `build.json`, or the JSON of a report.
#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Manifest { paths: BTreeMap<String, String> },
    Build { mode: Mode, assets: Vec<Described> },
}

/// An asset of `build.json` or of a report.
#[derive(Deserialize)]
struct Described {
    path: String,
    name: String,
    size: Option<u64>,
    sizes: Option<Raw>,
}

#[derive(Deserialize)]
struct Raw {
    raw: u64,
}

impl Former {
    /// Reads `staticfiles.json`, `build.json`, or the JSON of a report.
    ///
    /// ```
    /// use tailprint_report::against::Former;
    ///
    /// Former::read(br#"{"paths":{"a.css":"a.4e3e58f1a4a4.css"},"version":"1.1"}"#)?;
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    /// The reason, with the repair.
    pub fn read(json: &[u8]) -> Result<Self, String> {
        let file = serde_json::from_slice(json).map_err(|error| {
            let what = if error.is_data() { String::new() } else { format!(": {error}") };
            format!("not understood{what} (give staticfiles.json, build.json, or the output of `cargo tailprint report --format json`)")
        })?;
        let assets = match file {
            File::Manifest { paths } => {
                paths.into_iter().map(|(path, name)| (path, (name, None))).collect()
            }
            File::Build { mode: Mode::Plain, .. } => {
                return Err("has plain names, so no name can have changed (take that of a build with `--release`)".to_owned());
            }
            File::Build { mode: Mode::Hashed, assets } => {
                let size = |it: &Described| it.size.or(it.sizes.as_ref().map(|sizes| sizes.raw));
                assets
                    .into_iter()
                    .map(|it| {
                        let size = size(&it);
                        (it.path, (it.name, size))
                    })
                    .collect()
            }
        };
        Ok(Self { assets })
    }
}

impl Report {
    /// Compares the names with those of another build.
    pub fn compare(&mut self, former: &Former) {
        self.against = Some(Against::of(self, former));
    }
}

impl Against {
    fn of(report: &Report, former: &Former) -> Self {
        let graph = report.names();
        let before: Vec<Option<&(String, Option<u64>)>> =
            report.assets.iter().map(|asset| former.assets.get(&asset.path)).collect();
        let is_changed: Vec<bool> = report
            .assets
            .iter()
            .zip(&before)
            .map(|(asset, before)| before.is_some_and(|(name, _)| *name != asset.name))
            .collect();
        let own = own(report, &graph, &before, &is_changed);
        let chains = chains(&graph, &is_changed, &own);
        let path = |at: &usize| report.assets[*at].path.clone();
        let changed = (0..report.assets.len()).filter(|at| is_changed[*at]).map(|at| Change {
            path: path(&at),
            before: before[at].map(|(name, _)| name.clone()).unwrap_or_default(),
            after: report.assets[at].name.clone(),
            chain: chains[at].iter().map(path).collect(),
            own: own[at],
        });
        let places = report.places();
        Self {
            changed: changed.collect(),
            added: before
                .iter()
                .zip(&report.assets)
                .filter(|(before, _)| before.is_none())
                .map(|(_, asset)| asset.path.clone())
                .collect(),
            removed: former
                .assets
                .keys()
                .filter(|path| !places.contains_key(&***path))
                .cloned()
                .collect(),
            same: before.iter().flatten().count() - is_changed.iter().filter(|it| **it).count(),
        }
    }
}

/// For each asset, whether its own text changed. Fingerprints have one length, so other names of the assets that it refers to leave
/// the size as it is.
fn own(
    report: &Report,
    graph: &Graph,
    before: &[Option<&(String, Option<u64>)>],
    is_changed: &[bool],
) -> Vec<bool> {
    let mut own: Vec<bool> = (0..report.assets.len())
        .map(|at| {
            let is_new = |to: &usize| before[*to].is_none();
            let size = before[at].and_then(|(_, size)| *size);
            is_changed[at]
                && (size.is_some_and(|size| size != report.assets[at].sizes.raw)
                    || graph.from(at).iter().any(is_new))
        })
        .collect();
    // A component comes after those that it refers to, so a component without a reason in front of it is one itself.
    for component in graph.components() {
        let is_reason = |to: &usize| is_changed[*to] && !component.contains(to);
        let has_reason = component.iter().any(|at| own[*at])
            || component.iter().any(|at| graph.from(*at).iter().any(is_reason));
        if !has_reason {
            for at in component {
                own[at] = is_changed[at];
            }
        }
    }
    own
}

/// For each changed asset the shortest way from one whose own text changed.
fn chains(graph: &Graph, is_changed: &[bool], own: &[bool]) -> Vec<Vec<usize>> {
    let starts = (0..own.len()).filter(|at| own[*at]);
    let before = Graph::nearest(own.len(), starts, |at| graph.to(at), |at| is_changed[at]);
    let way = |at: usize| {
        let mut way = vec![at];
        let mut here = at;
        while let Some(previous) = before[here].filter(|previous| *previous != here) {
            way.push(previous);
            here = previous;
        }
        way.reverse();
        way
    };
    (0..own.len()).map(|at| if is_changed[at] { way(at) } else { Vec::new() }).collect()
}

#[cfg(test)]
mod tests;
