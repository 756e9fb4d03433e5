//! The page of `cargo tailprint report`.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tailprint_core::build_json::{Asset, BuildJson, Mode, Template, Use, VERSION, Written};
use tailprint_report::against::Former;
use tailprint_report::budget::Budget;
use tailprint_report::styles::{Compiled, Place};
use tailprint_report::{Report, Source, html};

use crate::chromium::{Chromium, Tab};
use crate::harness::npm::{self, Packages};

/// The width of a small phone in CSS pixels.
const PHONE: u32 = 360;

/// The element that reaches furthest to the right, outside of boxes that scroll.
const WIDEST: &str = "[...document.body.querySelectorAll('*')]
    .filter((it) => !it.parentElement.closest('.scroll, .graph, .map, .unseen'))
    .map((it) => [Math.round(it.getBoundingClientRect().right), it.outerHTML.slice(0, 200)])
    .sort((a, b) => b[0] - a[0])[0]";

/// The number of assets of a large app, that of three.js with its examples.
const MANY: usize = 8_571;

/// The longest time to the first paint of a page about a large app, in milliseconds.
const FIRST_PAINT: f64 = 1_000.0;

/// The longest time of a search in such a page, in milliseconds. It is a choice, far above what was measured: the ways
/// that are slow take minutes.
const SEARCH: f64 = 10_000.0;

fn asset(path: &str, content_type: &str, size: u64, references: &[&str]) -> Asset {
    Asset {
        path: path.to_owned(),
        name: format!("{path}.0123456789ab"),
        content_type: content_type.to_owned(),
        size,
        encoded: [("br".to_owned(), size / 4 + 1), ("gzip".to_owned(), size / 3 + 1)].into(),
        integrity: format!("sha384-{size}"),
        references: references.iter().map(|it| (*it).to_owned()).collect(),
        ..Asset::default()
    }
}

fn template(file: &str, uses: &[&str]) -> Template {
    let used = |path: &&str| Use { line: 1, column: 1, path: (*path).to_owned(), ..Use::default() };
    let uses = uses.iter().map(used).collect();
    let written =
        vec![Written { line: 9, column: 1, path: "img/logo.svg".into(), ..Written::default() }];
    Template { file: file.to_owned(), uses, written, ..Template::default() }
}

/// A report with something in every section.
fn report() -> Report {
    let long = "img/a-long-name-without-a-place-to-break-it-0123456789-0123456789-0123456789.svg";
    let build = BuildJson {
        version: VERSION,
        tailprint: "0.1.0".to_owned(),
        mode: Mode::Hashed,
        package: "/work/shop".into(),
        assets: vec![
            asset("css/app.css", "text/css", 40_000, &["css/icons.css", "fonts/inter.woff2", long]),
            asset("css/icons.css", "text/css", 9_000, &["img/logo.svg"]),
            asset("fonts/inter.woff2", "font/woff2", 90_000, &[]),
            asset(long, "image/svg+xml", 700, &[]),
            asset("img/copy.svg", "image/svg+xml", 1_200, &[]),
            asset("img/logo.svg", "image/svg+xml", 1_200, &[]),
            asset("js/a.js", "text/javascript", 30_000, &["js/b.js"]),
            asset("js/b.js", "text/javascript", 12_000, &["js/a.js"]),
            asset("site.webmanifest", "application/manifest+json", 300, &["img/logo.svg"]),
        ],
        templates: vec![
            template("templates/base.html", &["css/app.css", "js/a.js"]),
            template("templates/a/page-with-a-long-name.html", &["img/copy.svg"]),
        ],
        ..BuildJson::default()
    };
    let place = |file: &str, line| Place { file: file.to_owned(), line, column: 7 };
    let styles = [Compiled {
        output: "css/app.css".to_owned(),
        css: "@layer theme{:root{--a:1}}@layer utilities{.p-4{padding:1rem}.m-1{margin:1px}}"
            .to_owned(),
        places: [
            ("p-4".to_owned(), vec![place("templates/base.html", 3)]),
            ("m-1".to_owned(), vec![place("templates/base.html", 3), place("src/main.rs", 4)]),
        ]
        .into(),
    }];
    let unused = [long.to_owned()];
    let text = |file: &str| file.contains("page").then(|| "{% extends \"base.html\" %}".to_owned());
    let source =
        Source { template: &text, unused: Some(&unused), styles: &styles, ..Source::of(&build) };
    let mut report = Report::new(&source);
    let budgets = ["css=1kB", "total=1MB"].map(|text| Budget::parse(text).unwrap());
    report.check(&budgets).unwrap();
    let former =
        br#"{"paths":{"css/app.css":"x","css/icons.css":"x","img/logo.svg":"x","gone.js":"x"}}"#;
    report.compare(&Former::read(former).unwrap());
    report
}

