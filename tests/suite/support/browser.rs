//! The reference app in a browser.

use serde_json::json;

use crate::support::chromium::Chromium;
use crate::support::running::App;

/// URL path, bytes fetched and bytes decoded of everything below `/static/` that the page asked for.
const FETCHED: &str = "performance.getEntriesByType('resource')
    .filter((entry) => entry.name.includes('/static/'))
    .map((entry) => [new URL(entry.name).pathname, entry.transferSize, entry.decodedBodySize])";

/// The families of the web fonts that are in use.
const FONTS: &str = "document.fonts.ready.then((fonts) => [...fonts]
    .filter((font) => font.status === 'loaded').map((font) => font.family.replaceAll('\"', '')))";

const LIGHT: &str = "rgb(250, 249, 245)";
const DARK: &str = "rgb(18, 17, 15)";

#[tokio::test]
async fn styles_come_from_tailwind_and_no_request_fails() {
    for app in [App::release(), App::debug()] {
        let chromium = Chromium::start(1280, 900).await;
        let tab = chromium.tab().await;
        tab.prefer("light").await;
        tab.open(&app.url).await;
        assert_eq!(tab.style("body", "backgroundColor").await, LIGHT);
        assert_eq!(tab.style("h1", "fontSize").await, "48px", "sm:text-5xl");
        assert_eq!(tab.style("#tools", "display").await, "flex", "shown by the script");
        assert!(tab.style("body", "backgroundImage").await.contains("/static/img/ridges."));
        assert_eq!(tab.value(FONTS).await, json!(["Ridge"]), "the web font");
        let icon = "document.querySelector('label .icon use').getBBox().width > 8";
        assert_eq!(tab.value(icon).await, json!(true), "a part of the sprite");
        let broken = "[...document.images].filter((image) => !image.naturalWidth).length";
        assert_eq!(tab.value(broken).await, json!(0));
        assert_eq!(tab.failures(), [""; 0]);
        chromium.stop().await;
    }
}

#[tokio::test]
async fn a_second_visit_fetches_no_asset_again() {
    let app = App::release();
    let chromium = Chromium::start(1280, 900).await;
    let tab = chromium.tab().await;
    for visit in [1, 2] {
        tab.open(&app.url).await;
        let fetched = tab.value(FETCHED).await;
        let fetched = fetched.as_array().unwrap();
        let named =
            |part: &str| fetched.iter().any(|entry| entry[0].as_str().unwrap().contains(part));
        assert!(named("/css/tailwind.") && named("/js/inspector.") && named("/fonts/ridge."));
        for entry in fetched {
            // What was preloaded is listed twice: once fetched, and once used.
            let same = fetched.iter().filter(|it| it[0] == entry[0]);
            let bytes: u64 = same.map(|it| it[1].as_u64().unwrap()).sum();
            assert_eq!(bytes == 0, visit == 2, "visit {visit}: {entry}");
            assert_ne!(entry[2], json!(0), "visit {visit}: {entry}");
        }
    }
    assert_eq!(tab.failures(), [""; 0]);
    chromium.stop().await;
}

#[tokio::test]
async fn the_dark_scheme_changes_colours_and_images() {
    let app = App::release();
    let chromium = Chromium::start(1280, 900).await;
    let tab = chromium.tab().await;
    tab.prefer("dark").await;
    tab.open(&app.url).await;
    assert_eq!(tab.style("body", "backgroundColor").await, DARK);
    assert!(tab.style("body", "backgroundImage").await.contains("/static/img/ridges-dark."));
    tab.prefer("light").await;
    assert_eq!(tab.style("body", "backgroundColor").await, LIGHT);
    chromium.stop().await;
}

#[tokio::test]
async fn searching_choosing_and_ordering_narrow_the_list() {
    let app = App::release();
    let chromium = Chromium::start(1280, 900).await;
    let tab = chromium.tab().await;
    let shown = "[...document.querySelectorAll('#assets tr')].filter((row) => !row.hidden)
        .map((row) => row.dataset.path)";
    tab.open(&format!("{}/?q=ridges%20svg&kind=image", app.url)).await;
    assert_eq!(tab.value(shown).await, json!(["img/ridges-dark.svg", "img/ridges.svg"]));
    tab.value("document.querySelector('[data-kind=js]').click()").await;
    assert_eq!(tab.value(shown).await, json!([]));
    assert_eq!(tab.style("#nothing", "display").await, "block");
    tab.value("document.querySelector('#reset').click()").await;
    tab.value("document.querySelector('[data-sort=size]').click()").await;
    assert_eq!(tab.value(&format!("{shown}[0]")).await, json!("css/tailwind.css"), "the largest");
    assert_eq!(tab.failures(), [""; 0]);
    chromium.stop().await;
}

#[tokio::test]
async fn the_page_of_an_asset_shows_it_on_a_phone() {
    let app = App::release();
    let chromium = Chromium::start(390, 844).await;
    let tab = chromium.tab().await;
    for path in ["img/touch-icon.png", "img/logo.svg", "css/tailwind.css", "js/inspector.js"] {
        tab.open(&format!("{}/assets/{path}", app.url)).await;
        let overflow = "document.documentElement.scrollWidth - innerWidth";
        assert!(
            tab.value(overflow).await.as_i64().unwrap() <= 0,
            "{path} is wider than the screen"
        );
        let seen = "const image = document.querySelector('main section img');
            image ? image.naturalWidth : document.querySelector('main pre').textContent.length";
        assert!(tab.value(seen).await.as_u64().unwrap() > 0, "{path}");
    }
    assert_eq!(tab.failures(), [""; 0]);
    chromium.stop().await;
}
