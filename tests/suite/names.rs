//! Hashed names: what they depend on and what they do not.

use std::collections::BTreeMap;

use crate::support::cargo::{Outcome, Profile};
use crate::support::project::Project;

/// Three images, two of which style sheets refer to, one of them through another style sheet.
fn gallery(name: &str) -> Project {
    let project = Project::new(name);
    project
        .write(
            "static/css/app.css",
            "@import \"cards.css\";\n.a { background: url(../img/a.png) }\n",
        )
        .write("static/css/cards.css", ".b { background: url(\"../img/b.png?v=1#x\") }\n")
        .write("static/css/plain.css", ".c { color: red }\n")
        .write("static/img/a.png", "a")
        .write("static/img/b.png", "b")
        .write("static/img/c.png", "c");
    project
}

/// Logical path to hashed name.
fn names(outcome: &Outcome) -> BTreeMap<String, String> {
    let manifest: serde_json::Value =
        serde_json::from_str(&outcome.read("staticfiles.json")).unwrap();
    serde_json::from_value(manifest["paths"].clone()).unwrap()
}

#[test]
fn a_changed_image_renames_the_style_sheets_that_refer_to_it_and_nothing_else() {
    let project = gallery("changed-image");
    let before = names(&project.build(Profile::Release).ok());
    project.write("static/img/b.png", "another b");
    let outcome = project.build(Profile::Release).ok();
    let after = names(&outcome);
    let renamed: Vec<&str> =
        before.keys().filter(|path| before[*path] != after[*path]).map(|path| &**path).collect();
    assert_eq!(renamed, ["css/app.css", "css/cards.css", "img/b.png"]);
    let file = |path: &str| after[path].rsplit('/').next().unwrap().to_owned();
    assert_eq!(
        outcome.read(&format!("static/{}", after["css/cards.css"])),
        format!(".b {{ background: url(\"../img/{}?v=1#x\") }}\n", file("img/b.png"))
    );
    assert!(outcome.read(&format!("static/{}", after["css/app.css"])).starts_with(&format!(
        "@import \"{}\";\n.a {{ background: url(../img/{})",
        file("css/cards.css"),
        file("img/a.png")
    )));
}

#[test]
fn two_folders_give_the_same_names_and_the_same_module() {
    let files = ["assets.rs", "assets.txt", "assets.idx", "assets.bin", "staticfiles.json"];
    let made = |project: &Project| {
        let folder = project.build(Profile::Release).ok().folder();
        files.map(|file| std::fs::read(folder.join(file)).unwrap())
    };
    let (here, there) = (gallery("same-names"), gallery("same-names"));
    assert_ne!(here.folder(), there.folder());
    assert!(made(&here) == made(&there));
    let module = String::from_utf8(made(&here)[0].clone()).unwrap();
    assert!(!module.contains(here.folder().to_str().unwrap()), "{module}");
}

#[test]
fn the_mode_is_chosen_by_the_environment_before_the_configuration_before_the_profile() {
    let project = gallery("mode");
    let mode = |outcome: &Outcome| names(outcome)["img/a.png"] != "img/a.png";
    assert!(!mode(&project.build(Profile::Debug).ok()));
    project.configure(".mode(tailprint_build::Mode::Hashed)");
    assert!(mode(&project.build(Profile::Debug).ok()));
    let outcome = project.build_with(Profile::Debug, |command| {
        command.env("TAILPRINT_MODE", "plain");
    });
    assert!(!mode(&outcome.ok()));
}
