//! `docs/reference/file-formats.md` lists every key of `build.json`.

use std::collections::BTreeSet;

use crate::{markdown, repository};

const SOURCE: &str = "crates/tailprint-core/src/formats/build_json/mod.rs";

/// The words in the code of a text: `{a, b?}` has `a` and `b`.
fn words(text: &str) -> BTreeSet<&str> {
    let is_end = |character: char| !character.is_ascii_alphanumeric() && character != '_';
    markdown::spans(text).flat_map(|span| span.split(is_end)).collect()
}

#[test]
fn every_key_of_build_json_is_described() {
    let page = repository::read("docs/reference/file-formats.md");
    let described = words(markdown::section(&page, "`build.json`"));
    let source = repository::read(SOURCE);
    let fields = source.lines().filter_map(|line| line.strip_prefix("    pub "));
    let names = fields.filter_map(|line| line.split_once(": ").map(|(name, _)| name));
    let fields: BTreeSet<&str> = names.filter(|name| !name.contains(' ')).collect();
    assert!(fields.len() > 20, "only {fields:?} were found in {SOURCE}");
    let missing: Vec<_> = fields.difference(&described).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");
}
