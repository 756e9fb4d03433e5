use std::fs;

use tailprint_tailwind::install::versions::DEFAULT;
use tailprint_tailwind::install::{ErrorKind, Interface, Origin, Pin, find};

#[cfg(unix)]
use crate::fixture::fake_npm;
use crate::fixture::{Project, npm, write_all};

#[test]
fn npm_pack_fills_the_cache_that_serves_from_then_on() {
    let project = Project::new();
    let mut places = project.places();
    places.offline = None;
    places.npm = Some(npm());
    let found = find(&places).unwrap();
    assert_eq!(found.origin, Origin::Npm);
    assert_eq!(found.package.version, DEFAULT);
    assert_eq!(found.package.folder, project.cache().join("tailwindcss-4.3.5-files"));
    let again = find(&project.places()).unwrap();
    assert_eq!(again.origin, Origin::Cache);
    assert_eq!(again.package, found.package);
    let mut names: Vec<_> = fs::read_dir(project.cache().join("tailwindcss-4.3.5-files"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "LICENSE",
            "dist",
            "index.css",
            "package.json",
            "preflight.css",
            "theme.css",
            "utilities.css"
        ]
    );
}

#[test]
fn a_pinned_version_comes_from_npm_as_well() {
    let project = Project::new();
    let mut places = project.places();
    places.offline = None;
    places.npm = Some(npm());
    places.mirror = Some("http://127.0.0.1:1".into());
    places.pin = Some(Pin { version: "4.2.1".into(), digest: "0".repeat(64) });
    let (kind, text) = project.error(&places);
    assert_eq!(kind, ErrorKind::NotFound);
    let (_, found) = text.split_once(", found ").unwrap();
    let digest = found.get(..64).unwrap().to_owned();
    places.pin = Some(Pin { version: "4.2.1".into(), digest: digest.clone() });
    let found = find(&places).unwrap();
    assert_eq!((found.origin, found.package.digest()), (Origin::Npm, digest));
    assert_eq!(find(&places).unwrap().origin, Origin::Cache);
}

#[test]
fn a_damaged_cache_is_repaired_or_named() {
    let project = Project::new();
    let mut places = project.places();
    places.offline = None;
    places.npm = Some(npm());
    let found = find(&places).unwrap();
    let theme = found.package.folder.join("theme.css");
    fs::write(&theme, "/* not Tailwind */").unwrap();
    let (kind, text) = project.error(&project.places());
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(
        text.contains(
            "/cache/tailwindcss-4.3.5-files/theme.css is not that of Tailwind 4.3.5: expected sha256 \
             443d7af364200f8ec8352dc78e39485a118a1840d498c97967bf0ae402b39167, found "
        ),
        "{text}"
    );
    let repaired = find(&places).unwrap();
    assert_eq!(repaired.package.files, found.package.files);
    assert_eq!(repaired.notes.len(), 1);
    assert!(repaired.notes[0].ends_with("; Tailwind was fetched again"), "{:?}", repaired.notes);
    assert_eq!(fs::read(theme).unwrap(), found.package.files["theme.css"]);
}

#[test]
fn without_any_place_every_one_of_them_is_named() {
    let project = Project::new();
    assert_eq!(
        project.error(&project.places()),
        (
            ErrorKind::NotFound,
            "no Tailwind 4.3.5 found: no third_party/tailwindcss-4.3.5 in /app or a folder above; \
             no node_modules/tailwindcss in /app or a folder above; none in /cache; \
             nothing may be fetched: cargo is offline (CARGO_NET_OFFLINE) \
             (`cargo tailprint vendor` on a machine with a network and commit what it writes, or \
             `npm install --save-dev tailwindcss@4.3.5`, or build once without that, or name a Tailwind program in TAILWINDCSS)"
                .into()
        )
    );
    assert!(!project.cache().exists());
}

#[cfg(unix)]
#[test]
fn an_npm_that_fails_or_lies_is_told_in_one_line_and_leaves_nothing() {
    let cases = [
        (
            "echo 'npm error code E404' >&2; echo 'npm error 404 not there' >&2; exit 1",
            "npm pack failed: E404: 404 not there",
        ),
        ("exit 1", "npm pack failed: it said nothing"),
        ("exit 0", "npm pack left no tarball"),
        (
            "for last; do :; done; printf x > tailwindcss-4.3.5.tgz",
            "what npm pack gave is refused: expected sha512-FcQk9BuffmEHJP2G0XmB2SplU1aLTI7j07Kunk+U74Ny+XiWOtzXz9aujFZ/\
             avntw1e2cOv/3PkgzflQ7gX2vQ==, found sha512-",
        ),
    ];
    for (script, reason) in cases {
        let project = Project::new();
        let mut places = project.places();
        places.offline = None;
        places.npm = Some(fake_npm(&project, script));
        // Nothing answers there.
        places.mirror = Some("http://127.0.0.1:1".into());
        let (kind, text) = project.error(&places);
        assert_eq!(kind, ErrorKind::NotFound);
        assert!(text.contains(reason), "{text}");
        let folder = project.cache().join("tailwindcss-4.3.5-files");
        let left = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        // Where the download that follows would write.
        assert!(left.into_iter().all(|name| name == "LICENSE.part"));
    }
}