/// Writes a page, and returns its address as a file.
fn written(name: &str, report: &Report) -> String {
    let folder = npm::target();
    fs::create_dir_all(&folder).unwrap();
    let file: PathBuf = folder.join(name);
    fs::write(&file, html(report)).unwrap();
    format!("file://{}", file.display())
}

/// The findings of axe in the page.
async fn barriers(tab: &Tab, axe: &str) -> Value {
    tab.value(&format!("{axe};0")).await;
    tab.value(
        "axe.run({ resultTypes: ['violations'] }).then((found) => found.violations.map((it) => `${it.id}: ${it.nodes[0].html}`))",
    )
    .await
}

#[tokio::test]
async fn the_page_of_a_report_has_no_barriers_in_light_and_dark_and_fits_a_phone() {
    let axe = Packages::Axe.install().join("axe-core/axe.min.js");
    let axe = fs::read_to_string(axe).unwrap();
    let address = written("report.html", &report());
    for width in [1280, PHONE] {
        let chromium = Chromium::start(width, 800).await;
        let tab = chromium.tab().await;
        for scheme in ["light", "dark"] {
            tab.prefer(scheme).await;
            tab.open(&address).await;
            tab.value("for (const it of document.querySelectorAll('details')) it.open = true")
                .await;
            assert_eq!(barriers(&tab, &axe).await, serde_json::json!([]), "{scheme}, {width}");
        }
        let wide = tab.value("document.documentElement.scrollWidth").await;
        let widest = tab.value(WIDEST).await;
        assert!(wide.as_u64().unwrap() <= u64::from(width), "{wide} px on {width}: {widest}");
        assert_eq!(tab.failures(), [""; 0]);
        chromium.stop().await;
    }
}

#[tokio::test]
async fn the_page_of_a_report_is_used_by_keyboard_and_pointer() {
    let address = written("used.html", &report());
    let chromium = Chromium::start(1280, 800).await;
    let tab = chromium.tab().await;
    tab.open(&address).await;
    assert_eq!(tab.style(".map-raw", "display").await, "block");
    tab.value("document.querySelector('#form-br').click()").await;
    assert_eq!(tab.style(".map-raw", "display").await, "none");
    assert_eq!(tab.style(".map-br", "display").await, "block");
    let search = "search.value = 'LOGO svg'; search.dispatchEvent(new Event('input'));\
                  [count.textContent, [...list.children].map(path).join()].join(': ')";
    assert_eq!(tab.value(search).await, "1 asset: img/logo.svg");
    let cell = "document.querySelector('svg [data-asset]').dispatchEvent(new MouseEvent('click', { bubbles: true }));\
                new Promise((done) => setTimeout(() => done(document.activeElement.closest('li')?.id === location.hash.slice(1)), 50))";
    assert_eq!(tab.value(cell).await, true, "the way from the picture ends at the asset");
    let zoomed = "picture.parentElement.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));\
                  Number(picture.getAttribute('width')) / picture.viewBox.baseVal.width";
    assert_eq!(tab.value(zoomed).await, 1.25);
    let order = "order('size'); path(list.firstElementChild)";
    assert_eq!(tab.value(order).await, "fonts/inter.woff2");
    assert_eq!(tab.failures(), [""; 0]);
    chromium.stop().await;
}

#[tokio::test]
#[ignore = "a measurement, which other work on the machine would disturb"]
async fn a_page_about_thousands_of_assets_is_painted_within_a_second() {
    let paths: Vec<String> =
        (0..MANY).map(|at| format!("vendor/{}/file-{at}.js", at % 97)).collect();
    let assets = paths.iter().enumerate().map(|(at, path)| {
        let next = paths[(at * 7 + 1) % MANY].as_str();
        asset(path, "text/javascript", 500 + at as u64 * 13 % 9_000, &[next])
    });
    let mut assets: Vec<Asset> = assets.collect();
    assets.sort_by(|one, other| one.path.cmp(&other.path));
    let build = BuildJson { mode: Mode::Hashed, assets, ..BuildJson::default() };
    let address = written("many.html", &Report::new(&Source::of(&build)));
    let chromium = Chromium::start(1280, 800).await;
    let tab = chromium.tab().await;
    tab.open(&address).await;
    let paint = tab
        .value("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        .await
        .as_f64()
        .unwrap();
    let mut longest = 0.0_f64;
    for words in ["42", "nothing", "", "file-1", ""] {
        let search = format!(
            "(() => {{ const start = performance.now(); search.value = '{words}'; filter();\
             document.body.offsetHeight; return performance.now() - start }})()"
        );
        longest = longest.max(tab.value(&search).await.as_f64().unwrap());
    }
    println!("first paint {paint:.0} ms, longest search {longest:.0} ms");
    assert!(paint < FIRST_PAINT, "{paint} ms");
    assert!(longest < SEARCH, "{longest} ms");
    chromium.stop().await;
}
