//! Packages that `cargo tailprint pin` takes from the registry, each used by a page of its own in a browser.
//!
//! `pinned/NAME.html` is a page. The comment at its begin says what is pinned, and what the page reports. An app with
//! these pins is built and exported by `collect`, once for each page. The page gets the import map of the export in front
//! of all else, and `{{ path }}` becomes the published URL of a file of a package.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use tailprint_core::lock::Lock;
use tempfile::TempDir;

use crate::chromium::Chromium;
use crate::harness::check::ARGUMENTS;
use crate::harness::server::Server;
use crate::harness::visit::visit;
use crate::nested;

const DOCUMENT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/javascript-packages.md");

/// The lines of the document between which the table is.
const BEGIN: &str = "<!-- written by a test: -->\n";
const END: &str = "<!-- end of what the test writes -->\n";

/// The logical path of the packages.
const MOUNT: &str = "vendor/js/";

const MANIFEST: &str = "\
[package]
name = \"{name}\"
version = \"0.1.0\"
edition = \"2024\"

[build-dependencies]
tailprint-build = { path = {path} }

[workspace]
";

/// Compressing whole packages takes longer than all else, and no page asks for it.
const SCRIPT: &str =
    "fn main() { tailprint_build::Config::new().encodings(&[]){config}.build() }\n";

/// A page, as its first comment describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pinned {
    #[serde(skip)]
    name: String,
    /// The arguments of `pin`.
    pin: String,
    /// The use that it makes of the packages, in a few words.
    shows: String,
    /// All that had to be said beyond the name of the package.
    #[serde(default)]
    by_hand: String,
    /// Calls of `Config` that the packages need: `.keep_name("…")`.
    #[serde(default)]
    config: String,
    /// The report of the page.
    outcome: Value,
    /// The page behind the comment.
    #[serde(skip)]
    text: String,
}

impl Pinned {
    fn all() -> Vec<Self> {
        let entries = folder().read_dir().unwrap();
        let mut pages: Vec<Self> =
            entries.map(|entry| Self::read(&entry.unwrap().path())).collect();
        pages.sort_by(|one, other| one.name.cmp(&other.name));
        pages
    }

    fn read(file: &Path) -> Self {
        let whole = fs::read_to_string(file).unwrap();
        let comment = whole.strip_prefix("<!--\n").and_then(|rest| rest.split_once("\n-->\n"));
        let (head, text) = comment.unwrap_or_else(|| panic!("{}: no comment", file.display()));
        let page: Self = serde_json::from_str(head)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        Self { name, text: text.to_owned(), ..page }
    }

    /// The arguments of `pin` in a table.
    fn pins(&self) -> String {
        self.pin.split(' ').map(|pin| format!("`{pin}`")).collect::<Vec<_>>().join(", ")
    }

    /// The document, with what an export has in place of `{{ path }}`.
    fn document(&self, export: &Path) -> Result<String, String> {
        let map = fs::read_to_string(export.join("importmap.json")).unwrap();
        let manifest = fs::read_to_string(export.join("staticfiles.json")).unwrap();
        let manifest: Value = serde_json::from_str(&manifest).unwrap();
        let mut parts = self.text.split("{{ ");
        let mut body = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (path, rest) = part.split_once(" }}").ok_or("`{{` is never closed")?;
            let name = manifest["paths"][format!("{MOUNT}{path}")].as_str();
            let name = name.ok_or_else(|| format!("nothing is published as {path}"))?;
            write!(body, "/static/{name}{rest}").unwrap();
        }
        let name = &self.name;
        Ok(format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
             <link rel=\"icon\" href=\"data:,\">\n<script type=\"importmap\">{map}</script>\n</head>\n<body>\n\
             {body}</body>\n</html>\n"
        ))
    }
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/pinned"))
}

/// An app that has pins and nothing else.
struct App(TempDir);

