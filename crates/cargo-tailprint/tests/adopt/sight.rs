//! The comparison of an app with the app as it was, in a browser and by requests.

use std::collections::BTreeSet;

use chromiumoxide::cdp::browser_protocol::page::CaptureScreenshotParams;

use crate::app::App;
use crate::chromium::{Chromium, Tab};
use crate::running::Running;

/// The paths of everything of this host that a page has loaded or names, but for the pages that it links, and for the
/// script of live reload, which debug builds add. The images of style sheets may be asked for after the page has loaded.
const ASSETS: &str = "(async () => {
    await document.fonts.ready;
    const count = () => performance.getEntriesByType('resource').length;
    for (let before = -1; before !== count();) {
        before = count();
        await new Promise((done) => setTimeout(done, 250));
    }
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
    const named = [...document.querySelectorAll('link[href], script[src], img[src], source[src]')]
        .map((element) => element.href || element.src);
    const urls = [...loaded, ...named].map((url) => new URL(url)).filter((url) => url.origin === location.origin);
    const own = urls.filter((url) => !url.pathname.startsWith('/_tailprint/'));
    return [...new Set(own.map((url) => url.pathname + url.search))].sort();
})()";

/// A page as a browser shows it.
struct Sight {
    /// A PNG in Base64.
    picture: String,
    assets: Vec<String>,
    failures: usize,
}

async fn look(tab: &Tab, url: &str) -> Sight {
    let failures = tab.failures().len();
    tab.open(url).await;
    let assets = serde_json::from_value(tab.value(ASSETS).await).unwrap();
    let picture = tab.page().execute(CaptureScreenshotParams::default()).await.unwrap();
    let picture: String = picture.result.data.into();
    Sight { picture, assets, failures: tab.failures().len() - failures }
}

/// Everything that is not as before, and every asset that is not immutable.
pub(crate) async fn differences(
    app: &App,
    before: &Running,
    after: &Running,
    chromium: &Chromium,
) -> Vec<String> {
    let tab = chromium.tab().await;
    let mut found = Vec::new();
    for page in ["/"].into_iter().chain(app.values("visits")) {
        let old = look(&tab, &format!("{}{page}", before.url)).await;
        let new = look(&tab, &format!("{}{page}", after.url)).await;
        if old.failures > 0 {
            found.push(format!("{page}: {} failures before: {:?}", old.failures, tab.failures()));
        }
        if new.failures > 0 {
            found.push(format!("{page}: {} failures: {:?}", new.failures, tab.failures()));
        }
        if old.picture != new.picture {
            found.push(format!("{page}: looks different"));
        }
        if old.assets.len() != new.assets.len() {
            found.push(format!("{page}: has {:?} and not {:?}", new.assets, old.assets));
        }
        for asset in &new.assets {
            let answer = after.get(asset);
            if answer.status != 200 || !answer.caching.contains(caching(app, asset)) {
                found.push(format!("{page}: {asset}: {} {:?}", answer.status, answer.caching));
            }
        }
    }
    tab.close().await;
    found.extend(lost(app, before, after));
    found
}

/// The caching of an asset: a file at the root of the host keeps its name, so browsers ask for it again.
fn caching(app: &App, asset: &str) -> &'static str {
    let setting = format!("build.rs: .at_root({:?})", asset.trim_start_matches('/'));
    if app.values("has").any(|line| line == setting) { "no-cache" } else { "immutable" }
}

/// The URLs that were answered and are not any more: pages, and files under all paths that end like theirs.
fn lost(app: &App, before: &Running, after: &Running) -> Vec<String> {
    let mut paths: BTreeSet<String> =
        ["/"].into_iter().chain(app.values("visits")).map(str::to_owned).collect();
    for (file, _) in &app.files {
        let parts: Vec<&str> = file.split('/').collect();
        paths.extend((0..parts.len()).map(|start| format!("/{}", parts[start..].join("/"))));
    }
    let prefixes = ["/static/", "/assets/", "/public/"];
    let outputs = app.values("sheet").filter_map(|line| line.rsplit_once('/'));
    paths.extend(outputs.flat_map(|(_, name)| prefixes.map(|it| format!("{it}css/{name}"))));
    let was_there: Vec<String> =
        paths.into_iter().filter(|path| before.get(path).status == 200).collect();
    let is_lost = |path: &&String| after.get(path).status != 200;
    let mut lost: Vec<String> =
        was_there.iter().filter(is_lost).map(|path| format!("{path} is lost")).collect();
    if was_there.is_empty() {
        lost.push("nothing was answered".to_owned());
    }
    lost
}