#[cfg(unix)]
#[test]
fn a_tarball_that_is_no_file_or_too_long_is_not_read() {
    for (script, told) in [
        ("mkdir tailwindcss-4.3.5.tgz", "it is not a file"),
        ("mkfifo tailwindcss-4.3.5.tgz", "it is not a file"),
        ("ln -s /dev/zero tailwindcss-4.3.5.tgz", "it is not a file"),
        ("truncate -s 1G tailwindcss-4.3.5.tgz", "it is 1073741824 bytes long"),
    ] {
        let project = Project::new();
        let mut places = project.places();
        places.offline = None;
        places.npm = Some(fake_npm(&project, script));
        places.mirror = Some("http://127.0.0.1:1".into());
        let (_, text) = project.error(&places);
        assert!(text.contains(&format!("npm pack left no tarball: {told}")), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn the_rest_of_a_killed_build_is_removed_and_a_folder_in_the_way_makes_room() {
    let project = Project::new();
    let folder = project.cache().join("tailwindcss-4.3.5-files");
    fs::create_dir_all(folder.join(".tailprint-killed/node_modules")).unwrap();
    fs::write(folder.join(".tailprint-killed/lock"), "").unwrap();
    fs::write(folder.join(".tailprint-abc123"), "").unwrap();
    fs::create_dir_all(folder.join("theme.css/folder")).unwrap();
    fs::write(folder.join("dist"), "").unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.join("index.css")).unwrap();
    let mut places = project.places();
    places.offline = None;
    places.npm = Some(npm());
    let found = find(&places).unwrap();
    assert_eq!(found.origin, Origin::Npm);
    assert_eq!(find(&project.places()).unwrap().package.files, found.package.files);
    assert!(
        !folder.join(".tailprint-killed").exists() && !folder.join(".tailprint-abc123").exists()
    );
    assert!(folder.join("index.css").symlink_metadata().unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn nothing_is_run_while_offline() {
    let project = Project::new();
    let mut places = project.places();
    places.npm = Some(fake_npm(&project, "echo run > \"$(dirname \"$0\")/run\""));
    assert_eq!(project.error(&places).0, ErrorKind::NotFound);
    assert!(!project.root().join("run").exists());
}

#[test]
fn the_second_cache_serves_where_the_first_cannot_be_written() {
    let project = Project::new();
    fs::write(project.root().join("file"), "").unwrap();
    let mut places = project.places();
    places.cache = Some(project.root().join("file/cache"));
    places.scratch = Some(project.cache());
    places.offline = None;
    places.npm = Some(npm());
    let found = find(&places).unwrap();
    assert_eq!(found.package.folder, project.cache().join("tailwindcss-4.3.5-files"));
    assert_eq!(find(&places).unwrap().origin, Origin::Cache);
    places.scratch = None;
    let (kind, text) = project.error(&places);
    assert_eq!(kind, ErrorKind::NotFound);
    let reason = if cfg!(windows) { "file exists" } else { "not a directory" };
    let told = format!("cannot write to /app/file/cache: {reason}");
    assert!(text.contains(&told), "{text}");
}

#[test]
fn a_version_is_exact_before_it_becomes_a_path() {
    let project = Project::new();
    let mut places = project.places();
    for version in ["", "4", "^4.3.5", "latest", "../../x", "4.3.5/..", "4.3.5-"] {
        places.version = Some(version.into());
        let (kind, text) = project.error(&places);
        assert_eq!(kind, ErrorKind::Configuration);
        assert_eq!(
            text,
            format!(
                "{version:?} is not an exact version (configure an exact one, such as \"4.3.5\")"
            )
        );
    }
    places.version = Some("4.4.0".into());
    assert_eq!(
        project.error(&places),
        (
            ErrorKind::UnknownVersion,
            "Tailwind 4.4.0 is none of the releases that tailprint knows (4.1.0 to 4.3.5), and no tailprint.lock pins it \
             (`cargo tailprint update-tailwind --version 4.4.0` and commit tailprint.lock, or \
             `Config::tailwind_version(\"4.3.5\")`)"
                .into()
        )
    );
    places.interface = Interface::CommandLine;
    assert_eq!(
        project.error(&places).1,
        "Tailwind 4.4.0 is none of the releases that tailprint knows (4.1.0 to 4.3.5), and no tailprint.lock pins it \
         (repeat it with npm and a network, or `--version 4.3.5`)"
    );
}

#[test]
fn a_cache_of_another_version_is_not_taken() {
    let project = Project::new();
    let files = crate::fixture::files("4.2.4");
    write_all(&project.cache().join("tailwindcss-4.3.5-files"), &files);
    assert_eq!(project.error(&project.places()).0, ErrorKind::NotFound);
}
