//! References to edges of the graph.

use std::cell::OnceCell;
use std::collections::HashMap;

use tailprint_core::glob::GlobSet;

use crate::error::{Problem, Problems};
use crate::naming::custom_properties::{self, Owner, User};
use crate::naming::graph::Edge;
use crate::naming::missing::Missing;
use crate::naming::relative::{self, Moved};
use crate::references::js::service_worker::is_service_worker;
use crate::references::resolve::{
    Resolution, Site, folder, insertion_point, is_from_base, is_relative, resolve,
};
use crate::references::{Kind, Reference, is_script};
use crate::sources::asset::Asset;
use crate::sources::left_out::LeftOut;
use crate::support::suggest::Suggestions;

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

impl Naming {
    /// The way of an asset, by its path and place and the globs of the settings.
    pub(crate) fn of(
        path: &str,
        is_at_root: bool,
        keep_name: &GlobSet,
        prehashed: &GlobSet,
    ) -> Self {
        if prehashed.matches_within(path) {
            Self::Prehashed
        } else if is_at_root || keep_name.matches_within(path) {
            Self::Kept
        } else {
            Self::Hashed
        }
    }
}

/// The input of [`link`].
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Asset],
    pub(crate) site: &'a Site,
    pub(crate) keep_name: &'a GlobSet,
    pub(crate) prehashed: &'a GlobSet,
    pub(crate) allow_missing: &'a GlobSet,
    pub(crate) left_out: &'a LeftOut<'a>,
    /// The custom properties that templates use.
    pub(crate) used_properties: &'a [String],
}

/// The targets of the references of an asset.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// The references to rewrite, in the order of their places.
    pub(crate) edges: Vec<Edge>,
    /// The beginnings of URLs to write anew, in the order of their places.
    pub(crate) moved: Vec<Moved>,
    /// The indices of all targets, sorted, each once.
    pub(crate) targets: Vec<usize>,
    /// The references to scripts, in the order of their places.
    pub(crate) scripts: Vec<ScriptUse>,
}

/// A reference to a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScriptUse {
    pub(crate) target: usize,
    pub(crate) kind: Kind,
    /// True if the reference gets the fingerprint of the script.
    pub(crate) is_hashed: bool,
}

/// Decides for each asset in which way it is named.
pub(crate) fn namings(request: &Request<'_>) -> Vec<Naming> {
    let naming = |asset: &Asset| {
        Naming::of(&asset.path, asset.is_at_root(), request.keep_name, request.prehashed)
    };
    request.assets.iter().map(naming).collect()
}

impl<'a> Request<'a> {
    /// Returns what is known about paths at which there is no asset.
    pub(crate) fn missing(&self) -> Missing<'a> {
        let paths = self.assets.iter().map(|asset| &*asset.path);
        Missing {
            site: self.site,
            allow_missing: self.allow_missing,
            left_out: self.left_out,
            suggestions: Suggestions::new(paths.collect()),
        }
    }
}

/// Resolves all references. References that lead nowhere are reported.
pub(crate) fn link(
    request: &Request<'_>,
    namings: &[Naming],
    problems: &mut Problems,
) -> Vec<Links> {
    let index: HashMap<&str, usize> =
        request.assets.iter().enumerate().map(|(index, asset)| (&*asset.path, index)).collect();
    let missing = request.missing();
    let service_workers = vec![OnceCell::new(); request.assets.len()];
    let owners = custom_properties::owners(request, &index);
    let linker = Linker { request, index, namings, service_workers, missing, owners };
    let links = |(place, naming): (usize, &Naming)| linker.links(place, *naming, problems);
    namings.iter().enumerate().map(links).collect()
}

struct Linker<'a> {
    request: &'a Request<'a>,
    index: HashMap<&'a str, usize>,
    namings: &'a [Naming],
    service_workers: Vec<OnceCell<bool>>,
    missing: Missing<'a>,
    /// By the index of the asset and the offset of the reference.
    owners: HashMap<(usize, usize), Owner>,
}

