//! A cache that somebody else has written to, on this machine or on the one that a CI restores a cache from.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tailprint_tailwind::install::standalone::{self, Binary};
use tailprint_tailwind::install::versions::DEFAULT;
use tailprint_tailwind::install::{Error, ErrorKind, Origin, Places, find};

use crate::fixture::{Project, files, write_all};
use crate::server::{Answer, Server};

const NAME: &str = "tailwindcss-linux-x64";
const GOOD: &[u8] = b"#!/bin/sh\necho good\n";
const EVIL: &[u8] = b"#!/bin/sh\necho evil\n";

fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

fn release() -> Server {
    Server::new(|request| match &*request.path {
        "/v4.3.5/sha256sums.txt" => {
            Answer::Whole(format!("{}  ./{NAME}\n", sha256(GOOD)).into_bytes())
        }
        "/v4.3.5/tailwindcss-linux-x64" => Answer::Whole(GOOD.to_vec()),
        _ => Answer::Status(404),
    })
}

fn places(project: &Project, server: &Server) -> Places {
    Places {
        offline: None,
        releases: Some(server.base.clone()),
        scratch: Some(project.root().join("target")),
        ..project.places()
    }
}

fn binary(places: &Places) -> Result<Binary, Error> {
    standalone::find(places, NAME)
}

/// Waits until the times of files that exist are old enough to be remembered.
fn wait() {
    std::thread::sleep(Duration::from_millis(2100));
}

