use std::fs;
use std::process::Command;

use tailprint_tailwind::install::versions::DEFAULT;
use tailprint_tailwind::install::{ErrorKind, Origin, find, vendor};

use crate::fixture::Project;

#[test]
fn a_vendored_tailwind_is_found_and_written_once() {
    let project = Project::new();
    project.install(DEFAULT, "node_modules/tailwindcss");
    let places = project.places();
    let vendored = vendor(&project.root(), &places).unwrap();
    let folder = project.root().join("third_party/tailwindcss-4.3.5");
    assert_eq!(vendored.folder, folder);
    assert_eq!(vendored.found.origin, Origin::NodeModules);
    assert!(!vendored.unchanged);
    assert!(fs::read_to_string(folder.join("LICENSE")).unwrap().starts_with("MIT License"));
    fs::remove_dir_all(project.root().join("node_modules")).unwrap();
    assert_eq!(find(&places).unwrap().origin, Origin::Vendored);

    project.install(DEFAULT, "node_modules/tailwindcss");
    assert!(vendor(&project.root(), &places).unwrap().unchanged);
    fs::write(folder.join("theme.css"), "").unwrap();
    fs::write(folder.join("left-over"), "").unwrap();
    assert!(!vendor(&project.root(), &places).unwrap().unchanged);
    assert_eq!(find(&places).unwrap().origin, Origin::Vendored);
    // The user's own, for all that is known.
    assert!(folder.join("left-over").exists());
    let names: Vec<_> = fs::read_dir(project.root().join("third_party")).unwrap().collect();
    assert_eq!(names.len(), 1);
}

#[test]
fn git_keeps_every_byte_of_it_whatever_its_configuration() {
    let project = Project::new();
    project.install(DEFAULT, "node_modules/tailwindcss");
    vendor(&project.root(), &project.places()).unwrap();
    let root = project.root();
    fs::write(root.join(".gitignore"), "node_modules\ndist\n*.css\n").unwrap();
    let git = |arguments: &str| {
        let status = Command::new("git")
            .args(["-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b"])
            .args(arguments.split(' '))
            .current_dir(&root)
            .status();
        assert!(status.unwrap().success(), "git {arguments}");
    };
    git("init --quiet");
    git("add .");
    git("commit --quiet --message=x");
    git("clone --quiet --config=core.autocrlf=true . clone");
    let mut places = project.places();
    places.package = root.join("clone");
    let found = find(&places).unwrap();
    assert_eq!(found.package.folder, root.join("clone/third_party/tailwindcss-4.3.5"));
}

#[test]
fn a_damaged_vendored_folder_is_restored_and_what_else_lies_there_is_kept() {
    let project = Project::new();
    project.install(DEFAULT, "node_modules/tailwindcss");
    let folder = project.install(DEFAULT, "third_party/tailwindcss-4.3.5");
    fs::write(folder.join("LICENSE"), "").unwrap();
    fs::write(folder.join("notes.md"), "the user's").unwrap();
    let vendored = vendor(&project.root(), &project.places()).unwrap();
    assert!(!vendored.unchanged);
    assert_eq!(vendored.found.notes, ["LICENSE was not Tailwind's; it is restored"]);
    assert_eq!(find(&project.places()).unwrap().origin, Origin::Vendored);
    assert_eq!(fs::read_to_string(folder.join("notes.md")).unwrap(), "the user's");
    assert!(vendor(&project.root(), &project.places()).unwrap().unchanged);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let project = Project::new();
    project.install(DEFAULT, "node_modules/tailwindcss");
    fs::write(project.root().join("third_party"), "").unwrap();
    let error = vendor(&project.root(), &project.places()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(
        project.shown(error.message()),
        "cannot write /app/third_party/tailwindcss-4.3.5: file exists"
    );
}
