//! Every row of every table, over every way to serve.

use std::net::SocketAddr;

use http_body_util::BodyExt as _;
use tailprint::generated::Stale;
use tailprint::{Assets, Body, Service};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::client;
use crate::fixture::{self, Fixture};
use crate::suite::{self, Answer, Request, Row};

/// The tables for services that see the whole path.
fn tables() -> Vec<(Fixture, Vec<Row>)> {
    let mut tables = below_mount();
    tables.extend([
        (fixture::with_root_files(), suite::parse(include_str!("root.txt"))),
        (fixture::plain_with_root_files(), suite::parse(include_str!("plain_root.txt"))),
    ]);
    tables
}

/// The tables for services that see no more than what is below the mount.
fn below_mount() -> Vec<(Fixture, Vec<Row>)> {
    vec![
        (fixture::hashed(), suite::parse(include_str!("hashed.txt"))),
        (fixture::on_disk(), suite::parse(include_str!("hashed.txt"))),
        (fixture::dated(), suite::parse(include_str!("dated.txt"))),
        (fixture::plain(), plain_rows()),
    ]
}

/// The rows about files in folders. On Windows there is no link within the root that could be followed.
fn plain_rows() -> Vec<Row> {
    let mut rows = suite::parse(include_str!("plain.txt"));
    rows.retain(|row| cfg!(unix) || !row.name.ends_with("a symlink within the root"));
    rows
}

/// Sends every row and reports all broken rules at once.
async fn check<A: Future<Output = Answer>>(
    fixture: &Fixture,
    rows: &[Row],
    send: impl Fn(Request) -> A,
) {
    let mut complaints = String::new();
    for row in rows {
        complaints.push_str(&row.complaints(fixture, &send(row.request.clone()).await));
    }
    assert!(complaints.is_empty(), "broken rules:\n{complaints}");
}

#[test]
fn there_are_enough_rules_and_each_has_a_name_of_its_own() {
    for (_, rows) in tables() {
        let mut names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows.len());
    }
    assert!(tables().iter().map(|(_, rows)| rows.len()).sum::<usize>() >= 120);
}

/// The service, asked directly.
async fn ask(service: Service, request: Request) -> Answer {
    let mut builder = http::Request::builder().method(request.method.as_str()).uri(&request.target);
    for (name, value) in &request.headers {
        builder = builder.header(name, value.trim());
    }
    let response = service.oneshot(builder.body(()).unwrap()).await.unwrap();
    answer(response).await
}

