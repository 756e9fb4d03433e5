//! Releases that the table lacks: fetched by the integrity of the registry, and pinned by `tailprint.lock`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tailprint_core::lock::Tailwind;
use tailprint_tailwind::install::npm::tarball;
use tailprint_tailwind::install::versions::DEFAULT;
use tailprint_tailwind::install::{
    ErrorKind, Interface, Origin, Places, find, in_use, released, vendor,
};

use crate::fixture::{Project, fake_npm, files, write_all};

const NEXT: &str = "4.99.0";

/// The tarball of a made-up release.
fn tarball_of(project: &Project, version: &str) -> PathBuf {
    let folder = project.root().join("next");
    let mut files = files(DEFAULT);
    let manifest = String::from_utf8(files["package.json"].clone()).unwrap();
    let manifest = manifest.replace(&format!("{DEFAULT:?}"), &format!("{version:?}"));
    files.insert("package.json".into(), manifest.into_bytes());
    write_all(&folder.join("package"), &files);
    let tarball = folder.join("next.tgz");
    let mut tar = Command::new("tar");
    tar.arg("-czf").arg(&tarball).arg("-C").arg(&folder).arg("package");
    assert!(tar.status().unwrap().success());
    tarball
}

/// Places with an npm whose registry has the tarball, and states that integrity of it.
fn places(project: &Project, tarball: &Path, integrity: &str) -> Places {
    let stated = format!("{{\"version\":\"{NEXT}\",\"dist.integrity\":\"sha1-x {integrity}\"}}");
    let script = format!(
        "case \"$1\" in\nview) echo '{stated}';;\npack) cp '{}' tailwindcss-{NEXT}.tgz;;\nesac",
        tarball.display()
    );
    let npm = Some(fake_npm(project, &script));
    Places { npm, offline: None, interface: Interface::CommandLine, ..project.places() }
}

fn write_lock(project: &Project, release: &Tailwind) {
    let text = format!(
        "version = 1\n[[tailwind]]\nversion = {:?}\nintegrity = {:?}\nfiles = {:?}\n",
        release.version, release.integrity, release.files
    );
    fs::write(project.root().join("tailprint.lock"), text).unwrap();
}

#[test]
fn the_next_release_is_pinned_and_then_found_without_another_tailprint() {
    let project = Project::new();
    let tarball = tarball_of(&project, NEXT);
    let integrity = tarball::integrity(&fs::read(&tarball).unwrap());
    let places = places(&project, &tarball, &integrity);
    let release = released(&places, None).unwrap();
    assert_eq!((&*release.version, &*release.integrity), (NEXT, &*integrity));
    write_lock(&project, &release);
    assert_eq!(in_use(&places).unwrap().version, NEXT);

    // Kept by then, so that no network is needed.
    let found = find(&project.places()).unwrap();
    assert_eq!((&*found.package.version, found.origin), (NEXT, Origin::Cache));
    assert_eq!(found.package.digest(), release.files);
    fs::remove_dir_all(project.cache()).unwrap();
    assert_eq!(find(&places).unwrap().origin, Origin::Npm);

    // A configured version wins, and so does a copy in the project, with a note.
    let configured = Places { version: Some(DEFAULT.into()), ..project.places() };
    assert_eq!(find(&configured).unwrap_err().kind(), ErrorKind::NotFound);
    project.install(DEFAULT, "node_modules/tailwindcss");
    let found = find(&project.places()).unwrap();
    assert_eq!((&*found.package.version, found.origin), (DEFAULT, Origin::NodeModules));
    assert_eq!(
        found.notes,
        ["node_modules/tailwindcss is Tailwind 4.3.5 and is used, not 4.99.0 of tailprint.lock; \
          `cargo tailprint update-tailwind --version 4.3.5` makes them agree"]
    );
}

#[test]
fn the_next_release_is_vendored_and_pinned() {
    let project = Project::new();
    let tarball = tarball_of(&project, NEXT);
    let integrity = tarball::integrity(&fs::read(&tarball).unwrap());
    let mut places = places(&project, &tarball, &integrity);
    places.version = Some(NEXT.into());
    let vendored = vendor(&project.root(), &places).unwrap();
    assert_eq!(vendored.folder, project.root().join("third_party/tailwindcss-4.99.0"));
    assert_eq!(vendored.pin.unwrap().integrity, integrity);
    assert_eq!(
        vendored.found.notes,
        [format!(
            "Tailwind 4.99.0 is not among the releases that tailprint was tested with; it is {integrity}"
        )]
    );
    assert_eq!(find(&project.places()).unwrap().origin, Origin::Vendored);
}

