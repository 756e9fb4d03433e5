//! The code of `docs/guide/serving.md` and `docs/guide/development.md`, compiled and run.
//!
//! `xtask/tests/docs` in the workspace checks that each block of code of these pages is in a test.
#![cfg(all(feature = "axum", feature = "actix-web"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

/// The part of the generated module that the page needs.
mod assets {
    use std::sync::LazyLock;

    use tailprint::generated::{Content, Settings, Stale, Table};
    use tailprint::{Assets, Service};
    use tailprint_core::table::{Packed, Record, Variant, pack};

    /// A style sheet, and enough for a layer to compress.
    const CONTENT: &[u8] = &{
        let mut content = [b'x'; 403];
        (content[0], content[1], content[2]) = (b'a', b'{', b'}');
        content
    };

    pub(crate) const MOUNT: &str = "/static";

    pub(crate) static ASSETS: LazyLock<&'static Assets> = LazyLock::new(|| {
        let record = |path, name, url, content_type, headers| Record {
            path,
            name,
            url,
            content_type,
            fingerprint: "0123456789ab",
            integrity: "sha384-AbC",
            headers,
            immutable: true,
            variants: [
                Some(Variant { start: Some(0), len: 3, etag: "\"0123456789ab\"" }),
                None,
                None,
                None,
            ],
            ..Record::default()
        };
        let css = "text/css; charset=utf-8";
        let font = "access-control-allow-origin: *";
        let records = [
            record("app.css", "app.0123456789ab.css", "/static/app.0123456789ab.css", css, ""),
            record(
                "a.woff2",
                "a.0123456789ab.woff2",
                "/static/a.0123456789ab.woff2",
                "font/woff2",
                font,
            ),
        ];
        let html = record("index.html", "index.html", "/static/index.html", "text/html", "");
        let svg = Record {
            plain: None,
            variants: [
                Some(Variant { start: Some(3), len: 400, etag: "\"123456789abc\"" }),
                None,
                None,
                None,
            ],
            ..record("page.svg", "page.svg", "/static/page.svg", "image/svg+xml", "")
        };
        let mut records = [&records[..], &[html, svg]].concat();
        records.sort_by_key(|record| record.path);
        let Packed { strings, records } = pack(&records);
        let settings = Settings {
            package: "app",
            is_library: false,
            mount: MOUNT,
            url_prefix: "/static/",
            content: Content::Embedded(CONTENT),
            last_modified: None,
            stale: Stale::NotFound,
            graphs: &[],
            built: None,
        };
        let table = Table::new(strings.leak(), records.leak());
        Box::leak(Box::new(Assets::new(table, settings)))
    });

    pub(crate) fn set_base(base: &str) -> Result<(), tailprint::BaseError> {
        ASSETS.set_base(base)
    }

    pub(crate) static IMPORT_MAP: LazyLock<tailprint::ImportMap<'static>> =
        LazyLock::new(|| tailprint::ImportMap::new(&ASSETS, "{}", "sha256-x"));

    pub(crate) fn csp_sources() -> tailprint::CspSources {
        ASSETS.csp_sources()
    }

    pub(crate) fn service() -> Service {
        ASSETS.service()
    }
}

async fn index() -> &'static str {
    "the page, which is long enough for a layer to compress it"
}

fn get(path: &str) -> http::Request<()> {
    http::Request::get(path).body(()).unwrap()
}

fn started_with_a_base() -> Result<(), tailprint::BaseError> {
    assets::set_base("/app/static/")?;
    Ok(())
}

fn policy() -> String {
    let sources = assets::csp_sources();
    let policy = format!(
        "default-src 'self'; script-src {sources} '{}'; style-src {sources}; img-src {sources}; font-src {sources}; \
         connect-src {sources}",
        assets::IMPORT_MAP.csp_hash()
    );
    policy
}

#[test]
fn a_policy_has_the_sources_of_the_assets() {
    assert!(
        policy()
            .starts_with("default-src 'self'; script-src 'self' 'sha256-x'; style-src 'self'; ")
    );
}

/// It would change the URLs of the tests beside it.
#[test]
fn a_base_compiles() {
    let _: fn() -> _ = started_with_a_base;
}

fn axum_nested() -> axum::Router {
    axum::Router::new()
        .route("/", axum::routing::get(index))
        .nest_service(assets::MOUNT, assets::service())
}

fn axum_merged() -> axum::Router {
    axum::Router::new().route("/", axum::routing::get(index)).merge(assets::service().router())
}

