//! `integrity` of authors: compared with the files, and written anew for what is served.

use super::Known;
use crate::error::{Problem, Problems};
use crate::naming::graph::{Edge, Served, Value};
use crate::naming::integrity::Algorithm;
use crate::naming::link::{Links, Naming};
use crate::references::page::{Claim, ClaimedDigest, Page};
use crate::references::resolve::{Resolution, resolve};

/// A claim that is about an asset.
pub(super) struct Claimed<'a> {
    pub(super) asset: usize,
    pub(super) claim: &'a Claim,
    /// True if a browser accepts the file with this `integrity`.
    pub(super) is_right: bool,
}

impl<'a> Claimed<'a> {
    /// Compares a claim of a page with the file; none if it is about no asset, or browsers know none of its functions.
    pub(super) fn new(known: &Known<'_>, page: usize, claim: &'a Claim) -> Option<Self> {
        let from = &known.request.assets[page].path;
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

/// Reports the claims of a page that do not hold.
pub(super) fn check(
    known: &Known<'_>,
    links: &[Links],
    page: usize,
    text: &Page,
    problems: &mut Problems,
) {
    let asset = &known.request.assets[page];
    let mut places = asset.places();
    let map = text.import_maps.iter().filter_map(|map| map.integrity.as_ref());
    for claim in text.claims.iter().chain(map.flat_map(|integrity| &integrity.claims)) {
        let Some(claimed) = Claimed::new(known, page, claim) else { continue };
        let target = &known.request.assets[claimed.asset];
        let problem = if !claimed.is_right {
            let right = Algorithm::Sha384.digest(&target.bytes);
            let what = "this `integrity` is not that of";
            Problem::warning(format!("{what} \"{}\", so browsers refuse the file", target.path))
                .help(format!("that of the file is sha384-{right}"))
        } else if known.request.namings[page] == Naming::Prehashed
            && !links[claimed.asset].edges.is_empty()
        {
            let what = "the published bytes of";
            let why = "but this page may not change, so browsers will refuse the file";
            Problem::warning(format!("{what} \"{}\" differ from the file, {why}", target.path))
                .help("do not name the page as prehashed")
        } else {
            continue;
        };
        problems.push(places.at(problem, claim.offset));
    }
}
