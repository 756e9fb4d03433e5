//! `collect --merge`.

use std::fs;

use crate::world::{Ran, World};

/// The standard error with slashes, which stand in paths on one system alone.
fn slashed(ran: &Ran) -> String {
    ran.err.replace(std::path::MAIN_SEPARATOR, "/")
}

const SITE: [(&str, &str); 3] = [
    ("web/app.css", "a{background:url(img/b.png)}"),
    ("web/img/b.png", "b"),
    ("web/robots.txt", "r"),
];

#[test]
fn hashed_files_of_earlier_exports_travel_with_the_new_one() {
    let world = World::new(&SITE);
    for (version, merge) in
        [("one", ""), ("two", " --merge one"), ("three", " --merge two --clear")]
    {
        world.write("web/img/b.png", version);
        let ran = world.run(&format!("collect --from web --out {version} --encodings gz{merge}"));
        assert_eq!(
            (ran.code, &*ran.err),
            (Some(0), "note: there are no precompressed files to export\n")
        );
    }
    let pngs = |folder: &str| {
        let names = world.names(folder).into_iter();
        names.filter(|name| name.starts_with("img/b.") && name != "img/b.png").collect::<Vec<_>>()
    };
    assert_eq!([pngs("one").len(), pngs("two").len(), pngs("three").len()], [1, 2, 2]);
    // Those of the first release are not handed on by the second.
    assert!(!pngs("three").contains(&pngs("one")[0]));
    let ran = world.run("collect --from web --out four --merge web");
    assert!(
        ran.err.contains("(give the output folder of `cargo tailprint collect`)"),
        "{}",
        ran.err
    );
    assert!(!world.file("four").exists());
}

#[test]
fn a_file_of_an_earlier_export_that_is_not_what_its_name_says_is_an_error() {
    let world = World::new(&SITE);
    world.write("web/big.css", &"a{color:red}".repeat(500));
    world.run("collect --from web --out one --encodings br,gz,zst");
    let names = world.names("one");
    let find = |start: &str, end: &str| {
        let is = |name: &&String| name.starts_with(start) && name.ends_with(end) && name.len() > 16;
        names.iter().find(is).unwrap().clone()
    };
    let merge = |world: &World| {
        world.write("web/big.css", "other");
        let ran = world.run("collect --from web --out two --merge one");
        assert!(ran.code == Some(0) || !world.file("two").exists());
        (ran.code, slashed(&ran))
    };
    assert_eq!(merge(&world), (Some(0), String::new()));
    fs::remove_dir_all(world.file("two")).unwrap();

    let big = find("big.", ".css");
    for coding in ["br", "gz", "zst"] {
        let coded = find("big.", &format!(".css.{coding}"));
        let bytes = fs::read(world.file(&format!("one/{coded}"))).unwrap();
        for wrong in ["", "no coding"] {
            world.write(&format!("one/{coded}"), wrong);
            let error = format!(
                "error: one/{coded}: is no compressed form of the file beside it (collect that release again, or delete \
                 this file)\n"
            );
            assert_eq!(merge(&world), (Some(2), error));
        }
        fs::remove_file(world.file(&format!("one/{coded}"))).unwrap();
        fs::write(world.file(&format!("one/{coded}")), bytes).unwrap();
    }
    assert_eq!(merge(&world).0, Some(0));
    fs::remove_dir_all(world.file("two")).unwrap();

    // One byte more, and another file of the same length.
    let b = find("img/b.", ".png");
    world.write(&format!("one/{big}"), &format!("{} ", "a{color:red}".repeat(500)));
    world.write(&format!("one/{b}"), "B");
    let error = |name: &str| {
        format!(
            "one/{name}: has other bytes than those that its name stands for (collect that release again, or leave out \
             `--merge one`)"
        )
    };
    assert_eq!(merge(&world), (Some(2), format!("error: {}\n{}\n", error(&big), error(&b))));
}

#[test]
fn files_in_circles_and_names_that_only_look_hashed_travel_as_they_are() {
    let world = World::new(&[
        ("web/a.css", "@import 'b.css';"),
        ("web/b.css", "@import 'a.css';a{background:url(c.png)}"),
        ("web/c.png", "c"),
        // A kept name, one of a bundler, and a compressed file of its own.
        ("web/kept.0123456789ab.js", "1"),
        ("web/chunk.ba9876543210.js", "2"),
        ("web/data.csv", "3"),
        ("web/data.csv.gz", "no gzip"),
    ]);
    let kept = "--keep-name kept.*.js --prehashed chunk.*.js --opaque *.gz";
    let ran = world.run(&format!("collect --from web --out one {kept}"));
    assert_eq!((ran.code, &*ran.err), (Some(0), ""));
    world.write("web/c.png", "C");
    let ran = world.run(&format!("collect --from web --out two --merge one {kept}"));
    assert_eq!((ran.code, &*ran.err), (Some(0), ""));
    let names = world.names("two");
    let versions = |start: &str| names.iter().filter(|name| name.starts_with(start)).count();
    assert_eq!(["a.", "b.", "c."].map(versions), [3, 3, 3], "{names:?}");

    let a = world.names("one").into_iter().find(|name| name.len() > 16 && name.starts_with("a."));
    let a = format!("one/{}", a.unwrap());
    world.write(&a, &world.read(&a).replace("@import", "@IMPORT"));
    let ran = world.run(&format!("collect --from web --out three --merge one {kept}"));
    let error = format!("error: {a}: has other bytes than those that its name stands for (");
    assert!(ran.code == Some(2) && slashed(&ran).starts_with(&error), "{}", ran.err);
}

#[test]
fn a_manifest_that_names_a_file_beside_its_folder_is_refused() {
    for name in ["../b.0123456789ab.png", "/b.0123456789ab.png", "a/../../b.png", ""] {
        let world = World::new(&SITE);
        world.write("one/staticfiles.json", &format!("{{\"paths\":{{\"b.png\":{name:?}}}}}"));
        let ran = world.run("collect --from web --out two --merge one");
        let expected = format!(
            "error: one/staticfiles.json: {name:?} leads out of the folder (collect that release again)\n"
        );
        assert_eq!((ran.code, slashed(&ran)), (Some(2), expected));
        assert!(!world.file("two").exists());
    }
}
