//! A deploy that rolls over four machines, and back: two releases of an app behind nginx, with visitors all the time.
//!
//! `cargo xtask test --stores` runs it. `--no-capture` shows the numbers of `docs/guide/object-storage.md`.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and tells what it has seen"
)]

mod app;
#[path = "../../../../tests/suite/support/chromium.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod chromium;
mod fleet;
#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;
#[path = "../../../../tests/suite/support/nginx.rs"]
mod nginx;
mod visitors;

use std::time::Duration;

use app::Releases;
use chromium::{Chromium, Tab};
use chromiumoxide::cdp::browser_protocol::network::SetCacheDisabledParams;
use fleet::{Fleet, Kind};
use serde_json::json;
use visitors::{Count, Visitors};

/// A page says that its modules have run.
const TITLE: &str = "new Promise((resolve) => {
    const until = Date.now() + 2000;
    const poll = () => document.title || Date.now() > until ? resolve(document.title) : setTimeout(poll, 10);
    poll();
})";

/// Opens the page again and again, and returns the number of visits and of those that something was missing in.
async fn browse(tab: &Tab, url: &str, visitors: &Visitors) -> Count {
    let mut count = Count::default();
    while !visitors.are_done() {
        let before = tab.failures().len();
        tab.open(url).await;
        let works = tab.value(TITLE).await == json!("works");
        count.pages += 1;
        count.broken += usize::from(!works || tab.failures().len() > before);
    }
    count
}

/// Rolls out the second release, and back to the first one, with visitors all the time.
async fn roll(chromium: &Chromium, releases: &Releases, kind: Kind) -> [Count; 2] {
    let tab = chromium.tab().await;
    tab.page().execute(SetCacheDisabledParams::new(true)).await.unwrap();
    let mut fleet = Fleet::start(releases, kind);
    let visitors = Visitors::start(&fleet.url);
    let url = fleet.url.clone();
    let deploys = visitors.clone();
    let (_, seen) = tokio::join!(
        async {
            let releases = releases.clone();
            tokio::task::spawn_blocking(move || {
                for release in [2, 1] {
                    fleet.roll_out(&releases, release);
                }
                deploys.end();
                fleet
            })
            .await
            .unwrap()
        },
        browse(&tab, &url, &visitors)
    );
    tab.close().await;
    let pages = visitors.count();
    println!(
        "{kind:?}: {} of {} pages broken, {} of {} visits of Chromium",
        pages.broken, pages.pages, seen.broken, seen.pages
    );
    [pages, seen]
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: builds two releases of an app, and needs nginx and Chromium"]
async fn a_rolling_deploy_breaks_pages_without_a_store_and_none_with_one() {
    let releases = Releases::build();
    let chromium = Chromium::start(800, 600).await;
    let [pages, seen] = roll(&chromium, &releases, Kind::Nothing).await;
    assert!(pages.broken > 0 && seen.broken > 0, "the test would see nothing");
    for kind in [Kind::Store, Kind::TwoSteps] {
        let [pages, seen] = roll(&chromium, &releases, kind).await;
        assert_eq!((pages.broken, seen.broken), (0, 0), "{kind:?}");
        assert!(pages.pages > 100 && seen.pages > 5, "{kind:?}: {pages:?} {seen:?}");
    }
    let [sticky, _] = roll(&chromium, &releases, Kind::Sticky).await;
    assert!(sticky.broken * 4 < pages.broken, "{sticky:?}");
    falls_back(&chromium, &releases).await;
    chromium.stop().await;
}

/// With the CDN down, the script in the page takes everything from the app.
async fn falls_back(chromium: &Chromium, releases: &Releases) {
    let mut fleet = Fleet::start(releases, Kind::Store);
    fleet.stop_cdn();
    let tab = chromium.tab().await;
    tab.open(&fleet.url).await;
    assert_eq!(tab.value(TITLE).await, json!("works"), "{:?}", tab.failures());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(tab.style("h1", "color").await, "rgb(1, 2, 3)");
    assert!(tab.style("h1", "backgroundImage").await.contains("/static/img/back."));
    let width = tab.value("document.querySelector('img').naturalWidth").await;
    assert_eq!(width, json!(4));
    tab.close().await;
}
