//! Pages that use packages from npm, in a browser: their plain files compared with those that `collect` exports.
//!
//! `pages/NAME/` is a page. Its `page.json` says which packages it takes from npm and what is expected of it, its
//! other files are the page itself, and the packages lie in `vendor/` beside them. Each page is loaded from its plain
//! files, and from the output of `collect` in both ways of treating modules. The visits are compared by
//! requests that fail, errors, scripts and how often each was run, what the page reports of itself, and a screenshot.
//!
//! Pages without packages show what browsers do, such as where a URL in CSS starts. They are in no document.
//!
//! The quick pages run always, each of the others is an ignored test. `--no-capture` shows all that differs.
//! `pinned/` has pages of another kind: see [`pinned`].
//!
//! `docs/reference/packages.md` is written from all `page.json`: `TAILPRINT_WRITE_PACKAGES=1` writes it anew.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and tells what it has seen"
)]

mod alarms;
#[path = "../../../../tests/suite/support/chromium.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod chromium;
mod harness;
#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;
mod pinned;
mod report;

use harness::npm::Packages;
use harness::page::Page;

#[tokio::test]
async fn quick_pages_do_as_the_table_says() {
    let is_quick = |page: &Page| page.quick && !page.packages.is_empty();
    let pages: Vec<Page> = Page::all().into_iter().filter(is_quick).collect();
    harness::check::check(&pages, Packages::Quick).await;
}

#[tokio::test]
async fn pages_without_packages_are_the_same_from_plain_and_from_hashed_files() {
    let pages: Vec<Page> =
        Page::all().into_iter().filter(|page| page.packages.is_empty()).collect();
    harness::check::check(&pages, Packages::None).await;
}

/// Makes a test of every page that is not quick.
macro_rules! pages {
    ($($test:ident: $name:literal,)*) => {
        /// They do as the table says.
        mod long {
            $(
                #[tokio::test]
                #[ignore = "takes up to a minute, and installs packages of 1.3 GB"]
                async fn $test() {
                    super::harness::check::check(&[super::Page::named($name)], super::Packages::All).await;
                }
            )*
        }

        const LONG: &[&str] = &[$($name),*];
    };
}

pages! {
    ace_builds: "ace-builds",
    alpinejs: "alpinejs",
    bootstrap: "bootstrap",
    cesium: "cesium",
    chart_js: "chart.js",
    ckeditor4: "ckeditor4",
    codemirror: "codemirror",
    ffmpeg: "ffmpeg",
    flatpickr: "flatpickr",
    fontawesome: "fontawesome",
    hotwired: "hotwired",
    intl_tel_input: "intl-tel-input",
    ionicons: "ionicons",
    jquery_ui: "jquery-ui",
    jsoneditor: "jsoneditor",
    katex: "katex",
    leaflet_markercluster: "leaflet.markercluster",
    maplibre_gl: "maplibre-gl",
    material_web: "material-web",
    mathjax: "mathjax",
    mermaid: "mermaid",
    monaco_editor: "monaco-editor",
    onnxruntime_web: "onnxruntime-web",
    openlayers: "openlayers",
    openseadragon: "openseadragon",
    photoswipe: "photoswipe",
    plyr: "plyr",
    prismjs: "prismjs",
    quill: "quill",
    requirejs: "requirejs",
    reveal_js: "reveal.js",
    shoelace: "shoelace",
    sortablejs: "sortablejs",
    sql_js: "sql.js",
    sqlite_wasm: "sqlite-wasm",
    swagger_ui: "swagger-ui",
    swiper: "swiper",
    systemjs: "systemjs",
    tinymce: "tinymce",
    tom_select: "tom-select",
    video_js: "video.js",
    vue: "vue",
    xterm: "xterm",
}

#[test]
fn every_page_is_tested() {
    let pages = Page::all();
    let slow = pages.iter().filter(|page| !page.quick).map(|page| page.name.as_str());
    assert_eq!(slow.collect::<Vec<_>>(), LONG);
}

#[test]
fn the_document_about_packages_is_up_to_date() {
    harness::table::is_up_to_date(&Page::all());
}
