//! The ways in which editors save a file, and the ways in which `dev` ends.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::chromium::Chromium;
use crate::site::{SOURCE, Site, descendants, is_running, within};

const COLOR: &str = "getComputedStyle(document.querySelector('h1')).color";

/// Ways in which a file is saved.
const WAYS: [fn(&Path, &str); 7] = [in_place, in_two_steps, beside, vim, emacs, jetbrains, linked];

fn in_place(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
}

fn in_two_steps(file: &Path, text: &str) {
    fs::write(file, "").unwrap();
    std::thread::sleep(Duration::from_millis(5));
    fs::write(file, text).unwrap();
}

fn beside(file: &Path, text: &str) {
    let other = file.with_extension("css.new");
    fs::write(&other, text).unwrap();
    fs::rename(other, file).unwrap();
}

/// `backupcopy=no`, with its test whether the folder can be written to.
fn vim(file: &Path, text: &str) {
    let (test, backup) = (file.with_file_name("4913"), file.with_extension("css~"));
    fs::write(&test, "").unwrap();
    fs::remove_file(&test).unwrap();
    fs::rename(file, &backup).unwrap();
    fs::write(file, text).unwrap();
    fs::remove_file(&backup).unwrap();
}

/// Its lock is a link that leads nowhere; the backup stays.
fn emacs(file: &Path, text: &str) {
    let name = file.file_name().unwrap().to_str().unwrap();
    let (lock, auto) =
        (file.with_file_name(format!(".#{name}")), file.with_file_name(format!("#{name}#")));
    let _ = std::os::unix::fs::symlink("someone@host.1:2", &lock);
    fs::write(&auto, text).unwrap();
    fs::rename(file, file.with_extension("css~")).unwrap();
    fs::write(file, text).unwrap();
    fs::remove_file(&auto).unwrap();
    fs::remove_file(&lock).unwrap();
}

fn jetbrains(file: &Path, text: &str) {
    let (new, old) =
        (file.with_extension("css___jb_tmp___"), file.with_extension("css___jb_old___"));
    fs::write(&new, text).unwrap();
    fs::rename(file, &old).unwrap();
    fs::rename(&new, file).unwrap();
    fs::remove_file(&old).unwrap();
}

/// The folder is what changes.
fn linked(file: &Path, text: &str) {
    let folder = file.parent().unwrap();
    let other = folder.with_extension("other");
    fs::rename(folder, &other).unwrap();
    fs::write(other.join(file.file_name().unwrap()), text).unwrap();
    fs::rename(other, folder).unwrap();
}

async fn saved(name: &str, arguments: &[&str]) {
    let site = Site::new(name);
    let dev = site.dev(arguments);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    tab.value("window.marked = true").await;
    for (number, save) in WAYS.iter().enumerate() {
        for (index, (path, start)) in
            [("static/css/source.css", SOURCE), ("static/css/plain.css", "")]
                .into_iter()
                .enumerate()
        {
            let color = format!("rgb({}, {}, 9)", number + 1, index + 1);
            // The one that was saved last decides.
            let strength = ":not(#x)".repeat(2 * number + index + 1);
            let css =
                format!("{start}/* a\n b */\nh1{strength} {{\n  color: {color} !important;\n}}\n");
            save(&site.folder().join(path), &css.replace('\n', "\r\n"));
            tab.until(COLOR, color).await;
        }
    }
    assert_eq!(tab.value("window.marked === true").await, json!(true), "{}", dev.log());
    assert_eq!(dev.log().matches("tailprint build ").count(), 1, "{}", dev.log());
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_follows_in_place_in_each_way_in_which_editors_save() {
    saved("dev-saved", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_finds_the_same() {
    saved("dev-polled", &["--poll=50"]).await;
}

#[test]
fn nothing_outlives_a_dev_that_is_told_to_end_while_it_builds() {
    let site = Site::new("dev-interrupted");
    // A build script with a process of its own, that would go on for long.
    site.write(
        "build.rs",
        "fn main() {\n    std::process::Command::new(\"sleep\").arg(\"1234\").status().unwrap();\n}\n",
    );
    for signal in ["INT", "TERM", "HUP"] {
        let mut dev = site.spawn(&[]);
        let sleeps = |id: &u32| {
            let line = fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
            line.starts_with("sleep\0")
        };
        let deep = || descendants(dev.child.id()).iter().any(sleeps);
        assert!(within(Duration::from_secs(600), deep), "{}", dev.log());
        let all = descendants(dev.child.id());
        assert!(all.len() >= 3, "cargo, the build script and its process: {all:?}");
        dev.signal(signal);
        assert_eq!(dev.ended().code(), Some(130), "{signal}");
        let gone = || !all.iter().any(|&id| is_running(id));
        assert!(within(Duration::from_secs(5), gone), "{signal}: {all:?}");
    }
}

#[test]
fn nothing_outlives_a_dev_whose_terminal_is_closed() {
    let site = Site::new("dev-closed");
    let mut dev = site.dev(&[]);
    let all = descendants(dev.child.id());
    assert!(!all.is_empty());
    dev.signal("HUP");
    assert_eq!(dev.ended().code(), Some(130));
    assert!(within(Duration::from_secs(5), || !all.iter().any(|&id| is_running(id))));
}
