//! The assets beside the routes, the fallback and the 404 page of an app.

#[cfg(feature = "actix-web")]
mod actix;
#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
mod beside;
#[cfg(feature = "ntex")]
mod ntex;
#[cfg(feature = "rocket")]
mod rocket;

use axum::Router;
use axum::routing::{any, get};
use http::StatusCode;
use tailprint::Service;
use tailprint::generated::Stale;
use tower::ServiceExt as _;

use crate::fixture::{self, at_root};

const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
const ANY: (&str, &str) = ("accept", "*/*");

/// Status, `Content-Type` and content of an answer.
type Answer = (u16, String, String);

async fn ask<S, B>(service: S, method: &str, uri: &str, field: (&str, &str)) -> Answer
where
    S: tower::Service<http::Request<axum::body::Body>, Response = http::Response<B>>,
    S::Error: std::fmt::Debug,
    B: http_body::Body<Data = bytes::Bytes>,
    B::Error: std::fmt::Debug,
{
    use http_body_util::BodyExt as _;
    let request = http::Request::builder().method(method).uri(uri).header(field.0, field.1);
    let response = service.oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let content_type = parts.headers.get("content-type");
    let content_type = content_type.map_or("", |value| value.to_str().unwrap()).to_owned();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status.as_u16(), content_type, String::from_utf8_lossy(&body).into_owned())
}

async fn status(router: &Router, uri: &str) -> (u16, String) {
    let (status, _, body) = ask(router.clone(), "GET", uri, PAGE).await;
    (status, body)
}

fn pages_below_mount() -> Service {
    fixture::pages("/static", Stale::NotFound).service()
}

async fn my_404() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "my 404 page")
}