#[test]
fn a_tarball_that_is_not_what_the_registry_states_is_refused_and_nothing_is_written() {
    let project = Project::new();
    let tarball = tarball_of(&project, NEXT);
    let found = tarball::integrity(&fs::read(&tarball).unwrap());
    let stated = tarball::integrity(b"another");
    let mut places = places(&project, &tarball, &stated);
    let error = released(&places, Some(NEXT)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "Tailwind 4.99.0 cannot be fetched: what npm pack gave is refused: expected {stated}, found {found} \
             (repeat it when npm can reach its registry)"
        )
    );
    places.version = Some(NEXT.into());
    vendor(&project.root(), &places).unwrap_err();
    assert!(!project.root().join("third_party").exists());
    assert!(!project.cache().join("tailwindcss-4.99.0-files").exists());
}

#[test]
fn files_that_are_not_the_pinned_ones_are_passed_over_and_told() {
    let project = Project::new();
    let tarball = tarball_of(&project, NEXT);
    let bytes = fs::read(&tarball).unwrap();
    let integrity = tarball::integrity(&bytes);
    let places = places(&project, &tarball, &integrity);
    let release = released(&places, None).unwrap();
    write_lock(&project, &release);
    let kept = project.cache().join("tailwindcss-4.99.0-files/theme.css");
    fs::write(&kept, "").unwrap();
    let text = project.error(&project.places()).1;
    assert!(
        text.contains("the files in /cache/tailwindcss-4.99.0-files are not the pinned ones of Tailwind 4.99.0"),
        "{text}"
    );
    let found = find(&places).unwrap();
    assert_eq!(found.origin, Origin::Npm);
    assert!(found.notes[0].ends_with("; Tailwind was fetched again"), "{:?}", found.notes);

    // Another tarball than the pinned one, whatever the registry says of it now.
    fs::remove_dir_all(project.cache()).unwrap();
    write_lock(&project, &Tailwind { integrity: tarball::integrity(b"pinned"), ..release });
    let text = project.error(&places).1;
    assert!(text.contains("what npm pack gave is refused: expected sha512-"), "{text}");
}

#[test]
fn a_build_pins_nothing_and_names_the_command() {
    let project = Project::new();
    let log = project.root().join("npm-was-run");
    let npm = Some(fake_npm(&project, &format!("touch '{}'", log.display())));
    let places = Places { npm, offline: None, version: Some(NEXT.into()), ..project.places() };
    assert_eq!(
        project.error(&places),
        (
            ErrorKind::UnknownVersion,
            "Tailwind 4.99.0 is none of the releases that tailprint knows (4.1.0 to 4.3.5), and no tailprint.lock \
             pins it (`cargo tailprint update-tailwind --version 4.99.0` and commit tailprint.lock, or \
             `Config::tailwind_version(\"4.3.5\")`)"
                .into()
        )
    );
    assert!(!log.exists() && !project.root().join("tailprint.lock").exists());
}

#[test]
fn a_lock_that_is_damaged_or_contradicts_the_table_is_an_error() {
    let project = Project::new();
    let lock = project.root().join("tailprint.lock");
    fs::write(&lock, "version = 9\n").unwrap();
    let (kind, text) = project.error(&project.places());
    assert_eq!(kind, ErrorKind::Configuration);
    assert!(text.starts_with("tailprint.lock:1:1: version 9 of the format"), "{text}");
    let integrity = tarball::integrity(b"other");
    let of = |version: &str| Tailwind {
        version: version.into(),
        integrity: integrity.clone(),
        files: "0".repeat(64),
    };
    write_lock(&project, &of("^4"));
    let text = project.error(&project.places()).1;
    assert!(text.starts_with("tailprint.lock: \"^4\" is not an exact version"), "{text}");
    write_lock(&project, &of("4.2.4"));
    let (kind, text) = project.error(&project.places());
    assert_eq!(kind, ErrorKind::Refused);
    assert!(
        text.starts_with(
            "tailprint.lock pins other files than those of Tailwind 4.2.4: expected sha512-"
        ),
        "{text}"
    );
}
