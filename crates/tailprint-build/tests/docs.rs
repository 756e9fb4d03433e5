//! What the documentation says about the tests.

use std::fs;
use std::path::Path;

/// The tests that `docs/conformance.md` names: `path::test`, the path below `crates/`.
fn named(document: &str) -> Vec<(&str, &str)> {
    let code = document.split('`').skip(1).step_by(2);
    code.filter_map(|code| code.rsplit_once(".rs::")).collect()
}

#[test]
fn every_test_that_the_table_names_exists() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let document = fs::read_to_string(crates.join("../docs/conformance.md")).unwrap();
    let named = named(&document);
    assert!(named.len() > 50, "the table names only {} tests", named.len());
    let is_missing = |(file, test): &&(&str, &str)| {
        let source = fs::read_to_string(crates.join(format!("{file}.rs"))).unwrap_or_default();
        !source.contains(&format!("fn {test}("))
    };
    let missing: Vec<_> = named.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}

#[test]
fn every_behaviour_has_a_test() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/conformance.md");
    let document = fs::read_to_string(document).unwrap();
    let rows: Vec<&str> =
        document.lines().filter(|line| line.contains(".rs::") && line.starts_with("| ")).collect();
    assert_eq!(rows.len(), 13);
    for (index, row) in rows.iter().enumerate() {
        assert!(row.starts_with(&format!("| {} |", index + 1)), "{row}");
    }
}