impl App {
    /// An app whose packages are pinned by that command, which gives it its name: in the folder that all nested builds
    /// share, Cargo tells packages at the root of a workspace apart by their names alone.
    fn new(pin: &str) -> Self {
        let app = Self(tempfile::tempdir().unwrap());
        let path = format!("{:?}", nested::root().join("crates/tailprint-build"));
        let manifest = MANIFEST.replace("{name}", &pin.replace(" --", "-"));
        fs::write(app.file("Cargo.toml"), manifest.replace("{path}", &path)).unwrap();
        fs::copy(nested::root().join("Cargo.lock"), app.file("Cargo.lock")).unwrap();
        for folder in ["src", "static"] {
            fs::create_dir(app.file(folder)).unwrap();
        }
        // A package with a program has its assets at `/static/`.
        fs::write(app.file("src/main.rs"), "fn main() {}\n").unwrap();
        app
    }

    fn file(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    fn run(&self, arguments: &str) -> Result<(), String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
        nested::environment(&mut command);
        command.arg("tailprint").args(arguments.split(' ')).current_dir(self.file(""));
        let output = command.env("NO_COLOR", "1").output().unwrap();
        println!("{}", String::from_utf8_lossy(&output.stdout));
        let said = String::from_utf8_lossy(&output.stderr);
        println!("{said}");
        if output.status.success() { Ok(()) } else { Err(format!("{arguments}: {said}")) }
    }

    /// Pins the packages of a page by that command, and no others, and exports the app to `out`.
    fn export(&self, page: &Pinned, pin: &str) -> Result<(), String> {
        for folder in ["third_party", "out"] {
            let _ = fs::remove_dir_all(self.file(folder));
        }
        let _ = fs::remove_file(self.file("tailprint.lock"));
        let script = SCRIPT.replace("{config}", &page.config);
        // Cargo compiles a script that was written anew, also if it is the same.
        if fs::read_to_string(self.file("build.rs")).ok().as_ref() != Some(&script) {
            fs::write(self.file("build.rs"), script).unwrap();
        }
        self.run(&format!("{pin} {}", page.pin))?;
        let _turn = nested::turn();
        self.run("collect --out out")
    }

    fn lock(&self) -> Lock {
        let text = fs::read_to_string(self.file("tailprint.lock")).unwrap();
        Lock::parse(&text, "tailprint.lock").unwrap()
    }
}

/// The sizes of a page.
#[derive(Debug, Default)]
struct Cost {
    packages: usize,
    files: usize,
    bytes: u64,
    requests: usize,
    fetched: u64,
}

/// Opens a page with what it pins. Returns the cost, or all that is not as it should be.
async fn open(
    page: &Pinned,
    pin: &str,
    app: &App,
    chromium: &Chromium,
) -> Result<Cost, Vec<String>> {
    let document = app.export(page, pin).and_then(|()| page.document(&app.file("out")));
    let document = document.map_err(|error| vec![error])?;
    fs::write(app.file("out/index.html"), document).unwrap();
    let server = Server::start(&app.file("out"));
    let visit = visit(chromium, &server).await;
    let mut faults: Vec<String> = visit.faults().collect();
    if visit.outcome != page.outcome {
        faults.push(format!("reports {} instead of {}", visit.outcome, page.outcome));
    }
    let twice = visit.scripts.iter().filter(|(path, times)| **times > 1 && path.starts_with(MOUNT));
    faults.extend(twice.map(|(path, times)| format!("runs {times} times: {path}")));
    if !faults.is_empty() {
        return Err(faults);
    }
    let packages = app.lock().packages;
    let files = packages.iter().flat_map(|package| {
        package
            .files
            .keys()
            .map(|name| app.file(&format!("third_party/js/{}/{name}", package.folder)))
    });
    let sizes: Vec<u64> = files.map(|file| file.metadata().unwrap().len()).collect();
    let fetched: Vec<u64> = server.answered(MOUNT);
    Ok(Cost {
        packages: packages.len(),
        files: sizes.len(),
        bytes: sizes.iter().sum(),
        requests: fetched.len(),
        fetched: fetched.iter().sum(),
    })
}

