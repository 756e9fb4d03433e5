//! References to edges of the graph, and errors for references that lead nowhere.

use std::collections::HashMap;

use tailprint_core::glob::GlobSet;

use crate::error::{Problem, Problems};
use crate::naming::graph::Edge;
use crate::references::resolve::{Resolution, UrlPrefix, insertion_point, resolve};
use crate::references::{Kind, Reference};
use crate::sources::asset::{Asset, Origin};
use crate::support::suggest::nearest;

/// The way in which an asset gets its published name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// With its fingerprint.
    Hashed,
    /// Under its own name, to be revalidated.
    Kept,
    /// Under its own name, which a bundler has hashed.
    Prehashed,
}

/// The input of [`link`].
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Asset],
    pub(crate) prefix: &'a UrlPrefix,
    pub(crate) keep_name: &'a GlobSet,
    pub(crate) prehashed: &'a GlobSet,
    pub(crate) allow_missing: &'a GlobSet,
}

/// The targets of the references of an asset.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// The references to rewrite, in the order of their places.
    pub(crate) edges: Vec<Edge>,
    /// The indices of all targets, sorted, each once.
    pub(crate) targets: Vec<usize>,
}

/// Decides for each asset in which way it is named.
pub(crate) fn namings(request: &Request<'_>) -> Vec<Naming> {
    let naming = |asset: &Asset| {
        if request.prehashed.matches_within(&asset.path) {
            Naming::Prehashed
        } else if request.keep_name.matches_within(&asset.path) {
            Naming::Kept
        } else {
            Naming::Hashed
        }
    };
    request.assets.iter().map(naming).collect()
}

/// Resolves all references. References that lead nowhere are reported.
pub(crate) fn link(
    request: &Request<'_>,
    namings: &[Naming],
    problems: &mut Problems,
) -> Vec<Links> {
    let index: HashMap<&str, usize> =
        request.assets.iter().enumerate().map(|(index, asset)| (&*asset.path, index)).collect();
    let linker = Linker { request, index, namings };
    let links = |(place, asset)| linker.links(asset, namings[place], problems);
    request.assets.iter().enumerate().map(links).collect()
}

struct Linker<'a> {
    request: &'a Request<'a>,
    index: HashMap<&'a str, usize>,
    namings: &'a [Naming],
}

impl Linker<'_> {
    fn links(&self, asset: &Asset, naming: Naming, problems: &mut Problems) -> Links {
        let mut links = Links::default();
        for reference in &asset.found.references {
            match self.target(asset, reference) {
                Ok(None) => {}
                Ok(Some(target)) => {
                    links.targets.push(target);
                    // The name of a prehashed asset is the hash of its bytes, so these must not change.
                    if naming != Naming::Prehashed && self.namings[target] == Naming::Hashed {
                        links.edges.push(Edge { target, insert_at: insertion_point(reference) });
                    }
                }
                Err(problem) => problems.push(asset.place(problem, reference)),
            }
        }
        links.targets.sort_unstable();
        links.targets.dedup();
        links
    }

    fn target(&self, asset: &Asset, reference: &Reference) -> Result<Option<usize>, Problem> {
        match resolve(reference, &asset.path, self.request.prefix) {
            Resolution::Ignore => Ok(None),
            Resolution::Package(path) => Ok(self.index.get(&*path).copied()),
            Resolution::Asset(path) => match self.index.get(&*path) {
                Some(target) => Ok(Some(*target)),
                None => self.missing(asset, reference, &path).map_or(Ok(None), Err),
            },
            Resolution::OutsideRoot(path) => {
                if reference.kind == Kind::Optional {
                    return Ok(None);
                }
                let what =
                    format!("\"{}\" leads out of the static files, to {path}", reference.url);
                let prefix = self.request.prefix.as_str();
                let repair = format!("static files are below {prefix}; remove a `../`");
                Err(self.weighed(asset, reference, &path, what).help(repair))
            }
        }
    }

    fn missing(&self, asset: &Asset, reference: &Reference, path: &str) -> Option<Problem> {
        if reference.kind == Kind::Optional || self.is_folder(path) {
            return None;
        }
        let mut what = format!("no static asset \"{path}\"");
        if reference.url != path {
            what.push_str(&format!(", written \"{}\"", reference.url));
        }
        let problem = self.weighed(asset, reference, path, what);
        if self.is_tailwind_input(path) {
            let repair = "this is Tailwind's input; refer to its output";
            return Some(problem.help(repair));
        }
        let paths = self.request.assets.iter().map(|asset| &*asset.path);
        Some(match nearest(path, paths) {
            Some(near) => problem.help(format!("did you mean \"{near}\"?")),
            None => problem,
        })
    }

    fn weighed(&self, asset: &Asset, reference: &Reference, path: &str, what: String) -> Problem {
        let allowed = self.request.allow_missing.matches_within(path)
            || self.request.allow_missing.matches_within(&asset.path);
        if allowed || matches!(reference.kind, Kind::SourceMap | Kind::CustomProperty) {
            Problem::warning(what)
        } else {
            Problem::error(what)
        }
    }

    fn is_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let assets = self.request.assets;
        let place = assets.partition_point(|asset| asset.path < folder);
        assets.get(place).is_some_and(|asset| asset.path.starts_with(&folder))
    }

    fn is_tailwind_input(&self, path: &str) -> bool {
        self.request.assets.iter().any(|asset| match &asset.origin {
            Origin::Tailwind { entry, .. } => entry.ends_with(&format!("/{path}")),
            Origin::File(_) => false,
        })
    }
}