/// An app whose routes come first, and one whose fallback comes first, and one whose assets do.
fn in_any_order(assets: impl Fn() -> Router) -> [Router; 4] {
    let page = || get(async || "the page");
    [
        Router::new().route("/", page()).merge(assets()).fallback(my_404),
        Router::new().fallback(my_404).route("/", page()).merge(assets()),
        assets().route("/", page()).fallback(my_404),
        assets().fallback(my_404).route("/", page()),
    ]
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn assets_at_the_root_and_the_fallback_of_the_app_both_work_in_any_order() {
    let fixtures = [at_root(fixture::hashed()), at_root(fixture::plain())];
    let known = [
        &["/sw.js", "/css/app.css", "/css/app.0123456789ab.css", "/img/%C3%BCber%20uns.svg"][..],
        &["/fonts/a.woff2"],
    ];
    for (assets, known) in fixtures.into_iter().zip(known) {
        for app in in_any_order(|| assets.service().router()) {
            for path in known {
                assert_eq!(status(&app, path).await.0, 200, "{path}");
            }
            assert_eq!(status(&app, "/").await, (200, "the page".to_owned()));
            for path in ["/css/none.css", "/about", "/css/", "/css/app.000000000000.css"] {
                assert_eq!(status(&app, path).await, (404, "my 404 page".to_owned()), "{path}");
            }
        }
    }
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn assets_below_their_mount_and_the_fallback_of_the_app_both_work_in_any_order() {
    let assets = fixture::hashed().assets;
    for app in in_any_order(|| assets.service().router()) {
        assert_eq!(status(&app, "/static/sw.js").await.0, 200);
        assert_eq!(status(&app, "/static/none.js").await, (404, String::new()));
        assert_eq!(status(&app, "/").await, (200, "the page".to_owned()));
        assert_eq!(status(&app, "/about").await, (404, "my 404 page".to_owned()));
    }
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn with_a_base_the_router_answers_both_kinds_of_proxy() {
    let assets = fixture::with_root_files().assets;
    assets.set_base("/app/static").unwrap();
    for app in in_any_order(|| assets.service().router()) {
        for path in ["/static/app.css", "/app/static/app.css", "/app/static/app.0123456789ab.css"] {
            assert_eq!(status(&app, path).await.0, 200, "{path}");
        }
        for asset in assets.iter().filter(|asset| asset.is_at_root()) {
            let url = asset.url();
            assert!(url.starts_with("/app/"), "{url}");
            assert_eq!(status(&app, url).await.0, 200, "{url}");
            assert_eq!(status(&app, &url["/app".len()..]).await.0, 200, "{url}");
        }
        assert_eq!(status(&app, "/app/about").await, (404, "my 404 page".to_owned()));
    }
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn with_a_base_assets_at_the_root_leave_its_other_paths_to_the_app() {
    let assets = at_root(fixture::hashed());
    assets.set_base("/app/").unwrap();
    for app in in_any_order(|| assets.service().router()) {
        for path in ["/css/app.0123456789ab.css", "/app/css/app.0123456789ab.css", "/app/sw.js"] {
            assert_eq!(status(&app, path).await.0, 200, "{path}");
        }
        assert_eq!(status(&app, "/app/about").await, (404, "my 404 page".to_owned()));
    }
}

#[cfg(feature = "axum")]
#[test]
#[should_panic = "/sw.js"]
fn a_route_of_the_app_at_the_path_of_an_asset_is_a_panic_at_the_start() {
    let assets = at_root(fixture::hashed());
    let _ = Router::<()>::new().route("/sw.js", get(my_404)).merge(assets.service().router());
}

#[cfg(feature = "axum")]
#[test]
#[should_panic = "Invalid route \"/static/{*assets-of-app (two packages have this mount: give one of them its own by \
                  `Config::url_prefix` in its build.rs)}\": Insertion failed due to conflict with previously registered \
                  route: /static/{*assets-of-ui-kit (two packages"]
fn two_packages_with_one_mount_are_a_panic_that_names_both() {
    let (app, kit) = (fixture::of_package("app"), fixture::of_package("ui-kit"));
    let _ = Router::<()>::new().merge(kit.service().router()).merge(app.service().router());
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn files_at_the_root_leave_all_else_to_the_app_in_any_order() {
    let assets = fixture::with_root_files().assets;
    for app in in_any_order(|| assets.service().router()) {
        for path in ["/favicon.ico", "/sw.js", "/%C3%BCber%20uns.txt", "/static/app.css"] {
            assert_eq!(status(&app, path).await.0, 200, "{path}");
        }
        assert_eq!(status(&app, "/").await, (200, "the page".to_owned()));
        for path in ["/favicon.png", "/app.css", "/.well-known/", "/static2"] {
            assert_eq!(status(&app, path).await, (404, "my 404 page".to_owned()), "{path}");
        }
    }
    let service = assets.service().with_mount().fallback(any(my_404));
    assert_eq!(ask(service.clone(), "GET", "/favicon.ico", ANY).await.0, 200);
    assert_eq!(ask(service, "GET", "/app.css", ANY).await.2, "my 404 page");
}

#[tokio::test]
async fn a_debug_build_finds_new_files_at_the_root() {
    let fixture = fixture::plain_with_root_files();
    let service = fixture.assets.service().with_mount().fallback(any(my_404));
    assert_eq!(ask(service.clone(), "GET", "/new.txt", ANY).await.2, "the content of new.txt");
    for (path, url) in [("new.txt", "/new.txt"), ("css/site.css", "/static/css/site.css")] {
        assert_eq!(fixture.assets.resolve(path).unwrap().to_string(), url);
    }
    assert_eq!(ask(service, "GET", "/.env", ANY).await.2, "my 404 page");
}

#[tokio::test]
async fn pages_at_the_root_stand_for_folders_and_navigations() {
    let assets = fixture::pages_at_root();
    let service = assets.service().index_html().spa("index.html");
    for (uri, accept, expected, content) in [
        ("/", ANY, 200, "the app"),
        ("/docs/", ANY, 200, "the docs"),
        ("/docs", ANY, 302, ""),
        ("/users", PAGE, 200, "the app"),
        ("/users", ANY, 404, ""),
        ("/static/", ANY, 404, ""),
        ("/static/docs/", PAGE, 404, ""),
    ] {
        let (status, _, body) = ask(service, "GET", uri, accept).await;
        assert_eq!((status, &*body), (expected, content), "{uri} {accept:?}");
    }
    #[cfg(feature = "axum")]
    for (uri, expected) in [("/", "the app"), ("/docs/", "the docs"), ("/none", "my 404 page")] {
        let router = assets.service().index_html().router().fallback(my_404);
        assert_eq!(status(&router, uri).await.1, expected, "{uri}");
    }
}

#[test]
fn an_asset_at_the_root_is_found_by_its_url_alone() {
    let assets = fixture::with_root_files().assets;
    let path = |url: &str| assets.by_url(url).map(tailprint::Asset::path);
    assert_eq!(path("/favicon.ico?v=1"), Some("favicon.ico"));
    assert_eq!(path("/%C3%BCber%20uns.txt"), Some("über uns.txt"));
    assert_eq!(path("/static/favicon.ico"), None);
    assert_eq!(path("/app.css"), None);
    assert_eq!(path("/static/app.css"), Some("app.css"));
    let favicon = assets.get("favicon.ico").unwrap();
    assert!(favicon.is_at_root() && favicon.url() == "/favicon.ico");
}

#[cfg(feature = "axum")]
#[test]
#[should_panic = "both have a fallback"]
fn two_fallbacks_are_a_panic_at_the_start() {
    let assets = at_root(fixture::hashed());
    let router = assets.service().spa("page.html").router();
    let _ = Router::<()>::new().fallback(my_404).merge(router);
}

#[tokio::test]
async fn what_is_no_asset_goes_to_the_next_service() {
    let hashed = fixture::hashed();
    let plain = fixture::plain();
    for (assets, asset) in [
        (hashed.assets, "/static/sw.js"),
        (plain.assets, "/static/css/site.css"),
        (at_root(fixture::hashed()), "/sw.js"),
        (at_root(fixture::plain()), "/css/site.css"),
    ] {
        let service = assets.service().with_mount().fallback(any(my_404));
        let missing = asset.replace(".js", ".mjs").replace(".css", ".scss");
        for (method, uri, expected) in [
            ("GET", asset, 200),
            ("HEAD", asset, 200),
            ("POST", asset, 405),
            ("GET", &missing, 404),
            ("POST", &missing, 404),
            ("GET", "/elsewhere", 404),
        ] {
            let (status, _, body) = ask(service.clone(), method, uri, ANY).await;
            let is_next = expected == 404;
            assert_eq!((status, body == "my 404 page"), (expected, is_next), "{method} {uri}");
        }
        // As the outermost service, and as the fallback of an app.
        let app = Router::new().route("/", get(async || "the page"));
        let around = assets.service().with_mount().fallback(app.clone());
        assert_eq!(ask(around, "GET", "/", PAGE).await.2, "the page");
        let within = app.fallback_service(service);
        assert_eq!(status(&within, asset).await.0, 200);
        assert_eq!(status(&within, "/about").await, (404, "my 404 page".to_owned()));
    }
}

/// Every configuration of the service, with the requests that it tells apart.
fn with_pages() -> Service {
    pages_below_mount().index_html().not_found("404.html").spa("index.html")
}

#[tokio::test]
async fn a_navigation_gets_the_page_of_the_app_and_a_missing_file_a_404() {
    let service = with_pages();
    for (method, uri, accept, expected, content) in [
        ("GET", "/", PAGE, 200, "the app"),
        ("GET", "/users/jane.doe", PAGE, 200, "the app"),
        ("GET", "/v1.2?a=b.js", PAGE, 200, "the app"),
        ("GET", "/users/jane@example.com", PAGE, 200, "the app"),
        ("GET", "/sites/Example.ORG?from=mail", PAGE, 200, "the app"),
        ("HEAD", "/users", PAGE, 200, ""),
        // no navigation
        ("GET", "/users", ANY, 404, "not here"),
        ("GET", "/users", ("accept", "text/html;q=0, */*"), 404, "not here"),
        ("GET", "/users", ("accept", "application/json"), 404, "not here"),
        ("POST", "/users", PAGE, 404, ""),
        // a file
        ("GET", "/app.js", PAGE, 404, "not here"),
        ("GET", "/assets/logo.SVG", PAGE, 404, "not here"),
        ("GET", "/app%2Ej%73", PAGE, 404, "not here"),
        // below the mount
        ("GET", "/static/none", PAGE, 404, "not here"),
        ("GET", "/static/docs/", PAGE, 200, "the docs"),
        ("GET", "/static/docs", PAGE, 302, ""),
        ("GET", "/static/", ANY, 200, "the app"),
        ("GET", "/static", ANY, 302, ""),
        ("GET", "/static/docs//", PAGE, 404, "not here"),
        ("HEAD", "/static/none", ANY, 404, ""),
    ] {
        let (status, _, body) = ask(service, method, uri, accept).await;
        assert_eq!((status, &*body), (expected, content), "{method} {uri} {accept:?}");
    }
}

#[tokio::test]
async fn the_headers_of_pages_fit_to_their_status() {
    let service = with_pages();
    let respond = |uri: &str, accept: &str| {
        let request = http::Request::get(uri).header("accept", accept).body(()).unwrap();
        let response = service.respond(&request);
        let values = |name| {
            let values = response.headers().get_all(name).iter();
            values.map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join(", ")
        };
        ["cache-control", "etag", "content-type", "vary", "location", "content-length"].map(values)
    };
    let html = "text/html; charset=utf-8";
    assert_eq!(respond("/users", "text/html"), ["no-cache", "\"1ndex\"", html, "Accept", "", "7"]);
    assert_eq!(respond("/users", "*/*"), ["no-store", "", html, "", "", "8"]);
    assert_eq!(respond("/static/docs/", "*/*"), ["no-cache", "\"d0cs\"", html, "", "", "8"]);
    assert_eq!(respond("/static/docs", "*/*"), ["no-store", "", "", "", "./docs/", "0"]);
    assert_eq!(respond("/static", "*/*"), ["no-store", "", "", "", "./static/", "0"]);
}

#[tokio::test]
async fn the_page_of_the_mount_has_urls_that_are_right_with_and_without_a_slash() {
    let service = fixture::page_with_image().service().index_html();
    let whole = service.with_mount();
    assert_eq!(ask(whole, "GET", "/static/", PAGE).await.2, "<img src=./a.png>");
    assert_eq!(ask(whole, "GET", "/static", PAGE).await.0, 302);
    // axum takes the mount away, and a slash behind it as well.
    let nested = Router::new().nest_service("/static", service);
    for uri in ["/static", "/static/"] {
        assert_eq!(status(&nested, uri).await.1, "<img src=/static/a.png>", "{uri}");
    }
    assert_eq!(status(&nested, "/static/index.html").await.1, "<img src=./a.png>");
}

#[test]
#[should_panic = "no static asset \"none.html\", which is to be sent as a page"]
fn a_page_that_is_no_asset_is_a_panic_at_the_start() {
    let _ = fixture::hashed().assets.service().spa("none.html");
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn folders_and_navigations_work_in_a_router_as_well() {
    let below = with_pages().router();
    for (uri, expected) in
        [("/users", "the app"), ("/static/", "the app"), ("/static/docs/", "the docs")]
    {
        assert_eq!(status(&below, uri).await, (200, expected.to_owned()), "{uri}");
    }
    let root = fixture::pages("", Stale::NotFound).service().index_html().router();
    let root = root.fallback(my_404);
    for (uri, expected) in [("/", "the app"), ("/docs/", "the docs"), ("/404.html", "not here")] {
        assert_eq!(status(&root, uri).await, (200, expected.to_owned()), "{uri}");
    }
    assert_eq!(status(&root, "/docs").await.0, 302);
    assert_eq!(status(&root, "/users").await, (404, "my 404 page".to_owned()));
}
