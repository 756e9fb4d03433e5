use super::*;

#[test]
fn references_are_known_in_both_directions() {
    let inventory = Inventory::of_this_build().unwrap();
    let css = inventory.get("css/tailwind.css").unwrap();
    let font = inventory.get("fonts/ridge.woff2").unwrap();
    let paths = |entries: Vec<&Entry>| -> Vec<&str> {
        entries.into_iter().map(|entry| entry.asset.path()).collect()
    };
    assert!(paths(inventory.references(css)).contains(&"fonts/ridge.woff2"));
    assert_eq!(paths(inventory.referrers(font)), ["css/tailwind.css"]);
    assert_eq!(paths(inventory.referrers(css)), [""; 0]);
}

#[test]
fn a_path_is_its_folder_and_its_file() {
    let inventory = Inventory::of_this_build().unwrap();
    let font = inventory.get("fonts/ridge.woff2").unwrap();
    assert_eq!((font.folder(), font.file()), ("fonts/", "ridge.woff2"));
    assert_eq!((font.media_type(), font.kind()), ("font/woff2", Kind::Font));
}

#[test]
fn every_asset_is_of_one_kind() {
    let inventory = Inventory::of_this_build().unwrap();
    let counted: usize = inventory.kinds().iter().map(|(_, count)| count).sum();
    assert_eq!(counted, ASSETS.len());
}

#[test]
fn templates_are_known_that_name_an_asset() {
    let inventory = Inventory::of_this_build().unwrap();
    let entry = inventory.get("css/tailwind.css").unwrap();
    let places = inventory.places_in_templates(entry);
    assert!(places.iter().all(|place| place.starts_with("templates/")), "{places:?}");
    assert!(!places.is_empty());
}
