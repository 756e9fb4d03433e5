//! `integrity` of authors: compared with the files, and written anew for what is served.

use std::cell::OnceCell;

use memchr::memmem;

use super::Known;
use crate::error::{Problem, Problems};
use crate::naming::graph::{Edge, Served, Value};
use crate::naming::integrity::Algorithm;
use crate::naming::link::{Links, Naming};
use crate::references::language;
use crate::references::page::{Claim, ClaimedDigest, Page};
use crate::references::resolve::{Resolution, resolve};
use crate::sources::asset::Asset;
use crate::templates::TemplateClaim;

/// A claim that is about an asset.
pub(super) struct Claimed<'a> {
    pub(super) asset: usize,
    pub(super) claim: &'a Claim,
    /// True if a browser accepts the file with this `integrity`.
    pub(super) is_right: bool,
}

impl<'a> Claimed<'a> {
    /// Compares a claim of the page at the path `from` with the file; none if it is about no asset, or browsers know none of
    /// its functions.
    pub(super) fn new(known: &Known<'_>, from: &str, claim: &'a Claim) -> Option<Self> {
        let Resolution::Asset(path) = resolve(&claim.target, from, known.request.site) else {
            return None;
        };
        let asset = known.find(&path)?;
        // Browsers compare the digests of the strongest function only (W3C SRI, section 3.3.4).
        let strongest = claim.digests.iter().filter_map(algorithm).max()?;
        let target = &known.request.assets[asset];
        // What is shipped as it is keeps the digests that are written.
        let bytes = target.large.is_none().then_some(&target.bytes)?;
        let own = strongest.digest(bytes);
        let is_right = claim
            .digests
            .iter()
            .any(|it| algorithm(it) == Some(strongest) && is_equal(&it.digest, &own));
        Some(Self { asset, claim, is_right })
    }

    /// Returns the digests of the claim that fit the file, if the browser accepts it.
    pub(super) fn fitting(&self, known: &Known<'_>) -> Vec<(&'a ClaimedDigest, Algorithm)> {
        let bytes = &known.request.assets[self.asset].bytes;
        let fits = |digest: &'a ClaimedDigest| {
            let algorithm = algorithm(digest)?;
            is_equal(&digest.digest, &algorithm.digest(bytes)).then_some((digest, algorithm))
        };
        let digests = self.claim.digests.iter().filter(|_| self.is_right);
        digests.filter_map(fits).collect()
    }

    /// Returns the edges that write the digests of what is served.
    pub(super) fn edges(&self, known: &Known<'_>, served: Served) -> Vec<Edge> {
        let edge = |(digest, algorithm): (&ClaimedDigest, Algorithm)| Edge {
            target: self.asset,
            place: digest.place.clone(),
            value: Value::Digest(algorithm, served),
            around: None,
        };
        self.fitting(known).into_iter().map(edge).collect()
    }
}

fn algorithm(digest: &ClaimedDigest) -> Option<Algorithm> {
    Algorithm::named(&digest.algorithm)
}

/// Compares digests in base64, whose alphabet for URLs browsers accept as well.
fn is_equal(written: &str, own: &str) -> bool {
    let normal = |byte: u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    };
    written.bytes().map(normal).eq(own.bytes())
}

/// Reports claims that do not hold.
pub(super) struct Checker<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) links: &'a [Links],
    /// True for each asset whose logical path is that of a stub, once a page needs it that nothing rewrites.
    stubs: OnceCell<Vec<bool>>,
}

/// The words for pages that are served as they are.
struct Untouched {
    why: &'static str,
    repair: &'static str,
    /// True if the page names the file by its hashed name.
    by_hash: bool,
}

