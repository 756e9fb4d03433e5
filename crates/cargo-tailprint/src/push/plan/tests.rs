use super::super::flags::Entry;
use super::super::store::Headers;
use super::*;
use crate::assets::collect::Content;
use tailprint_core::caching::{IMMUTABLE, REVALIDATE};

fn stored(name: &str, sha256: &str, caching: &str) -> Stored {
    let headers = Headers { cache_control: caching.into(), ..Headers::default() };
    Stored { name: name.into(), size: 1, sha256: sha256.into(), headers, decoded_sha256: None }
}

fn item(name: &str, sha256: &str, caching: &str) -> Item {
    Item {
        content: Content::Bytes(vec![]),
        is_fixed: caching == IMMUTABLE,
        stored: stored(name, sha256, caching),
        references: vec![],
    }
}

fn entry(id: &str, modified: i64) -> Entry {
    Entry { id: id.into(), modified }
}

/// A store with the releases 1 and 2, each pushed alone, of which 2 says that 1 has an object more.
fn known(index: &Index) -> Known {
    let mut newest = Release::default();
    newest.objects = vec![stored("a", "1", IMMUTABLE), stored("worker.js", "w", REVALIDATE)];
    newest.earlier.insert("1".into(), vec![stored("old", "o", IMMUTABLE)]);
    newest.earlier.insert("0".into(), vec![stored("gone", "g", IMMUTABLE)]);
    Known::new(Some(&("2".to_owned(), newest)), index, "3")
}

fn alone() -> Index {
    Index {
        releases: vec![entry("2", 40), entry("1", 20)],
        pushes: vec![entry("3", 50), entry("2", 30), entry("1", 10)],
        prunes: vec![],
    }
}

#[test]
fn an_object_is_there_while_a_release_that_names_it_is() {
    let known = known(&alone());
    let there = |item: &Item| matches!(need(item, &known), Some(Need::Nothing(_)));
    assert!(there(&item("a", "1", IMMUTABLE)));
    assert!(there(&item("old", "o", IMMUTABLE)));
    assert_eq!(need(&item("gone", "g", IMMUTABLE), &known), Some(Need::Send));
    assert_eq!(need(&item("a", "2", IMMUTABLE), &known), None, "a conflict");
}

#[test]
fn a_name_that_is_replaced_is_trusted_only_after_a_push_that_was_alone() {
    let worker = item("worker.js", "w", REVALIDATE);
    assert!(matches!(need(&worker, &known(&alone())), Some(Need::Nothing(_))));
    // Release 1 ended after the push of 2 had begun.
    let mut overlapping = alone();
    overlapping.releases[1].modified = 35;
    assert_eq!(need(&worker, &known(&overlapping)), Some(Need::Send));
    let mut unfinished = alone();
    unfinished.pushes.push(entry("dead", 29));
    assert_eq!(need(&worker, &known(&unfinished)), Some(Need::Send));
    let mut unknown = alone();
    unknown.pushes.clear();
    assert_eq!(need(&worker, &known(&unknown)), Some(Need::Send));
}

#[test]
fn a_listing_is_right_where_a_release_is_wrong() {
    let mut known = known(&alone());
    let listed = |name: &str, size| Listed { name: name.into(), size, modified: 0 };
    known.add_listing(vec![listed("worker.js", 9), listed("other", 1)]);
    assert_eq!(need(&item("a", "1", IMMUTABLE), &known), Some(Need::Send));
    assert_eq!(need(&item("worker.js", "w", REVALIDATE), &known), Some(Need::Send));
    assert_eq!(need(&item("other", "x", IMMUTABLE), &known), Some(Need::Look));
    known.add_listing(vec![listed("a", 2)]);
    assert_eq!(need(&item("other", "x", IMMUTABLE), &known), Some(Need::Send));
}

#[test]
fn the_next_release_names_what_only_earlier_ones_have() {
    let known = known(&alone());
    let earlier = known.earlier_than(&[stored("b", "2", IMMUTABLE)]);
    let names: Vec<(&str, &str)> = earlier
        .iter()
        .flat_map(|(id, objects)| objects.iter().map(|object| (&**id, &*object.name)))
        .collect();
    assert_eq!(names, [("1", "old"), ("2", "a")]);
    assert!(
        known
            .earlier_than(&[stored("a", "1", IMMUTABLE), stored("old", "o", IMMUTABLE)])
            .is_empty()
    );
}

#[test]
fn codings_of_the_same_bytes_are_the_same() {
    let coded = |sha256: &str, decoded: &str| Stored {
        decoded_sha256: Some(decoded.into()),
        ..stored("a.br", sha256, IMMUTABLE)
    };
    assert!(is_same(&coded("1", "x"), &coded("2", "x")));
    assert!(!is_same(&coded("1", "x"), &coded("1", "y")));
    assert!(!is_same(&coded("1", "x"), &stored("a.br", "1", IMMUTABLE)));
}
