//! `docs/reference/environment.md` lists every environment variable.

use std::collections::BTreeSet;

use crate::{markdown, repository};

const PAGE: &str = "docs/reference/environment.md";

/// Text in front of a name that is read, set or removed.
const CALLS: [&str; 12] = [
    ".var(\"",
    ".cargo(\"",
    ".machine(\"",
    "env::var(\"",
    "env::var_os(\"",
    ".env(\"",
    ".env_remove(\"",
    "env!(\"",
    "variable(\"",
    "is_set(\"",
    "folder(\"",
    "folder(env, \"",
];

/// Beginnings of names that are variables wherever they stand.
const PREFIXES: [&str; 6] = ["TAILPRINT_", "CARGO_", "XDG_", "SSL_", "HTTP_", "LISTEN_"];

const SUFFIXES: [&str; 2] = ["_PROXY", "_proxy"];

/// Names that this repository needs for itself, or that Rust replaces while it compiles.
const OTHERS: [&str; 5] =
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_TARGET_TMPDIR", "CARGO_BIN_EXE_", "DEBIAN_FRONTEND"];

fn is_name(text: &str) -> bool {
    let upper = |character: char| {
        character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_'
    };
    let has_suffix = SUFFIXES.iter().any(|suffix| text.ends_with(suffix));
    text.len() > 1 && (text.chars().all(upper) || has_suffix && !text.contains(' '))
}

/// Reports if the text before a quoted name makes it the name of a variable.
fn is_variable(before: &str, name: &str) -> bool {
    let quoted = format!("{before}\"");
    let is_known = PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || SUFFIXES.iter().any(|suffix| name.ends_with(suffix));
    let is_other = OTHERS.iter().any(|other| name.starts_with(other));
    !is_other && (is_known || CALLS.iter().any(|call| quoted.ends_with(call)))
}

/// The sources that are shipped, and those of the commands of this repository.
fn shipped(sources: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    let is_test = |path: &str| {
        path.contains("tests/") || path.ends_with("tests.rs") || path.starts_with("bench/")
    };
    // Variables for Cargo, compilers and Wine, which nobody sets by hand.
    let for_others = ["xtask/src/windows/", "xtask/src/debian.rs", "xtask/src/wasm.rs"];
    let is_for_others = move |path: &str| for_others.iter().any(|other| path.starts_with(other));
    sources.iter().filter(move |(path, _)| !is_test(path) && !is_for_others(path))
}

fn used(source: &str) -> impl Iterator<Item = &str> {
    let quotes = source.match_indices('"').map(|(index, _)| index);
    quotes.filter_map(|start| {
        let name = source[start + 1..].split('"').next()?;
        (is_name(name) && is_variable(&source[..start], name)).then_some(name)
    })
}

#[test]
fn every_variable_is_in_a_table_and_every_row_is_in_the_sources() {
    let page = repository::read(PAGE);
    let sources = repository::sources();
    let used: BTreeSet<&str> =
        shipped(&sources).flat_map(|(_, source)| self::used(source)).collect();
    let rows = markdown::rows(&page).filter(|cells| cells.len() > 2);
    let described: BTreeSet<&str> =
        rows.flat_map(|cells| markdown::spans(cells[0])).filter(|name| is_name(name)).collect();
    let all: BTreeSet<&str> = markdown::spans(&page).collect();
    let missing: Vec<_> = used.iter().filter(|name| !all.contains(*name)).collect();
    assert!(used.len() > 20, "only {used:?} were found in the sources");
    assert!(missing.is_empty(), "not in {PAGE}: {missing:?}");
    let is_used = |name: &str| shipped(&sources).any(|(_, source)| source.contains(name));
    let gone: Vec<_> = described.iter().filter(|name| !is_used(name)).collect();
    assert!(gone.is_empty(), "in no source: {gone:?}");
}