const PREHASHED: Untouched = Untouched {
    why: "this page may not change",
    repair: "do not name the page as prehashed",
    by_hash: false,
};
const OPAQUE: Untouched = Untouched {
    why: "this page is not read",
    repair: "do not name the page as opaque",
    by_hash: false,
};
const TEMPLATE: Untouched = Untouched {
    why: "this template has the digest of the file",
    repair: "have the filters `static` and `integrity` write both",
    by_hash: false,
};
const BESIDE_FILTER: Untouched = Untouched {
    why: "this template has the digest of the file",
    repair: "have the filter `integrity` write it",
    by_hash: true,
};

impl<'a> Checker<'a> {
    pub(super) fn new(known: &'a Known<'a>, links: &'a [Links]) -> Self {
        Self { known, links, stubs: OnceCell::new() }
    }

    /// Reports the claims of a page among the assets.
    pub(super) fn page(&self, page: usize, problems: &mut Problems) {
        let asset = &self.known.request.assets[page];
        let is_prehashed = self.known.request.namings[page] == Naming::Prehashed;
        let Some(text) = &asset.found.page else {
            return self.opaque(asset, problems);
        };
        let untouched = is_prehashed.then_some(&PREHASHED);
        self.all(asset, text, untouched, problems);
    }

    /// Reports the claims of a page that is not searched for references.
    fn opaque(&self, asset: &Asset, problems: &mut Problems) {
        let has_claims = self.known.request.opaque.matches_within(&asset.path)
            && memmem::find(&asset.bytes, b"integrity").is_some();
        let language = language(&asset.path, false).filter(|_| has_claims);
        // Without UTF-8, nothing in it can be read as a claim.
        let text = std::str::from_utf8(&asset.bytes).ok();
        let found = language.zip(text).map(|(language, text)| (language.find)(text, &[]));
        if let Some(page) = found.and_then(|found| found.page) {
            self.all(asset, &page, Some(&OPAQUE), problems);
        }
    }

    fn all(
        &self,
        asset: &Asset,
        text: &Page,
        untouched: Option<&Untouched>,
        problems: &mut Problems,
    ) {
        let mut places = asset.places();
        let map = text.import_maps.iter().filter_map(|map| map.integrity.as_ref());
        for claim in text.claims.iter().chain(map.flat_map(|integrity| &integrity.claims)) {
            let problem = self.problem(&asset.path, claim, untouched);
            problems.extend(problem.map(|problem| places.at(problem, claim.offset)));
        }
    }

    /// Returns the problem of a claim in a template.
    pub(super) fn in_template(&self, claim: &TemplateClaim) -> Option<Problem> {
        let untouched = if claim.by_filter { &BESIDE_FILTER } else { &TEMPLATE };
        self.problem("", &claim.claim, Some(untouched))
    }

    fn problem(&self, from: &str, claim: &Claim, untouched: Option<&Untouched>) -> Option<Problem> {
        let claimed = Claimed::new(self.known, from, claim)?;
        let target = &self.known.request.assets[claimed.asset];
        if !claimed.is_right {
            let right = Algorithm::Sha384.digest(&target.bytes);
            let what = "this `integrity` is not that of";
            let what = format!("{what} \"{}\", so browsers refuse the file", target.path);
            return Some(
                Problem::warning(what).help(format!("that of the file is sha384-{right}")),
            );
        }
        let differs = |untouched: &&Untouched| self.differs(claimed.asset, untouched.by_hash);
        let Untouched { why, repair, .. } = untouched.filter(differs)?;
        let what = format!("the published bytes of \"{}\" differ from the file", target.path);
        Some(
            Problem::warning(format!("{what}, but {why}, so browsers will refuse the file"))
                .help(*repair),
        )
    }

    /// Returns true if what is published under the logical path of an asset, or under its hashed name, is not the file.
    fn differs(&self, asset: usize, by_hash: bool) -> bool {
        let links = &self.links[asset];
        let stubs = || {
            let stubs = self.known.stubs(self.links);
            stubs.iter().map(Option::is_some).collect()
        };
        !links.edges.is_empty()
            || !links.moved.is_empty()
            || (!by_hash && self.stubs.get_or_init(stubs)[asset])
    }
}
