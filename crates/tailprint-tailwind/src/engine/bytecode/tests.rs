use super::*;

#[test]
fn the_release_in_the_name_is_the_one_that_the_manifest_pins() {
    let manifest = include_str!("../../../../../Cargo.toml");
    let (_, pinned) = manifest.split_once("\nrquickjs = { version = \"=").unwrap();
    let version = pinned.split('"').next().unwrap();
    assert!(MADE_BY.ends_with(&format!("rquickjs {version}")), "{version}");
}

#[test]
fn another_library_has_another_name() {
    assert_ne!(name("1"), name("2"));
}
