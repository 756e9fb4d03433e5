//! Paths that documents name exist.

use crate::{markdown, repository};

/// Pages that describe this repository.
const PAGES: [&str; 2] = ["docs/internals/", "CONTRIBUTING.md"];

/// Beginnings of paths of this repository.
const ROOTS: [&str; 11] = [
    "crates/",
    "src/",
    "tests/",
    "docs/",
    "xtask/",
    "bench/",
    "examples/",
    ".ci/",
    ".config/",
    ".github/",
    "templates/",
];

/// The paths of a tree in a block of code: the first line is its root, two blanks are one level, and the first word of
/// a line is a name.
fn tree(code: &str) -> Vec<String> {
    let mut folders: Vec<&str> = Vec::new();
    let mut paths = Vec::new();
    for line in code.lines().filter(|line| !line.trim().is_empty()) {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let name = line.split_whitespace().next().unwrap_or_default();
        folders.truncate(depth);
        folders.push(name.trim_end_matches('/'));
        paths.push(folders.join("/"));
    }
    paths
}

fn is_tree(block: &markdown::Block<'_>) -> bool {
    block.language == "text" && ROOTS.iter().any(|root| block.code.starts_with(root))
}

#[test]
fn every_path_in_the_internals_exists() {
    let mut missing = Vec::new();
    let mut count = 0;
    let is_internal = |page: &str| PAGES.iter().any(|start| page.starts_with(start));
    for (page, text) in repository::documents().iter().filter(|(page, _)| is_internal(page)) {
        let blocks = markdown::blocks(text);
        let trees = blocks.iter().filter(|block| is_tree(block));
        let spans = text.split("```").step_by(2).flat_map(markdown::spans);
        let is_path = |span: &&str| {
            ROOTS.iter().any(|root| span.starts_with(root)) && !span.contains(['*', '<', ' '])
        };
        let named =
            spans.filter(is_path).map(|span| span.split("::").next().unwrap_or(span).to_owned());
        for path in trees.flat_map(|block| tree(block.code)).chain(named) {
            count += 1;
            if !repository::path(&path).exists() {
                missing.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(count > 50, "only {count} paths");
    assert!(missing.is_empty(), "no such paths: {missing:#?}");
}

#[test]
fn a_tree_names_the_paths_below_its_root() {
    assert_eq!(
        tree("a/b\n  c/   words\n    d.rs\n  e.rs\n"),
        ["a/b", "a/b/c", "a/b/c/d.rs", "a/b/e.rs"]
    );
}
