//! The assets beside the routes, the fallback and the 404 page of an app, whatever comes first.

mod leptos;
mod poem;
mod salvo;
mod warp;

use composition::assets;
use smoke::Client;
use tokio::net::TcpListener;

/// The pages of each app.
const PAGE: &str = "the page";
const TEAM: &str = "the team";
/// A page below the mount of the assets.
const OWN: &str = "own page";
const MY_404: &str = "my 404 page";

/// A free port of this machine, and what asks there.
async fn listener() -> (TcpListener, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(listener.local_addr().unwrap().port());
    (listener, client)
}

/// Asks an app for its own pages, for its assets, and for what is neither. `missing` is the page for what is no asset
/// below the mount.
async fn check(order: &str, client: &Client, missing: &str) {
    let (css, mount) = (assets::css::SITE_CSS, assets::MOUNT);
    let asset = |path: &str| assets::ASSETS.get(path).unwrap().bytes().unwrap();
    let sheet = String::from_utf8(asset("css/site.css").to_vec()).unwrap();
    let none = format!("{mount}/css/none.css");
    let folder = format!("{mount}/css/");
    let beside = format!("{mount}2/css/site.css");
    for (method, path, status, content) in [
        ("GET", "/", 200, PAGE),
        ("GET", "/about/team", 200, TEAM),
        ("GET", css, 200, &*sheet),
        ("HEAD", css, 200, ""),
        ("POST", css, 405, ""),
        ("GET", "/robots.txt", 200, "User-agent: *\n"),
        ("GET", &none, 404, missing),
        ("GET", &folder, 404, missing),
        ("GET", &beside, 404, MY_404),
        ("GET", "/css/site.css", 404, MY_404),
        ("GET", "/robots.txt2", 404, MY_404),
        ("GET", "/about", 404, MY_404),
    ] {
        let (parts, body) = client.ask(method, path).await.into_parts();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let is_expected = if content.is_empty() { body.is_empty() } else { body.contains(content) };
        assert!(
            parts.status == status && is_expected,
            "{order}: {method} {path}: {}, {body:?} in place of {status}, {content:?}",
            parts.status
        );
    }
}

/// Asks an app for its page below the mount of the assets.
async fn check_own(order: &str, client: &Client) {
    let response = client.ask("GET", "/static/own").await;
    assert!(response.status() == 200, "{order}: {}", response.status());
    assert!(String::from_utf8(response.into_body().to_vec()).unwrap().contains(OWN), "{order}");
}
