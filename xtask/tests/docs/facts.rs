//! Versions that documents name are those of the code.

use crate::repository;

/// The text behind each occurrence of `before` in a source, up to the next quotation mark.
fn quoted<'a>(source: &'a str, before: &str) -> Vec<&'a str> {
    source.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_versions_of_tailwind_are_the_supported_ones() {
    let folder = "crates/tailprint-tailwind/src/install/versions";
    let table = repository::read(&format!("{folder}/table.rs"));
    let supported = quoted(&table, "number: \"");
    let page = repository::read("docs/guide/tailwind.md");
    assert!(supported.len() > 2, "{supported:?}");
    let (first, last) = (supported[0], supported[supported.len() - 1]);
    let range = format!("every release from {first} to {last}.");
    assert!(page.contains(&range), "{range}");

    let module = repository::read(&format!("{folder}/mod.rs"));
    let default = quoted(&module, "DEFAULT: &str = \"");
    let config = repository::read("docs/reference/config.md");
    assert_eq!(default.len(), 1);
    assert!(config.contains(&format!("`node_modules`, else {} |", default[0])), "{default:?}");
}

#[test]
fn the_minimum_of_rust_is_that_of_the_workspace() {
    let manifest = repository::read("Cargo.toml");
    let minimum = quoted(&manifest, "\nrust-version = \"");
    let page = repository::read("docs/reference/compatibility.md");
    assert_eq!(minimum.len(), 1);
    assert!(page.contains(&format!("The minimum is Rust {},", minimum[0])), "{minimum:?}");
}