#[test]
fn embedded_assets_are_those_of_the_build() {
    if let Err(error) = assets::ASSETS.verify() {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

fn axum_with_a_404_page() -> axum::Router {
    let not_found = axum::routing::any(async || (axum::http::StatusCode::NOT_FOUND, "my 404 page"));
    axum::Router::new()
        .route("/", axum::routing::get(index))
        .fallback_service(assets::service().with_mount().fallback(not_found))
}

fn axum_with_a_layer() -> axum::Router {
    axum::Router::new()
        .route("/", axum::routing::get(index))
        .layer(tower_http::compression::CompressionLayer::new())
        .merge(assets::service().router())
}

fn axum_with_pages() -> axum::Router {
    axum::Router::new()
        .route("/api", axum::routing::get(index))
        .fallback_service(assets::service().index_html().spa("index.html"))
}

#[tokio::test]
async fn pages_of_a_single_page_app() {
    let status = async |path, accept| {
        let request = http::Request::get(path).header("accept", accept);
        let request = request.body(axum::body::Body::empty()).unwrap();
        axum_with_pages().oneshot(request).await.unwrap().status().as_u16()
    };
    for (path, accept, expected) in [
        ("/api", "*/*", 200),
        ("/users", "text/html", 200),
        ("/users", "*/*", 404),
        ("/app.js", "text/html", 404),
        ("/static/app.css", "*/*", 200),
    ] {
        assert_eq!(status(path, accept).await, expected, "{path}");
    }
}

#[tokio::test]
async fn a_layer_on_the_pages_leaves_the_assets_as_they_are() {
    let get = async |path| {
        let request = http::Request::get(path).header("accept-encoding", "gzip");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = axum_with_a_layer().oneshot(request).await.unwrap();
        let has = |name| response.headers().contains_key(name);
        (response.status().as_u16(), has("content-encoding"), has("etag"))
    };
    assert_eq!(get("/").await, (200, true, false));
    assert_eq!(get("/static/page.svg").await, (200, false, true));
}

#[tokio::test]
async fn within_axum() {
    for router in [axum_nested(), axum_merged(), axum_with_a_404_page(), axum_with_a_layer()] {
        for (path, status) in [("/", 200), ("/static/app.css", 200), ("/static/none.css", 404)] {
            let request = get(path).map(|()| axum::body::Body::empty());
            assert_eq!(router.clone().oneshot(request).await.unwrap().status().as_u16(), status);
        }
    }
}

#[tokio::test]
async fn as_a_tower_service() {
    let request = get("/static/app.css");
    let response = assets::service().with_mount().oneshot(request).await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
}

async fn serve_connection(stream: TcpStream) -> hyper::Result<()> {
    let service = TowerToHyperService::new(assets::service().with_mount());
    hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await
}

#[tokio::test]
async fn within_hyper() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    tokio::spawn(serve_connection(listener.accept().await.unwrap().0));
    let request = b"GET /static/app.css HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    client.write_all(request).await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\na{}"), "{answer}");
}

#[actix_web::test]
async fn within_actix_web() {
    let app = actix_web::App::new()
        .route("/", actix_web::web::get().to(index))
        .service(assets::service());
    let app = actix_web::test::init_service(app).await;
    for (path, status) in [("/", 200), ("/static/app.css", 200), ("/static/none.css", 404)] {
        let request = actix_web::test::TestRequest::with_uri(path).to_request();
        let response = actix_web::test::call_service(&app, request).await;
        assert_eq!(response.status().as_u16(), status);
    }
}

fn answer(request: &http::Request<()>) -> std::io::Result<http::Response<Vec<u8>>> {
    let (parts, body) = assets::service().with_mount().respond(request).into_parts();
    Ok(http::Response::from_parts(parts, body.into_bytes()?.to_vec()))
}

#[test]
fn without_a_framework() {
    assert_eq!(answer(&get("/static/app.css")).unwrap().into_body(), b"a{}");
    assert_eq!(
        assets::ASSETS.respond(&get("/app.css")).into_body().into_bytes().unwrap(),
        &b"a{}"[..]
    );
}

fn preloads() -> Option<http::HeaderMap> {
    let style = assets::ASSETS.get("app.css")?.preload().ok()?.without_integrity();
    let font = assets::ASSETS.get("a.woff2")?.preload().ok()?;
    let mut headers = http::HeaderMap::new();
    headers.append(http::header::LINK, style.header()?);
    headers.append(http::header::LINK, font.header()?);
    Some(headers)
}

#[rustfmt::skip]
async fn development() -> std::io::Result<axum::serve::Serve<TcpListener, axum::Router, axum::Router>> {
    use axum::{Router, routing::get};

    let app = Router::new()
        .route("/", get(index))
        .nest_service(assets::MOUNT, assets::service())
        .layer(tailprint::live_reload());                                         // 1

    let listener = match listenfd::ListenFd::from_env().take_tcp_listener(0)? {   // 2
        Some(listener) => {
            listener.set_nonblocking(true)?;
            TcpListener::from_std(listener)?
        }
        None => TcpListener::bind("127.0.0.1:3000").await?,
    };
    Ok(axum::serve(listener, app))
}

#[test]
fn development_compiles() {
    let _never_polled = development();
}

#[test]
fn preloads_become_link_fields() {
    let headers = preloads().unwrap();
    let links =
        headers.iter().map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()));
    let expected = r#"
link: </static/app.0123456789ab.css>; rel=preload; as="style"
link: </static/a.0123456789ab.woff2>; rel=preload; as="font"; type="font/woff2"; crossorigin
"#;
    assert_eq!(links.collect::<String>(), expected.trim_start());
}
