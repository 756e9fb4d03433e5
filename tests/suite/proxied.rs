//! One release program with several URL prefixes, behind real nginx servers.

use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::cargo::Profile;
use crate::support::chromium::{Chromium, Tab};
use crate::support::nginx;
use crate::support::project::Project;
use crate::support::running::App;

/// Serves a page at `/` and, for a proxy that passes whole paths on, at `/app/`.
const SERVER: &str = r#"
tailprint::assets!();
use assets::filters;
use axum::response::{AppendHeaders, Html};
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "page.html")]
struct Page;

async fn page() -> (AppendHeaders<[(&'static str, axum::http::HeaderValue); 1]>, Html<String>) {
    let style = assets::ASSETS.get("css/app.css").unwrap().preload().unwrap();
    (AppendHeaders([("link", style.header().unwrap())]), Html(askama::Template::render(&Page).unwrap()))
}

#[tokio::main]
async fn main() {
    let app = axum::Router::new()
        .route("/", get(page))
        .route("/app/", get(page))
        .merge(assets::service().router());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("listening on http://{}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}
"#;

const PAGE: &str = r#"<!doctype html><link rel="icon" href="data:,">
<link rel="manifest" href="{{ "site.webmanifest"|static }}">
<link rel="stylesheet" href="{{ "css/app.css"|static }}">
{{ crate::assets::IMPORT_MAP }}
<script type="module" src="{{ "js/app.js"|static }}"></script>
<p>a page</p>"#;

/// The image is named from the root, in the sheet and in a custom property.
const STYLE: &str = ":root { --dot: url(/static/img/dot.svg) }
p { background: url(/static/img/back.svg); list-style-image: var(--dot); display: list-item }
";

fn project(name: &str) -> Project {
    let project = Project::server(name, SERVER);
    project
        .write("templates/page.html", PAGE)
        .write("static/css/app.css", STYLE)
        .write(
            "static/img/back.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>",
        )
        .write(
            "static/img/dot.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>",
        )
        .write(
            "static/js/app.js",
            "import { word } from './lib/word.js';\ndocument.title = word;\n",
        )
        .write("static/js/lib/word.js", "export { word } from './deep.js';\n")
        .write("static/js/lib/deep.js", "export const word = 'works';\n")
        .write(
            "static/site.webmanifest",
            r#"{"name":"a","icons":[{"src":"/static/img/dot.svg","sizes":"any"}]}"#,
        )
        .configure(".at_root(\"site.webmanifest\")");
    project
}

/// An nginx in front of an app; it is stopped when this goes out of scope.
struct Nginx {
    app: App,
    _folder: TempDir,
}

/// Starts an nginx with one location.
fn nginx(location: &str) -> Nginx {
    let folder = tempfile::tempdir().unwrap();
    let port = nginx::free_port();
    let http = format!("server {{ listen 127.0.0.1:{port}; {location} }}");
    let child = nginx::spawn(folder.path(), port, &http);
    Nginx { app: App { child, url: format!("http://127.0.0.1:{port}") }, _folder: folder }
}

/// Opens the page below `/app/` in a browser. All that it loads is below `base`, and immutable.
async fn works(nginx: &Nginx, base: &str, tab: &Tab) {
    tab.open(&format!("{}/app/", nginx.app.url)).await;
    let title = "new Promise((resolve) => {
        const poll = () => document.title ? resolve(document.title) : setTimeout(poll, 20);
        poll();
    })";
    assert_eq!(tab.value(title).await, json!("works"), "the modules find each other");
    assert_eq!(tab.failures(), [""; 0]);
    let fetched = "performance.getEntriesByType('resource').map((entry) => entry.name)
        .filter((url) => url.startsWith('http:')).map((url) => new URL(url).pathname)";
    let paths: Vec<String> = serde_json::from_value(tab.value(fetched).await).unwrap();
    for name in ["css/app.", "img/back.", "img/dot.", "js/app.", "js/lib/word.", "js/lib/deep."] {
        let path = paths.iter().find(|path| path.starts_with(&format!("{base}{name}")));
        let path = path.unwrap_or_else(|| panic!("no {base}{name} in {paths:?}"));
        let answer = nginx.app.get(path);
        let cached = answer.header("cache-control");
        assert_eq!((answer.status, cached), (200, "public, max-age=31536000, immutable"), "{path}");
    }
    let page = nginx.app.get("/app/");
    assert!(page.header("link").starts_with(&format!("<{base}css/app.")), "{page:?}");
    let href = page.between("rel=\"manifest\" href=\"", "\"").to_owned();
    let manifest = nginx.app.get(&href);
    let icon: Value = serde_json::from_slice(&manifest.body).unwrap();
    let icon = icon["icons"][0]["src"].as_str().unwrap();
    assert!(icon.starts_with(&format!("{base}img/dot.")), "{icon}");
    assert_eq!(nginx.app.get(icon).status, 200);
    let again = [("if-none-match", manifest.header("etag"))];
    assert_eq!(nginx.app.request("GET", &href, &again).status, 304);
}

#[tokio::test]
async fn one_release_program_works_behind_a_proxy_that_strips_its_path_and_one_that_does_not() {
    let outcome = project("proxied").build(Profile::Release).ok();
    let start = |base: Option<&str>| {
        App::start_with(outcome.program(), |command| {
            command.env_remove("TAILPRINT_BASE");
            if let Some(base) = base {
                command.env("TAILPRINT_BASE", base);
            }
        })
    };
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    // A base that does not end like the mount leaves the files at the root where they are.
    for (base, location) in [("/app/static/", "/app/"), ("/app/", "/")] {
        let app = start(Some(base));
        let whole = nginx(&format!("location {location} {{ proxy_pass {}; }}", app.url));
        works(&whole, base, &tab).await;
    }
    let app = start(Some("/app/static/"));
    let stripped = nginx(&format!("location /app/ {{ proxy_pass {}/; }}", app.url));
    works(&stripped, "/app/static/", &tab).await;
    chromium.stop().await;

    let laptop = start(None);
    let page = laptop.get("/");
    let url = page.between("rel=\"stylesheet\" href=\"", "\"");
    assert!(url.starts_with("/static/css/app."), "{url}");
    let manifest = laptop.get("/site.webmanifest");
    assert!(manifest.text().contains("\"/static/img/dot."), "{}", manifest.text());

    let cdn = start(Some("https://cdn.example.com"));
    let page = cdn.get("/");
    let url = page.between("rel=\"stylesheet\" href=\"", "\"");
    let name = url.strip_prefix("https://cdn.example.com/").unwrap();
    assert_eq!(cdn.get(&format!("/static/{name}")).status, 200, "the CDN fetches it here");
    let map = page.between("<script type=\"importmap\">", "</script>");
    assert!(map.contains("\"https://cdn.example.com/js/app.js\":"), "{map}");
    let in_manifest = cdn.get("/site.webmanifest");
    assert!(in_manifest.text().contains("\"https://cdn.example.com/img/dot."));
    assert_ne!(in_manifest.header("etag"), manifest.header("etag"));
}

#[test]
fn a_base_that_is_none_stops_the_program_at_the_start() {
    let outcome = project("proxied-mistaken").build(Profile::Release).ok();
    let output = Command::new(outcome.program()).env("TAILPRINT_BASE", "/app/?x").output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    let expected =
        "TAILPRINT_BASE: \"/app/?x\" is no base: it has a query or a fragment (remove it)";
    assert!(error.contains(expected), "{error}");
}