async fn answer<B>(response: http::Response<B>) -> Answer
where
    B: http_body::Body<Data = bytes::Bytes>,
    B::Error: std::fmt::Debug,
{
    let (parts, body) = response.into_parts();
    let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    Answer {
        status: parts.status.as_u16(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

#[tokio::test]
async fn as_a_tower_service() {
    for (fixture, rows) in tables() {
        let service = fixture.assets.service().with_mount();
        check(&fixture, &rows, |request| ask(service, request)).await;
    }
}

#[tokio::test]
async fn head_has_the_header_section_of_get() {
    for (fixture, rows) in tables() {
        let service = fixture.assets.service().with_mount();
        for row in rows {
            let mut get = row.request;
            get.headers.retain(|(name, _)| name != "Range");
            if get.method != "GET" {
                continue;
            }
            let head = Request { method: "HEAD".to_owned(), ..get.clone() };
            let (get, head) = (ask(service, get).await, ask(service, head).await);
            assert_eq!((get.status, &get.headers), (head.status, &head.headers), "{}", row.name);
            assert!(head.body.is_empty());
        }
    }
}

#[tokio::test]
async fn as_a_function_of_an_http_request() {
    let fixture = fixture::hashed();
    let request = http::Request::get("/css/app.css").body(()).unwrap();
    let response: http::Response<Body> = fixture.assets.respond(&request);
    assert_eq!(
        response.into_body().into_bytes().unwrap(),
        fixture.content("identity", "css/app.css")
    );
}

pub(crate) async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

#[tokio::test]
async fn over_a_socket_with_hyper_alone() {
    for (fixture, rows) in tables() {
        let (listener, address) = listen().await;
        tokio::spawn(serve_hyper(listener, fixture.assets));
        check(&fixture, &rows, |request| async move { client::send(address, &request).await })
            .await;
    }
}

pub(crate) async fn serve_hyper(listener: TcpListener, assets: &'static Assets) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let service = hyper_util::service::TowerToHyperService::new(assets.service().with_mount());
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(hyper_util::rt::TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

async fn check_axum(
    tables: Vec<(Fixture, Vec<Row>)>,
    router: impl Fn(&'static Assets) -> axum::Router,
) {
    for (fixture, rows) in tables {
        let (listener, address) = listen().await;
        let router = router(fixture.assets);
        tokio::spawn(async move { axum::serve(listener, router).await });
        check(&fixture, &rows, |request| async move { client::send(address, &request).await })
            .await;
    }
}

#[tokio::test]
async fn nested_in_axum() {
    let router = |assets: &'static Assets| {
        axum::Router::new().nest_service(assets.mount(), assets.service())
    };
    check_axum(below_mount(), router).await;
}

#[tokio::test]
async fn as_the_fallback_of_axum() {
    let router = |assets: &'static Assets| {
        axum::Router::new().fallback_service(assets.service().with_mount())
    };
    check_axum(tables(), router).await;
}

/// A layer that writes exact sizes as `Content-Length`, as axum does for handlers, must not do so on a 304.
#[test]
fn the_content_of_a_304_has_no_size() {
    let assets = fixture::hashed().assets;
    let size = |request: http::request::Builder| {
        let response = assets.respond(&request.body(()).unwrap());
        (response.status().as_u16(), http_body::Body::size_hint(response.body()).exact())
    };
    let get = || http::Request::get("/img/logo.png");
    assert_eq!(size(get()), (200, Some(4)));
    assert_eq!(size(get().header("if-none-match", "*")), (304, None));
}

/// `SOURCE_DATE_EPOCH` as package builders set it when they know no better.
#[test]
fn a_time_that_all_builds_share_dates_nothing() {
    let modified = |seconds| {
        let assets = fixture::embedded(Some(seconds), Stale::NotFound).assets;
        let request = http::Request::get("/css/app.css")
            .header("if-modified-since", "Wed, 01 Jan 2020 00:00:00 GMT");
        let response = assets.respond(&request.body(()).unwrap());
        (response.status().as_u16(), response.headers().contains_key("last-modified"))
    };
    for seconds in [0, 1, 315_532_800, 315_619_199, 253_402_300_800, u64::MAX] {
        assert_eq!(modified(seconds), (200, false), "{seconds}");
    }
    assert_eq!(modified(315_619_200), (304, true));
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn merged_into_an_axum_router() {
    let router = |assets: &'static Assets| axum::Router::new().merge(assets.service().router());
    check_axum(tables(), router).await;
}

#[cfg(feature = "actix-web")]
#[actix_web::test]
async fn over_a_socket_with_actix_web() {
    for (fixture, rows) in tables() {
        let assets = fixture.assets;
        let server =
            actix_web::HttpServer::new(move || actix_web::App::new().service(assets.service()))
                .workers(1)
                .bind("127.0.0.1:0")
                .unwrap();
        let address = server.addrs()[0];
        let running = server.run();
        let handle = running.handle();
        actix_web::rt::spawn(running);
        check(&fixture, &rows, |request| async move { client::send(address, &request).await })
            .await;
        handle.stop(false).await;
    }
}

#[cfg(feature = "actix-web")]
#[actix_web::test]
async fn within_a_scope_of_actix_web() {
    let fixture = fixture::hashed();
    let scope = actix_web::web::scope("/app").service(fixture.assets.service());
    let app = actix_web::test::init_service(actix_web::App::new().service(scope)).await;
    for (uri, status) in
        [("/app/static/css/app.css", 200), ("/static/css/app.css", 404), ("/app/static/none", 404)]
    {
        let request = actix_web::test::TestRequest::with_uri(uri).to_request();
        let response = actix_web::test::call_service(&app, request).await;
        assert_eq!(response.status().as_u16(), status, "{uri}");
    }
}

#[cfg(feature = "rocket")]
#[tokio::test]
async fn over_a_socket_with_rocket() {
    use rocket::config::{Config, LogLevel};
    use rocket::fairing::AdHoc;

    /// Rocket has a page of its own for what is outside the mount.
    #[rocket::catch(404)]
    fn empty() {}

    for (fixture, mut rows) in tables() {
        // Rocket answers methods that it does not know with 400, before it asks a route.
        rows.retain(|row| {
            let method: Result<rocket::http::Method, ()> = row.request.method.parse();
            method.is_ok_and(|method| method.as_str() == row.request.method)
        });
        let config = Config { port: 0, log_level: LogLevel::Off, ..Config::debug_default() };
        let (send, receive) = tokio::sync::oneshot::channel();
        let say_port = AdHoc::on_liftoff("port", |rocket| {
            let _ = send.send(rocket.config().port);
            Box::pin(std::future::ready(()))
        });
        let rocket = rocket::custom(config).mount("/", fixture.assets.service());
        let rocket = rocket.register("/", rocket::catchers![empty]).attach(say_port);
        let server = tokio::spawn(rocket.launch());
        let address = SocketAddr::from(([127, 0, 0, 1], receive.await.unwrap()));
        check(&fixture, &rows, |request| async move { client::send(address, &request).await })
            .await;
        server.abort();
    }
}

#[cfg(feature = "ntex")]
#[tokio::test]
async fn over_a_socket_with_ntex() {
    use ntex::rt::{DefaultRuntime, System};
    use ntex::web::{App, HttpServer};

    for (fixture, rows) in tables() {
        let assets = fixture.assets;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        // ntex has a runtime of its own, which ends with the process.
        std::thread::spawn(move || {
            System::build().build(DefaultRuntime).block_on(async move {
                let app = async move || App::new().service(assets.service());
                let server = HttpServer::new(app).workers(1).disable_signals();
                server.listen(listener).unwrap().run().await
            })
        });
        check(&fixture, &rows, |request| async move { client::send(address, &request).await })
            .await;
    }
}
