use super::*;

fn asset(name: &str, immutable: bool, references: &[usize]) -> Asset {
    Asset {
        path: name.into(),
        name: name.into(),
        at_root: false,
        immutable,
        content_type: "text/plain".into(),
        content: Content::Bytes(name.into()),
        plain: None,
        codings: vec![],
        references: references.to_vec(),
        is_checked: false,
        promised: None,
    }
}

fn names(inventory: &Inventory) -> Vec<&str> {
    inventory.items.iter().map(|item| &*item.stored.name).collect()
}

#[test]
fn kept_names_are_pushed_if_hashed_files_or_templates_need_them() {
    let source = |used| Source {
        assets: vec![
            asset("app", true, &[1]),
            asset("worker", false, &[2]),
            asset("imported", false, &[]),
            asset("alone", false, &[]),
        ],
        used,
        is_foreign: true,
    };
    let inventory = Inventory::new(source(vec![]), false).unwrap();
    assert_eq!(names(&inventory), ["app", "worker", "imported"]);
    assert_eq!(inventory.items[0].references, [1]);
    assert!(
        inventory.notes[0].ends_with(": alone (`--logical` pushes them)"),
        "{:?}",
        inventory.notes
    );
    let inventory = Inventory::new(source(vec![3]), false).unwrap();
    assert_eq!((names(&inventory).len(), inventory.notes.len()), (4, 0));
}

#[test]
fn logical_names_and_the_root_of_the_host_come_with_logical() {
    let mut hashed = asset("a.111111111111.js", true, &[]);
    hashed.path = "a.js".into();
    hashed.plain = Some(Content::Bytes("stub".into()));
    hashed.codings = vec![(Encoding::Gz, Content::Bytes("z".into()))];
    let mut robots = asset("robots.txt", false, &[]);
    robots.at_root = true;
    let source = Source { assets: vec![hashed, robots], used: vec![1], is_foreign: false };
    let inventory = Inventory::new(source, true).unwrap();
    assert_eq!(
        names(&inventory),
        ["a.111111111111.js", "a.111111111111.js.gz", "a.js", "root/robots.txt"]
    );
    // The stub exports the hashed module, so that has to be there before.
    assert_eq!(inventory.items[2].references, [0, 1]);
    let caching: Vec<bool> = inventory.items.iter().map(|item| item.stored.is_fixed()).collect();
    assert_eq!(caching, [true, true, false, false]);
}

#[test]
fn a_coding_gives_way_to_an_asset_of_its_name() {
    let mut text = asset("a", true, &[1]);
    text.codings = vec![(Encoding::Gz, Content::Bytes("z".into()))];
    let source = Source { assets: vec![text, asset("a.gz", true, &[])], ..Source::default() };
    let inventory = Inventory::new(source, false).unwrap();
    assert_eq!(names(&inventory), ["a", "a.gz"]);
    assert_eq!(inventory.items[0].references, [1]);
    assert_eq!(inventory.items[1].stored.decoded_sha256, None);
}

#[test]
fn the_folder_of_releases_is_not_for_assets() {
    let source = Source { assets: vec![asset("releases/1.json", true, &[])], ..Source::default() };
    let Err(Failure::CannotRun(why)) = Inventory::new(source, false) else { panic!("accepted") };
    assert_eq!(
        why,
        "an asset is named releases/1.json, but a store keeps its releases in releases/; rename it"
    );
}
