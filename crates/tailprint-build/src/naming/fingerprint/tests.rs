//! The rules of change, on random graphs.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::naming::graph::layers;

/// A random site: per asset its own content and the assets it refers to.
#[derive(Clone, Debug)]
struct Site(Vec<(u8, Vec<usize>)>);

/// The bytes of an asset name every target as `{path}`; its fingerprint is inserted before the brace.
fn sources(site: &Site, order: &[usize]) -> Vec<Source> {
    let place: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(place, asset)| (*asset, place)).collect();
    let source = |asset: &usize| {
        let (content, targets) = &site.0[*asset];
        let mut bytes = vec![b'a' + content % 26];
        let edges = targets.iter().map(|target| {
            bytes.extend_from_slice(format!("{{{target:03}}}").as_bytes());
            Edge::fingerprint(place[target], bytes.len() - 1)
        });
        let edges = edges.collect();
        Source {
            path: format!("{asset:03}"),
            bytes,
            large: None,
            is_leaf: false,
            digest: None,
            edges,
            moved: Vec::new(),
            prefix: None,
            stub: None,
        }
    };
    order.iter().map(source).collect()
}

/// Path to fingerprint and published bytes.
fn publish(site: &Site, order: &[usize]) -> BTreeMap<String, (String, Vec<u8>)> {
    let sources = sources(site, order);
    let edges: Vec<Vec<Edge>> = sources.iter().map(|source| source.edges.clone()).collect();
    let published = fingerprint(&sources, &layers(&edges), &Digests::default());
    assert_eq!(published.len(), sources.len());
    let pair = |(source, published): (Source, Fingerprinted)| {
        (source.path, (published.fingerprint, published.rewritten.unwrap_or(source.bytes)))
    };
    sources.into_iter().zip(published).map(pair).collect()
}

fn in_order(site: &Site) -> BTreeMap<String, (String, Vec<u8>)> {
    publish(site, &(0..site.0.len()).collect::<Vec<_>>())
}

/// Everything that leads to `asset`, itself included.
fn ancestors(site: &Site, asset: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::from([asset]);
    loop {
        let more: Vec<usize> = (0..site.0.len())
            .filter(|parent| site.0[*parent].1.iter().any(|target| found.contains(target)))
            .filter(|parent| !found.contains(parent))
            .collect();
        if more.is_empty() {
            return found.iter().map(|asset| format!("{asset:03}")).collect();
        }
        found.extend(more);
    }
}

fn site() -> impl Strategy<Value = Site> {
    (1_usize..14).prop_flat_map(|assets| {
        let asset = (any::<u8>(), proptest::collection::vec(0..assets, 0..4));
        proptest::collection::vec(asset, assets).prop_map(Site)
    })
}

proptest! {
    #[test]
    fn a_changed_leaf_renames_exactly_its_ancestors(site in site(), asset in any::<prop::sample::Index>()) {
        let asset = asset.index(site.0.len());
        let before = in_order(&site);
        let mut changed = site.clone();
        changed.0[asset].0 = (site.0[asset].0 % 26) + 1;
        let after = in_order(&changed);
        let renamed: BTreeSet<String> = before
            .iter()
            .filter(|(path, (fingerprint, _))| after[*path].0 != *fingerprint)
            .map(|(path, _)| path.clone())
            .collect();
        prop_assert_eq!(renamed, ancestors(&site, asset));
    }

    #[test]
    fn the_order_of_the_files_does_not_matter(
        (site, order) in site().prop_flat_map(|site| {
            let order: Vec<usize> = (0..site.0.len()).collect();
            (Just(site), Just(order).prop_shuffle())
        })
    ) {
        prop_assert_eq!(in_order(&site), publish(&site, &order));
    }

    #[test]
    fn logical_names_for_hashed_ones_give_the_input_back(site in site()) {
        let published = in_order(&site);
        for source in sources(&site, &(0..site.0.len()).collect::<Vec<_>>()) {
            let mut text = String::from_utf8(published[&source.path].1.clone()).unwrap();
            for (path, (fingerprint, _)) in &published {
                text = text.replace(&format!("{path}.{fingerprint}"), path);
            }
            prop_assert_eq!(text.as_bytes(), &source.bytes);
        }
    }

    #[test]
    fn every_reference_names_the_current_fingerprint(site in site()) {
        let published = in_order(&site);
        for (asset, (_, targets)) in site.0.iter().enumerate() {
            let text = String::from_utf8(published[&format!("{asset:03}")].1.clone()).unwrap();
            for target in targets {
                let target = format!("{target:03}");
                let name = format!("{{{target}.{}}}", published[&target].0);
                prop_assert!(text.contains(&name));
            }
        }
    }
}

#[test]
fn the_fingerprint_is_the_sha256_of_the_published_bytes() {
    let site = Site(vec![(0, vec![1]), (1, vec![])]);
    for (_, (fingerprint, bytes)) in in_order(&site) {
        assert_eq!(fingerprint, shorten(&Sha256::digest(&bytes)));
    }
}

#[test]
fn equal_members_of_a_cycle_have_different_fingerprints() {
    let published = in_order(&Site(vec![(0, vec![1]), (0, vec![0])]));
    assert_ne!(published["000"].0, published["001"].0);
}
