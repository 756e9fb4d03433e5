//! References to edges of the graph: which asset each one names, and which name none.

use std::collections::HashMap;

use crate::asset::{Asset, Origin};
use crate::error::{Problem, Problems};
use crate::globs::Globs;
use crate::graph::Edge;
use crate::references::{Kind, Reference};
use crate::resolve::{Resolution, UrlPrefix, insertion_point, resolve};
use crate::suggest::nearest;

/// How an asset gets its published name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// With its fingerprint.
    Hashed,
    /// Under its own name, to be revalidated.
    Kept,
    /// Under its own name, which a bundler has hashed.
    Prehashed,
}

/// What [`link`] needs to know.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Asset],
    pub(crate) prefix: &'a UrlPrefix,
    pub(crate) keep_name: &'a Globs,
    pub(crate) prehashed: &'a Globs,
    pub(crate) allow_missing: &'a Globs,
}

/// What the references of an asset lead to.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Those that are rewritten, in the order of their places.
    pub(crate) edges: Vec<Edge>,
    /// Indices of all assets that are referred to, sorted, each once.
    pub(crate) targets: Vec<usize>,
}

/// How every asset is named.
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

/// Resolves all references and reports those that lead nowhere.
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
                    // What a bundler has hashed must keep its bytes, or its name would lie.
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
