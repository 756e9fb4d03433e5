//! A browser fetches some URLs as a part of a page, and those are hashed. A person or the system goes to the others, and
//! those stay.

use super::super::*;

/// Everything that is published under `path`, with `#` as the fingerprint of `hashed`.
fn marked(output: &Output, path: &str, hashed: &[&str]) -> String {
    let names = names(output);
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    hashed.iter().fold(text(output, path).to_owned(), |text, path| {
        let (stem, extension) = path.rsplit_once('.').unwrap();
        text.replace(&last(names[path]), &last(&format!("{stem}.#.{extension}")))
    })
}

#[test]
fn links_between_pages_and_downloads_stay_while_what_they_show_is_hashed() {
    let page = "<link rel=canonical href=index.html><link rel=manifest href=app.webmanifest>\
        <link rel=icon href=a.png><link rel=prefetch href=about.html><link rel=prefetch href=a.png>\
        <a href=about.html#top><img src=a.png></a><a href=\"r.pdf\" download>r</a>\
        <form action=about.html><button formaction=about.html></button></form>\
        <map><area href=about.html></map><svg><a href=about.html><use href=a.svg#i /></a></svg>\
        <iframe src=frame.html></iframe><meta property=og:url content=index.html>";
    let package = Package::new(&[
        ("static/index.html", page),
        ("static/about.html", "<a href=index.html>home</a>"),
        ("static/frame.html", "<a href=about.html target=_top>x</a>"),
        ("static/app.webmanifest", "{\"name\":\"x\"}"),
        ("static/r.pdf", "x"),
        ("static/a.png", "x"),
        ("static/a.svg", "<svg/>"),
    ]);
    let output = package.output(&Config::new());
    assert_eq!(
        marked(&output, "index.html", &["a.png", "a.svg", "frame.html"]),
        page.replace("=a.png", "=a.#.png")
            .replace("a.svg", "a.#.svg")
            .replace("src=frame.html", "src=frame.#.html")
    );
    assert_eq!(text(&output, "about.html"), "<a href=index.html>home</a>");
    assert_eq!(text(&output, "frame.html"), "<a href=about.html target=_top>x</a>");
    // The graph has the links all the same.
    let about = output.published.iter().find(|asset| asset.path == "about.html").unwrap();
    let targets: Vec<&str> =
        about.references.iter().map(|target| &*output.published[*target].path).collect();
    assert_eq!(targets, ["index.html"]);
}

#[test]
fn an_installed_app_keeps_its_identity_and_gets_new_icons() {
    let manifest = r#"{"name":"x","id":"index.html","start_url":"index.html","scope":"./",
        "icons":[{"src":"a.png"}],"icons_localized":{"de":[{"src":"a.png"}]},
        "shortcuts":[{"name":"n","url":"new.html","icons":[{"src":"a.png"}]}],
        "share_target":{"action":"new.html"},"file_handlers":[{"action":"new.html"}]}"#;
    let package = Package::new(&[
        ("static/app.webmanifest", manifest),
        ("static/index.html", "<link rel=manifest href=app.webmanifest>"),
        ("static/new.html", ""),
        ("static/a.png", "x"),
    ]);
    let output = package.output(&Config::new());
    let expected = manifest.replace("a.png", "a.#.png");
    assert_eq!(marked(&output, "app.webmanifest", &["a.png"]), expected);
    assert_eq!(text(&output, "index.html"), "<link rel=manifest href=app.webmanifest>");
    assert_eq!(output.warnings, []);
}

#[test]
fn a_link_to_no_asset_is_none_of_our_business() {
    let package = Package::new(&[
        (
            "static/index.html",
            "<a href=login>x</a><a href=../../../up.html>x</a><area href=x.html>",
        ),
        ("static/app.webmanifest", "{\"start_url\":\"gone.html\"}"),
    ]);
    assert_eq!(package.output(&Config::new()).warnings, []);
}

#[test]
fn attributes_of_late_loading_scripts_are_read_if_they_are_named() {
    let page = "<img data-src=a.png data-srcset=\"a.png, b.png 2x\">";
    let package =
        Package::new(&[("static/index.html", page), ("static/a.png", "x"), ("static/b.png", "y")]);
    assert_eq!(text(&package.output(&Config::new()), "index.html"), page);
    let named =
        package.output(Config::new().html_attribute("data-src").html_attribute("DATA-srcset"));
    assert_eq!(marked(&named, "index.html", &["a.png", "b.png"]), page.replace(".png", ".#.png"));
    package.write("static/index.html", "<img data-src=c.png>");
    let report = package.report(Config::new().html_attribute("data-src"));
    assert!(report.starts_with("static/index.html:1:15: no static asset \"c.png\""), "{report}");
}

#[cfg(feature = "js_modules")]
#[test]
fn a_service_worker_keeps_its_address_and_other_workers_are_hashed() {
    let app = "navigator.serviceWorker.register(new URL('sw.js', import.meta.url), { type: 'module' });\n\
        start(new URL('./other.js', import.meta.url));\n\
        new Worker(new URL('worker.js', import.meta.url));\n\
        new globalThis.URL('a.png', import.meta.url); URL.parse('a.png', import.meta.url);";
    let package = Package::new(&[
        ("static/app.js", app),
        ("static/sw.js", "import './cache.js';"),
        // Nothing in `app.js` tells that this is a service worker.
        ("static/other.js", "self.addEventListener(\"fetch\", () => {});"),
        ("static/worker.js", "self.addEventListener('message', () => {});"),
        ("static/cache.js", "export {};"),
        ("static/a.png", "x"),
    ]);
    let output = package.output(&Config::new());
    assert_eq!(
        marked(&output, "app.js", &["worker.js", "a.png", "sw.js", "other.js"]),
        app.replace("worker.js", "worker.#.js").replace("a.png", "a.#.png")
    );
    let worker = marked(&output, "sw.js", &["cache.js"]);
    assert_eq!(worker, "import './cache.#.js';", "what it imports is a part of it");
}
