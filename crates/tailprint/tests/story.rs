//! The small app in the documentation of the crate is the one in the README, which the suite builds and runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[test]
fn the_small_app_of_the_crate_is_that_of_the_readme() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    // A package of the crate comes without it.
    let Ok(readme) = std::fs::read_to_string(readme) else { return };
    let source = include_str!("../src/lib.rs");
    let (_, section) = source.split_once("//! # A small app\n").unwrap();
    let (section, _) = section.split_once("//! # In templates\n").unwrap();
    let lines = section.lines().map(|line| line.strip_prefix("//! ").unwrap_or_default());
    let text = lines.collect::<Vec<_>>().join("\n");
    let blocks: Vec<&str> = text.split("\n```").skip(1).step_by(2).collect();
    assert!(blocks.len() >= 6, "{blocks:?}");
    for block in blocks {
        let (_, code) = block.split_once('\n').unwrap();
        for part in code.split("    // …\n}") {
            assert!(readme.contains(part.trim_end()), "not in README.md:\n{part}");
        }
    }
}