fn notes(project: &Project) -> Vec<String> {
    let notes = fs::read_dir(project.root().join("target/verified")).into_iter().flatten();
    notes.map(|note| fs::read_to_string(note.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_binary_with_another_content_and_the_same_size_and_time_is_not_run() {
    let project = Project::new();
    let server = release();
    let places = places(&project, &server);
    let program = binary(&places).unwrap().program;
    let time = program.metadata().unwrap().modified().unwrap();
    wait();
    assert!(!binary(&places).unwrap().fetched);
    let note = notes(&project);
    assert!(note.len() == 1 && note[0].starts_with(&format!("{} ", sha256(GOOD))), "{note:?}");
    assert!(note[0].len() > 80, "the identity is remembered: {note:?}");
    fs::write(&program, EVIL).unwrap();
    fs::File::options().append(true).open(&program).unwrap().set_modified(time).unwrap();
    assert_eq!(program.metadata().unwrap().len(), GOOD.len() as u64);
    assert!(binary(&places).unwrap().fetched);
    assert_eq!(fs::read(&program).unwrap(), GOOD);
}

#[test]
fn a_remembered_binary_is_not_hashed_again() {
    let project = Project::new();
    let server = release();
    let places = places(&project, &server);
    let program = binary(&places).unwrap().program;
    wait();
    assert!(!binary(&places).unwrap().fetched);
    // Only a note that is forged in the target folder, from which Cargo runs programs anyway, makes other bytes pass.
    fs::write(&program, EVIL).unwrap();
    let data = program.metadata().unwrap();
    let times = [data.mtime(), data.mtime_nsec(), data.ctime(), data.ctime_nsec()];
    let identity = format!("{} {} {} {}", data.dev(), data.ino(), data.mode(), data.size());
    let note = fs::read_dir(project.root().join("target/verified")).unwrap().next().unwrap();
    let text = format!("{} {identity} {times:?}\n", sha256(GOOD));
    fs::write(note.unwrap().path(), text).unwrap();
    assert!(!binary(&places).unwrap().fetched);
    assert_eq!(fs::read(&program).unwrap(), EVIL);
}

#[test]
fn neither_a_digest_nor_a_note_in_the_cache_is_believed() {
    let project = Project::new();
    let server = release();
    let places = places(&project, &server);
    let folder = project.cache().join("tailwindcss-4.3.5-standalone");
    let program = folder.join(NAME);
    fs::create_dir_all(&folder).unwrap();
    fs::write(&program, EVIL).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(folder.join("sha256sums.txt"), format!("{}  {NAME}\n", sha256(EVIL))).unwrap();
    let data = program.metadata().unwrap();
    let time = data.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let verified = format!("{} {} {}\n", sha256(GOOD), data.len(), time.as_nanos());
    fs::write(folder.join(format!("{NAME}.verified")), verified).unwrap();
    let found = binary(&places).unwrap();
    assert_eq!((found.fetched, &*found.digest), (true, &*sha256(GOOD)));
    assert_eq!(fs::read(&found.program).unwrap(), GOOD);
}

#[test]
fn a_note_of_another_machine_makes_the_binary_be_hashed() {
    let project = Project::new();
    let server = release();
    let mut places = places(&project, &server);
    let program = binary(&places).unwrap().program;
    wait();
    assert!(!binary(&places).unwrap().fetched);
    // As a CI restores folders: the same content and time of the note, other inodes.
    let copy = program.with_extension("copy");
    fs::write(&copy, EVIL).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(&copy, &program).unwrap();
    places.offline = Some("cargo is offline (CARGO_NET_OFFLINE)".into());
    assert_eq!(binary(&places).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_lock_file_is_neither_cut_nor_followed() {
    let project = Project::new();
    let server = release();
    let mut places = places(&project, &server);
    places.scratch = None;
    let victim = project.root().join("victim");
    fs::write(&victim, "precious").unwrap();
    fs::create_dir_all(project.cache()).unwrap();
    let lock = project.cache().join("tailwindcss-4.3.5-standalone.lock");
    symlink(&victim, &lock).unwrap();
    let error = binary(&places).unwrap_err();
    assert!(error.message().contains("cannot write to "), "{error}");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    fs::remove_file(&lock).unwrap();
    // A link to nothing would create a file.
    symlink(project.root().join("new"), &lock).unwrap();
    assert!(binary(&places).is_err());
    assert!(!project.root().join("new").exists());
    fs::remove_file(&lock).unwrap();
    fs::write(&lock, "content").unwrap();
    assert!(binary(&places).unwrap().fetched);
    assert_eq!(fs::read_to_string(&lock).unwrap(), "content");
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn the_cache_is_made_for_the_user_alone() {
    let project = Project::new();
    let server = release();
    let places = places(&project, &server);
    let program = binary(&places).unwrap().program;
    assert_eq!(mode(&project.cache()), 0o700);
    assert_eq!(mode(program.parent().unwrap()), 0o700);
    assert_eq!(mode(&project.cache().join("tailwindcss-4.3.5-standalone.lock")), 0o600);
}

/// Puts the true files of Tailwind into a folder for caches.
fn filled(cache: PathBuf) -> PathBuf {
    write_all(&cache.join(format!("tailwindcss-{DEFAULT}-files")), &files(DEFAULT));
    cache
}

#[test]
fn a_cache_that_others_can_write_is_left_alone_with_one_warning() {
    let project = Project::new();
    let server = release();
    let mut places = places(&project, &server);
    let cache = filled(project.cache());
    let target = filled(project.root().join("target"));
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o777)).unwrap();
    places.offline = Some("cargo is offline (CARGO_NET_OFFLINE)".into());
    let found = find(&places).unwrap();
    assert_eq!(found.origin, Origin::Cache);
    assert!(found.package.folder.starts_with(&target), "{:?}", found.package.folder);
    let warning = format!(
        "{0} can be written by other users, and is left alone: Tailwind is kept in the target folder \
         (`chmod go-w {0}` in a shell of its owner, or set TAILPRINT_CACHE_DIR)",
        cache.display()
    );
    assert_eq!(found.notes, [warning]);
    // Nothing is written there either.
    places.offline = None;
    assert!(binary(&places).unwrap().program.starts_with(&target));
    assert_eq!(fs::read_dir(&cache).unwrap().count(), 1);
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o755)).unwrap();
    let found = find(&places).unwrap();
    assert!(found.package.folder.starts_with(&cache) && found.notes.is_empty());
}

#[test]
fn a_cache_of_another_user_is_left_alone() {
    let project = Project::new();
    let server = release();
    let places = places(&project, &server);
    fs::create_dir_all(project.cache()).unwrap();
    // Only root may give a folder away.
    if std::os::unix::fs::chown(project.cache(), Some(12345), None).is_err() {
        return;
    }
    let program = binary(&places).unwrap().program;
    assert!(program.starts_with(project.root().join("target")), "{program:?}");
    assert_eq!(fs::read_dir(project.cache()).unwrap().count(), 0);
}
