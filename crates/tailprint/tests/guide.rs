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
                Some(Variant { start: 0, len: 3, etag: "\"0123456789ab\"" }),
                None,
                None,
                None,
            ],
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
        let mut records = records.to_vec();
        records.sort_by_key(|record| record.path);
        let Packed { strings, records } = pack(&records);
        let settings = Settings {
            mount: MOUNT,
            url_prefix: "/static/",
            content: Content::Embedded(b"a{}"),
            last_modified: None,
            stale: Stale::NotFound,
        };
        let table = Table::new(strings.leak(), records.leak());
        Box::leak(Box::new(Assets::new(table, settings)))
    });

    pub(crate) fn service() -> Service {
        ASSETS.service()
    }
}

async fn index() -> &'static str {
    "the page"
}

fn get(path: &str) -> http::Request<()> {
    http::Request::get(path).body(()).unwrap()
}

fn axum_nested() -> axum::Router {
    axum::Router::new()
        .route("/", axum::routing::get(index))
        .nest_service(assets::MOUNT, assets::service())
}

fn axum_merged() -> axum::Router {
    axum::Router::new().route("/", axum::routing::get(index)).merge(assets::service().router())
}

#[tokio::test]
async fn within_axum() {
    for router in [axum_nested(), axum_merged()] {
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

fn answer(request: &http::Request<()>) -> http::Response<Vec<u8>> {
    let response = assets::service().with_mount().respond(request);
    response.map(|body| body.into_bytes().to_vec())
}

#[test]
fn without_a_framework() {
    assert_eq!(answer(&get("/static/app.css")).into_body(), b"a{}");
    assert_eq!(assets::ASSETS.respond(&get("/app.css")).into_body().into_bytes(), &b"a{}"[..]);
}

fn preloads() -> Option<http::HeaderMap> {
    let style = assets::ASSETS.get("app.css")?.preload().without_integrity();
    let font = assets::ASSETS.get("a.woff2")?.preload();
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