/// Opens pages one after the other. Returns the costs by name.
async fn check<'a>(pages: &'a [Pinned], pin: &str) -> BTreeMap<&'a str, Cost> {
    let app = App::new(pin);
    let chromium = Chromium::start_with(800, 600, &ARGUMENTS).await;
    let (mut costs, mut complaints) = (BTreeMap::new(), Vec::new());
    for page in pages {
        match open(page, pin, &app, &chromium).await {
            Ok(cost) => {
                println!("{}: {cost:?}", page.name);
                costs.insert(&*page.name, cost);
            }
            Err(faults) => complaints.push(format!("{}: {faults:#?}", page.name)),
        }
    }
    chromium.stop().await;
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    costs
}

/// Digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn table(pages: &[Pinned], costs: &BTreeMap<&str, Cost>) -> String {
    let mut text = "| pinned | the page shows | packages | files | bytes | requests | bytes fetched | said by hand |\n\
                    |---|---|--:|--:|--:|--:|--:|---|\n"
        .to_owned();
    for page in pages {
        let cost = &costs[&*page.name];
        let [files, bytes, fetched] = [cost.files as u64, cost.bytes, cost.fetched].map(grouped);
        let (pins, shows, packages) = (page.pins(), &page.shows, cost.packages);
        let (requests, by_hand) = (cost.requests, &page.by_hand);
        writeln!(
            text,
            "| {pins} | {shows} | {packages} | {files} | {bytes} | {requests} | {fetched} | {by_hand} |"
        )
        .unwrap();
    }
    text
}

fn named(names: [&str; 2]) -> Vec<Pinned> {
    let pages: Vec<Pinned> =
        Pinned::all().into_iter().filter(|page| names.contains(&&*page.name)).collect();
    assert_eq!(pages.len(), names.len());
    pages
}

/// A classic script with images that its style sheet names, and a package of modules.
#[tokio::test]
async fn two_pinned_packages_work_in_a_browser() {
    check(&named(["leaflet", "lit"]), "pin").await;
}

/// Scripts that register themselves, and packages that are CommonJS.
#[cfg(feature = "js_minify")]
#[tokio::test]
async fn two_minified_packages_work_in_a_browser() {
    check(&named(["htmx", "react"]), "pin --minify").await;
}

#[cfg(feature = "js_minify")]
#[tokio::test]
#[ignore = "42 packages from the registry, and a build for each"]
async fn all_minified_packages_work_in_a_browser() {
    check(&chosen(), "pin --minify").await;
}

/// All pages, or those in `TAILPRINT_PINNED`.
fn chosen() -> Vec<Pinned> {
    let mut pages = Pinned::all();
    if let Ok(names) = std::env::var("TAILPRINT_PINNED") {
        pages.retain(|page| names.split(',').any(|name| name == page.name));
    }
    pages
}

/// `TAILPRINT_WRITE_PACKAGES=1` writes the table of the document, `TAILPRINT_PINNED` names single pages.
#[tokio::test]
#[ignore = "42 packages from the registry, and a build for each"]
async fn all_pinned_packages_work_in_a_browser() {
    let pages = chosen();
    let costs = check(&pages, "pin").await;
    if std::env::var_os("TAILPRINT_WRITE_PACKAGES").is_some() {
        let document = fs::read_to_string(DOCUMENT).unwrap();
        let (before, rest) = document.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        let table = table(&pages, &costs);
        fs::write(DOCUMENT, format!("{before}{BEGIN}\n{table}\n{END}{after}")).unwrap();
    }
}

#[test]
fn every_row_of_the_document_is_a_page() {
    let document = fs::read_to_string(DOCUMENT).unwrap();
    let (_, rest) = document.split_once(BEGIN).unwrap();
    let (written, _) = rest.split_once(END).unwrap();
    let pages = Pinned::all();
    for row in written.lines().filter(|line| line.starts_with("| `")) {
        let is_here = |page: &&Pinned| {
            row.starts_with(&format!("| {} | {} | ", page.pins(), page.shows))
                && row.ends_with(&format!(" | {} |", page.by_hand))
        };
        assert!(pages.iter().any(|page| is_here(&page)), "{row}");
    }
}
