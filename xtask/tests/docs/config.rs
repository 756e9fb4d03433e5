//! `docs/reference/config.md` lists every method of `Config`.

use std::collections::BTreeSet;

use crate::{markdown, repository};

const PAGE: &str = "docs/reference/config.md";

/// Folder of the sources that have an `impl Config`.
const SOURCES: &str = "crates/tailprint-build/src/";

/// The public methods of `Config`, except for its constructor.
fn methods(sources: &[(String, String)]) -> BTreeSet<&str> {
    let sources = sources.iter().filter(|(path, _)| path.starts_with(SOURCES));
    let blocks = sources.flat_map(|(_, source)| source.split("\nimpl Config {\n").skip(1));
    let blocks = blocks.filter_map(|rest| rest.split("\n}\n").next());
    let functions = blocks.flat_map(|block| block.split("pub fn ").skip(1));
    functions.filter_map(|rest| rest.split('(').next()).filter(|name| *name != "new").collect()
}

#[test]
fn every_method_has_one_row() {
    let page = repository::read(PAGE);
    let sources = repository::sources();
    let methods = methods(&sources);
    let rows: Vec<&str> = markdown::rows(&page)
        .filter_map(|cells| cells[0].strip_prefix('`')?.split_once('(').map(|(name, _)| name))
        .collect();
    assert!(methods.len() > 20, "only {methods:?} were found in the sources");
    let described: BTreeSet<&str> = rows.iter().copied().collect();
    assert_eq!(described, methods, "rows of {PAGE}, and methods in the sources");
    assert_eq!(rows.len(), described.len(), "a method has two rows");
}

#[test]
fn every_row_of_a_setter_has_a_default_and_an_effect() {
    let page = repository::read(PAGE);
    for cells in markdown::rows(&page).filter(|cells| cells.len() > 2) {
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{cells:?}");
    }
}
