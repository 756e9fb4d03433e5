use std::fs;

use tailprint_tailwind::install::versions::DEFAULT;
use tailprint_tailwind::install::{ErrorKind, Origin, find};

use crate::fixture::Project;

#[test]
fn a_vendored_folder_comes_before_node_modules_and_needs_nothing_else() {
    let project = Project::new();
    project.install("4.1.18", "node_modules/tailwindcss");
    let folder = project.install(DEFAULT, "vendor/tailwindcss-4.3.5");
    let found = find(&project.places()).unwrap();
    assert_eq!(found.origin, Origin::Vendored);
    assert_eq!(found.package.folder, folder);
    assert_eq!(found.package.version, DEFAULT);
    assert!(found.watch.contains(&folder.join("dist/lib.js")));
    assert!(found.watch.iter().all(|path| path.is_file()));
}

#[test]
fn another_version_in_node_modules_than_the_vendored_one_is_told_unless_one_is_configured() {
    let project = Project::new();
    project.install(DEFAULT, "vendor/tailwindcss-4.3.5");
    let manifest = project.install("4.2.4", "node_modules/tailwindcss").join("package.json");
    let mut places = project.places();
    let found = find(&places).unwrap();
    assert_eq!(
        found.notes,
        ["vendor/tailwindcss-4.3.5 is used, not Tailwind 4.2.4 of node_modules/tailwindcss; \
          `Config::tailwind_version` says which one is meant"]
    );
    assert!(found.watch.contains(&manifest));
    places.version = Some(DEFAULT.into());
    assert!(find(&places).unwrap().notes.is_empty());
    places.version = Some("4.2.4".into());
    assert_eq!(find(&places).unwrap().origin, Origin::NodeModules);
}

#[test]
fn a_workspace_may_hold_the_vendored_folder() {
    let project = Project::new();
    let folder = project.install(DEFAULT, "vendor/tailwindcss-4.3.5");
    let mut places = project.places();
    places.package = project.root().join("crates/web");
    fs::create_dir_all(&places.package).unwrap();
    assert_eq!(find(&places).unwrap().package.folder, folder);
}

#[test]
fn the_vendored_version_is_used_unless_another_one_is_configured() {
    let project = Project::new();
    project.install("4.1.18", "vendor/tailwindcss-4.1.18");
    let mut places = project.places();
    assert_eq!(find(&places).unwrap().package.version, "4.1.18");
    places.version = Some("4.2.4".into());
    let (kind, text) = project.error(&places);
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(text.contains("vendor holds Tailwind 4.1.18, not the configured 4.2.4"), "{text}");
}

#[test]
fn of_several_vendored_versions_the_default_is_used_or_one_has_to_be_named() {
    let project = Project::new();
    project.install("4.1.18", "vendor/tailwindcss-4.1.18");
    project.install("4.2.4", "vendor/tailwindcss-4.2.4");
    let mut places = project.places();
    assert_eq!(
        project.error(&places),
        (
            ErrorKind::Configuration,
            "vendor holds Tailwind 4.1.18 and 4.2.4, and nothing says which one to use \
             (set `Config::tailwind_version`, or remove all but one)"
                .into()
        )
    );
    places.version = Some("4.2.4".into());
    assert_eq!(find(&places).unwrap().package.version, "4.2.4");
    places.version = None;
    project.install(DEFAULT, "vendor/tailwindcss-4.3.5");
    assert_eq!(find(&places).unwrap().package.version, DEFAULT);
}

#[test]
fn a_vendored_file_that_was_changed_is_the_projects_own_and_one_that_is_missing_is_told() {
    let project = Project::new();
    project.install(DEFAULT, "node_modules/tailwindcss");
    let folder = project.install(DEFAULT, "vendor/tailwindcss-4.3.5");
    fs::write(folder.join("utilities.css"), "").unwrap();
    let found = find(&project.places()).unwrap();
    assert_eq!(found.origin, Origin::Vendored);
    assert!(!found.package.is_tested());
    fs::remove_file(folder.join("utilities.css")).unwrap();
    assert_eq!(
        project.error(&project.places()),
        (
            ErrorKind::Refused,
            "vendor/tailwindcss-4.3.5/utilities.css is missing (`cargo tailprint vendor --version 4.3.5`)".into()
        )
    );
}

#[test]
fn third_party_comes_before_vendor_which_cargo_vendor_empties() {
    let project = Project::new();
    project.install("4.2.4", "vendor/tailwindcss-4.2.4");
    let folder = project.install("4.1.18", "third_party/tailwindcss-4.1.18");
    assert_eq!(find(&project.places()).unwrap().package.folder, folder);
}

#[test]
fn a_folder_of_cargo_vendor_is_in_nobodys_way() {
    let project = Project::new();
    for name in ["tailwindcss", "tailwindcss-", "tailwindcss-macro-0.1.0", "serde", "tailwindcss-x"]
    {
        fs::create_dir_all(project.root().join("vendor").join(name)).unwrap();
    }
    assert_eq!(project.error(&project.places()).0, ErrorKind::NotFound);
}
