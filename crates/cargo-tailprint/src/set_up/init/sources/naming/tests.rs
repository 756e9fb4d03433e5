use super::*;

#[test]
fn a_step_about_another_file_names_the_assets_from_the_root_of_the_crate() {
    let names = [("src/main.rs", "assets"), ("src/web.rs", "crate::assets")];
    let names = Names(names.map(|(file, name)| (file.to_owned(), name.to_owned())).into());
    for (note, expected) in [
        ("src/main.rs:3: add `assets::service()`", "src/main.rs:3: add `assets::service()`"),
        ("src/web.rs:3: add `assets::service()`", "src/web.rs:3: add `crate::assets::service()`"),
        (
            "src/main.rs:3, src/web.rs:9: write `{{ crate::assets::A }}` or `assets::A`",
            "src/main.rs:3, src/web.rs:9: write `{{ crate::assets::A }}` or `crate::assets::A`",
        ),
        (
            "templates/a.html:1 (src/web.rs:9): put `assets::A` in",
            "templates/a.html:1 (src/web.rs:9): put `crate::assets::A` in",
        ),
        ("templates/a.html:1: put `assets::A` in", "templates/a.html:1: put `assets::A` in"),
    ] {
        let mut notes = [note.to_owned()];
        names.apply(&mut notes);
        assert_eq!(notes, [expected]);
    }
}