impl Linker<'_> {
    fn links(&self, place: usize, naming: Naming, problems: &mut Problems) -> Links {
        let asset = &self.request.assets[place];
        let mut links = Links::default();
        let mut places = asset.places();
        links.moved.extend(relative::of_base(asset, naming, self.request.site));
        for reference in &asset.found.references {
            let mut report =
                |problem: Problem| problems.push(places.of_reference(problem, reference));
            let owner = (reference.kind == Kind::CustomProperty).then(|| {
                let owner = self.owners.get(&(place, reference.span.start)).copied();
                owner.unwrap_or_default()
            });
            let (target, problem) = match owner {
                Some(owner) => self.owned(asset, reference, owner),
                None => match self.target(asset, reference) {
                    Ok(target) => (target, None),
                    Err(problem) => (None, Some(problem)),
                },
            };
            problem.into_iter().for_each(&mut report);
            match target {
                Some(target) if self.is_address(asset, reference, target) => {
                    links.targets.push(target);
                }
                Some(target) => self.connect(naming, reference, target, &mut links),
                None => {}
            }
            match self.moved(place, reference, owner, target) {
                Ok(moved) => links.moved.extend(moved),
                Err(problem) => report(problem),
            }
        }
        links.moved.sort_by_key(|moved| moved.place.start);
        links.targets.sort_unstable();
        links.targets.dedup();
        links
    }

    /// Makes a URL relative that leads to an asset or a folder, so that it does below any base.
    fn moved(
        &self,
        place: usize,
        reference: &Reference,
        owner: Option<Owner>,
        target: Option<usize>,
    ) -> Result<Option<Moved>, Problem> {
        let asset = &self.request.assets[place];
        let path = match target {
            Some(target) => Some(self.request.assets[target].path.clone()),
            None => self.folder(asset, reference),
        };
        let Some(path) = path else { return Ok(None) };
        if target.is_some_and(|target| self.reads_own_url(asset, target)) {
            return Ok(None);
        }
        let is_relative = is_relative(&reference.url);
        let moved = if asset.is_at_root() {
            let is_within = is_relative || is_from_base(reference);
            // All files at the root move together.
            if is_within && self.request.site.is_at_root(&path) {
                return Ok(None);
            }
            self.kept(place, reference, &path).map(Some)
        } else if is_relative {
            return Ok(None);
        } else {
            self.beginning(place, reference, owner, &path)
        };
        match moved {
            Ok(moved) => Ok(moved),
            Err(_) if reference.kind.if_missing().is_none() => Ok(None),
            Err(why) => Err(relative::problem(reference, &path, why)),
        }
    }

    /// Returns true for a script with `keep_name` in a page. It keeps its name since it reads its own `src`, and what it finds
    /// there it takes for an address of any place, so that this is to stay as it is written.
    fn reads_own_url(&self, page: &Asset, target: usize) -> bool {
        let script = &self.request.assets[target];
        page.found.page.is_some()
            && !page.is_at_root()
            && !script.is_at_root()
            && is_script(&script.path)
            && self.request.keep_name.matches_within(&script.path)
    }

    /// Hands the beginning of a URL in a file at the root on, or returns the reason why it always stays.
    fn kept(&self, place: usize, reference: &Reference, path: &str) -> Result<Moved, &'static str> {
        self.may_change(place)?;
        let moved = relative::kept(reference, path, &self.request.assets[place], self.request.site);
        moved.ok_or(relative::why::SPELLING)
    }

    fn may_change(&self, place: usize) -> Result<(), &'static str> {
        match self.namings[place] {
            Naming::Prehashed => Err(relative::why::PREHASHED),
            Naming::Hashed | Naming::Kept => Ok(()),
        }
    }

    /// Writes the beginning of a URL anew that leads to a path, or returns the reason why it stays; none if it moves
    /// with the `<base>`.
    fn beginning(
        &self,
        place: usize,
        reference: &Reference,
        owner: Option<Owner>,
        path: &str,
    ) -> Result<Option<Moved>, &'static str> {
        self.may_change(place)?;
        let sheet = match owner {
            None => place,
            Some(Owner::Users { sheet: Some(sheet), .. }) => sheet,
            Some(_) => return Err(relative::why::USERS),
        };
        let (sheet, site) = (&self.request.assets[sheet], self.request.site);
        if sheet.is_at_root() {
            return Err(relative::why::USERS);
        }
        let start = relative::start(sheet, self.namings[place], site);
        let start = start.ok_or(relative::why::BASE)?;
        if is_from_base(reference) {
            return Ok(None);
        }
        let moved = relative::moved(reference, path, &start, site);
        moved.map(Some).ok_or(relative::why::SPELLING)
    }

    /// Returns the folder that an address leads to. At the root of the host it may be a page of the app.
    fn folder(&self, asset: &Asset, reference: &Reference) -> Option<String> {
        let site = self.request.site;
        let is_assets = reference.kind == Kind::Module || !site.prefix().mount().is_empty();
        folder(reference, &asset.path, site).filter(|_| is_assets)
    }

    fn connect(&self, naming: Naming, reference: &Reference, target: usize, links: &mut Links) {
        links.targets.push(target);
        // The name of a prehashed asset is the hash of its bytes, so these must not change.
        let is_hashed = naming != Naming::Prehashed && self.namings[target] == Naming::Hashed;
        if is_hashed {
            links.edges.push(Edge::fingerprint(target, insertion_point(reference)));
        }
        if is_script(&self.request.assets[target].path) {
            links.scripts.push(ScriptUse { target, kind: reference.kind, is_hashed });
        }
    }

    /// Returns the target of a URL in a custom property, and a problem with a sheet that uses it.
    fn owned(
        &self,
        asset: &Asset,
        reference: &Reference,
        owner: Owner,
    ) -> (Option<usize>, Option<Problem>) {
        match owner {
            Owner::Nobody => (None, None),
            Owner::Users { target, missed, .. } => {
                (Some(target), missed.and_then(|user| self.missed(asset, reference, user)))
            }
            Owner::Missed(user) => (None, self.missed(asset, reference, user)),
            Owner::Several(uses) => {
                let is_hashed = uses.iter().any(|(_, it)| self.namings[*it] == Naming::Hashed);
                (None, is_hashed.then(|| self.several(reference, uses)))
            }
        }
    }

    /// Returns the problem that a sheet with `var()` finds no asset.
    fn missed(&self, asset: &Asset, reference: &Reference, user: User) -> Option<Problem> {
        let assets = self.request.assets;
        let kind = if user.is_beside { Kind::Url } else { reference.kind };
        let reference = Reference { kind, ..reference.clone() };
        let problem =
            match custom_properties::resolve_for(user, &reference, assets, self.request.site) {
                Resolution::Asset(path) | Resolution::Package(path) => {
                    self.missing.problem(asset, &reference, &path)
                }
                Resolution::OutsideRoot(path) => self.missing.outside(asset, &reference, &path),
                Resolution::BesidePrefix(path) => {
                    self.missing.root_absolute(asset, &reference, &path)
                }
                Resolution::NotAtRoot(path) => self.missing.not_at_root(asset, &reference, &path),
                Resolution::Ignore => None,
            }?;
        if user.is_beside {
            return Some(problem);
        }
        let place = user.place(assets);
        Some(
            problem.and(&format!(", and used in {place}, where a URL in a custom property starts")),
        )
    }

    /// Returns the problem that two sheets with `var()` find two assets.
    fn several(&self, reference: &Reference, uses: [(User, usize); 2]) -> Problem {
        let assets = self.request.assets;
        let [one, other] = uses
            .map(|(user, target)| format!("\"{}\" in {}", assets[target].path, user.place(assets)));
        let what = format!(
            "\"{}\" in a custom property keeps its plain name: it is {one}, but {other}",
            reference.url
        );
        let example = format!("{}{}", self.request.site.prefix().as_str(), assets[uses[0].1].path);
        Problem::warning(what).help(format!("write it from the root, such as \"{example}\""))
    }

    /// Returns true if the target is to be found under its own name, where a person or the system goes.
    fn is_address(&self, asset: &Asset, reference: &Reference, target: usize) -> bool {
        let makes_url = reference.kind == Kind::Url && is_script(&asset.path);
        reference.kind == Kind::Address || (makes_url && self.is_service_worker(target))
    }

    /// Returns true if the asset is a service worker by its content, which is looked at once.
    fn is_service_worker(&self, target: usize) -> bool {
        *self.service_workers[target].get_or_init(|| {
            let asset = &self.request.assets[target];
            is_script(&asset.path) && is_service_worker(&asset.bytes)
        })
    }

    fn target(&self, asset: &Asset, reference: &Reference) -> Result<Option<usize>, Problem> {
        match resolve(reference, &asset.path, self.request.site) {
            Resolution::Ignore => Ok(None),
            Resolution::Package(path) => Ok(self.index.get(&*path).copied()),
            Resolution::Asset(path) => match self.index.get(&*path) {
                Some(target) => Ok(Some(*target)),
                None => self.missing.problem(asset, reference, &path).map_or(Ok(None), Err),
            },
            Resolution::OutsideRoot(path) => {
                self.missing.outside(asset, reference, &path).map_or(Ok(None), Err)
            }
            Resolution::BesidePrefix(path) => {
                self.missing.root_absolute(asset, reference, &path).map_or(Ok(None), Err)
            }
            Resolution::NotAtRoot(path) => {
                self.missing.not_at_root(asset, reference, &path).map_or(Ok(None), Err)
            }
        }
    }
}
