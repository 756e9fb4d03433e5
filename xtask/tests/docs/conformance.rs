//! The table of `docs/internals/conformance.md`: every behaviour has a test.

use std::collections::BTreeSet;

use crate::repository;

const PAGE: &str = "docs/internals/conformance.md";

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
fn every_test_that_the_table_names_exists() {
    let page = repository::read(PAGE);
    let sources = repository::sources();
    let exists = |test: &str| {
        let function = format!("fn {test}(");
        sources.iter().any(|(_, source)| source.contains(&function))
    };
    let named: BTreeSet<&str> = rows(&page).into_iter().flat_map(|(_, tests)| tests).collect();
    assert!(named.len() > 50, "the table names only {} tests", named.len());
    let missing: Vec<&&str> = named.iter().filter(|test| !exists(test)).collect();
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
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
