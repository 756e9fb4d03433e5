//! The tables of `docs/internals/conformance.md` and `docs/reference/security.md`: every behaviour has a test.

use std::collections::BTreeSet;

use crate::repository;

const PAGE: &str = "docs/internals/conformance.md";

const SECURITY: &str = "docs/reference/security.md";

/// Rows that the table has, numbered from 1.
const ROWS: usize = 13;

/// The rows of the table: the behaviour in words, and the tests that its last cell names.
fn rows(page: &str) -> Vec<(&str, BTreeSet<&str>)> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |"));
    rows.filter_map(|row| row.trim_end_matches(" |").rsplit_once(" | "))
        .map(|(behaviour, tests)| (behaviour, tests.split('`').skip(1).step_by(2).collect()))
        .collect()
}

#[test]
fn every_test_that_a_table_names_exists() {
    let pages = [PAGE, SECURITY].map(repository::read);
    let sources = repository::sources();
    let exists = |test: &str| {
        let function = format!("fn {test}(");
        sources.iter().any(|(_, source)| source.contains(&function))
    };
    let named: BTreeSet<&str> =
        pages.iter().flat_map(|page| rows(page)).flat_map(|(_, tests)| tests).collect();
    assert!(named.len() > 80, "the tables name only {} tests", named.len());
    let missing: Vec<&&str> = named.iter().filter(|test| !exists(test)).collect();
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}

#[test]
fn every_sentence_about_security_has_a_test() {
    let page = repository::read(SECURITY);
    let rows = rows(&page).into_iter().filter(|(sentence, _)| *sentence != "| it");
    let (proven, unproven): (Vec<_>, Vec<_>) = rows.partition(|(_, tests)| !tests.is_empty());
    assert!(proven.len() > 20, "only {} sentences", proven.len());
    assert!(unproven.is_empty(), "{unproven:#?}");
}

#[test]
fn every_behaviour_has_a_test() {
    let page = repository::read(PAGE);
    let rows = rows(&page);
    assert_eq!(rows.len(), ROWS);
    for (index, (behaviour, tests)) in rows.iter().enumerate() {
        assert!(behaviour.starts_with(&format!("| {} |", index + 1)), "{behaviour}");
        assert!(!tests.is_empty(), "{behaviour}");
    }
}
