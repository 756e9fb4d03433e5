//! The page of the docs with the results.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::alarms;
use crate::harness::npm;
use crate::harness::page::{Expected, Mode, Page};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/packages.md");

const INTRODUCTION: &str = "\
# Packages from npm

Each row is a page that uses a package in a browser: from its plain files, and from the output of
`cargo tailprint collect`, without and with `--js-modules`. The page works if no request fails that did not fail before,
there is no new error, no script runs more often, and the page looks the same and reports the same. The files are
published as the package has them, below `vendor/`; where that takes a flag, or does not work yet, the second table
says so. In `build.rs`, `--keep-name GLOB` is `.keep_name(\"GLOB\")`, and so on for the other flags.

This page is written by tests, which hold it to be true:
`TAILPRINT_WRITE_PACKAGES=1 cargo test -p cargo-tailprint --test browser up_to_date`.

";

/// Compares the document with the expectations, or writes it if the environment asks for that.
pub(crate) fn is_up_to_date(pages: &[Page]) {
    let text = document(pages);
    if std::env::var_os("TAILPRINT_WRITE_PACKAGES").is_some() {
        fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference")).unwrap();
        fs::write(DOCUMENT, &text).unwrap();
    }
    assert!(fs::read_to_string(DOCUMENT).unwrap() == text, "{DOCUMENT} is out of date");
}

fn document(pages: &[Page]) -> String {
    let lock: Value = serde_json::from_slice(&fs::read(npm::lock_file()).unwrap()).unwrap();
    let mut text = INTRODUCTION.to_owned();
    text += "| page | packages | it shows | files | default | `--js-modules` |\n|---|---|---|--:|---|---|\n";
    let pages = || pages.iter().filter(|page| !page.packages.is_empty());
    for page in pages() {
        let packages = packages(page, &lock);
        let [default, js_modules] = Mode::ALL.map(|mode| result(page.expected(mode)));
        let Page { name, shows, files, .. } = page;
        writeln!(text, "| {name} | {packages} | {shows} | {files} | {default} | {js_modules} |")
            .unwrap();
    }
    text += "\n| page | modules | flags | seen without them | why |\n|---|---|---|---|---|\n";
    for page in pages() {
        for line in remarks(page) {
            writeln!(text, "| {} | {line}", page.name).unwrap();
        }
    }
    text + &alarms::section()
}

fn result(expected: &Expected) -> &'static str {
    match (expected.fails, &expected.needs) {
        (true, _) => "fails",
        (false, Some(_)) => "works with flags",
        (false, None) => "works",
    }
}

/// Rows of the second table.
fn remarks(page: &Page) -> Vec<String> {
    let [default, js_modules] = Mode::ALL.map(|mode| remark(page.expected(mode)));
    match (default, js_modules) {
        (None, None) => Vec::new(),
        (Some(both), Some(other)) if both == other => vec![format!("both | {both}")],
        (default, js_modules) => {
            let default = default.map(|remark| format!("default | {remark}"));
            let js_modules = js_modules.map(|remark| format!("`--js-modules` | {remark}"));
            default.into_iter().chain(js_modules).collect()
        }
    }
}

fn remark(expected: &Expected) -> Option<String> {
    let needs = expected.needs.as_ref().map(|needs| format!("`{needs}`")).unwrap_or_default();
    let (seen, why) = (expected.seen.as_ref()?, expected.why.as_ref()?);
    Some(format!("{needs} | {seen} | {why} |"))
}

/// Names and versions of the packages of a page.
fn packages(page: &Page, lock: &Value) -> String {
    let mut named: Vec<String> = page
        .packages
        .keys()
        .map(|path| {
            let parts = if path.starts_with('@') { 2 } else { 1 };
            let name = path.splitn(parts + 1, '/').take(parts).collect::<Vec<_>>().join("/");
            let version = &lock["packages"][format!("node_modules/{name}")]["version"];
            format!("{name} {}", version.as_str().unwrap())
        })
        .collect();
    named.dedup();
    named.join(", ")
}
