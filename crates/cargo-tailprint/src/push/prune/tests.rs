use std::collections::BTreeMap;

use super::*;

const DAY: i64 = 86_400_000;
const NOW: i64 = 1_000 * DAY;

fn entry(id: &str, days: i64) -> Entry {
    Entry { id: id.into(), modified: NOW - days * DAY }
}

fn release(id: &str, days: i64, names: &[&str]) -> (Entry, Release) {
    let mut release = Release::default();
    release.objects =
        names.iter().map(|name| Stored { name: (*name).into(), ..Stored::default() }).collect();
    release.earlier = BTreeMap::new();
    (entry(id, days), release)
}

fn listed(name: &str, days: i64) -> Listed {
    Listed { name: name.into(), size: 10, modified: NOW - days * DAY }
}

fn keep(number: usize) -> Keep {
    Keep { number, age: Duration::from_secs(30 * 86_400), grace: Duration::from_secs(3_600) }
}

fn objects(chosen: &Chosen) -> Vec<&str> {
    chosen.objects.iter().map(String::as_str).collect()
}

const NEW: &str = "a.222222222222.css";
const OLD: &str = "a.111111111111.css";

#[test]
fn only_objects_that_no_kept_release_names_are_deleted() {
    let releases = [
        release("3", 1, &[NEW, "both"]),
        release("2", 40, &[OLD, "both"]),
        release("1", 50, &["x"]),
    ];
    let all = || {
        vec![
            listed(NEW, 1),
            listed(OLD, 40),
            listed("both", 50),
            listed("x", 50),
            listed("foreign.txt", 90),
        ]
    };
    let chosen = keep(1).choose(&Index::default(), &releases, vec![], all(), NOW);
    assert_eq!(objects(&chosen), [OLD, "x"]);
    assert_eq!((chosen.kept, chosen.releases.len(), chosen.bytes), (1, 2, 20));
    let chosen = keep(2).choose(&Index::default(), &releases, vec![], all(), NOW);
    assert_eq!((chosen.releases.len(), objects(&chosen)), (1, vec!["x"]));
}

#[test]
fn a_young_release_is_kept_whatever_the_number() {
    let releases = [release("3", 1, &[]), release("2", 29, &[OLD]), release("1", 31, &[NEW])];
    let chosen = keep(1).choose(
        &Index::default(),
        &releases,
        vec![],
        vec![listed(OLD, 29), listed(NEW, 31)],
        NOW,
    );
    assert_eq!(objects(&chosen), [NEW]);
}

#[test]
fn what_was_just_uploaded_is_safe_and_what_a_dead_push_left_is_not_forever() {
    let releases = [release("1", 1, &[NEW])];
    let orphans = [OLD, "a.333333333333.css.br"];
    let young = orphans.map(|name| listed(name, 0)).to_vec();
    assert!(keep(1).choose(&Index::default(), &releases, vec![], young, NOW).objects.is_empty());
    let old = orphans.map(|name| listed(name, 1)).to_vec();
    assert_eq!(objects(&keep(1).choose(&Index::default(), &releases, vec![], old, NOW)), orphans);
    // No release has an asset of that name.
    let foreign = vec![listed("b.333333333333.css", 1)];
    assert!(
        keep(1)
            .choose(&Index::default(), &releases, vec![], foreign.clone(), NOW)
            .objects
            .is_empty()
    );
    let condemned = vec!["b.333333333333.css".to_owned()];
    assert_eq!(
        keep(1).choose(&Index::default(), &releases, condemned, foreign, NOW).objects.len(),
        1
    );
}

#[test]
fn a_prune_gives_way_to_what_else_runs() {
    let hour = Duration::from_secs(3_600);
    let mut index = Index {
        releases: vec![entry("1", 1)],
        pushes: vec![entry("1", 1)],
        prunes: vec![entry("own", 0)],
    };
    assert_eq!(refuse(&index, "own", hour, NOW), Ok(()));
    index.pushes.push(entry("2", 0));
    let why = refuse(&index, "own", hour, NOW).unwrap_err();
    assert!(why.starts_with("a push that began at 1972-09-27T00:00:00Z has not ended"), "{why}");
    assert_eq!(refuse(&index, "own", Duration::ZERO, NOW), Ok(()));
    index.pushes.clear();
    index.prunes.push(entry("other", 0));
    assert!(refuse(&index, "own", hour, NOW).unwrap_err().starts_with("another prune runs since"));
    index.prunes[1].modified -= 61_000;
    assert_eq!(refuse(&index, "own", hour, NOW), Ok(()));
}

#[test]
fn the_flag_of_a_dead_push_goes_after_a_later_push() {
    let index = Index {
        releases: vec![entry("3", 1)],
        pushes: vec![entry("4", 0), entry("3", 1), entry("2", 2)],
        prunes: vec![],
    };
    assert_eq!(keep(1).leftovers(&index, NOW), ["releases/2.push"]);
}
