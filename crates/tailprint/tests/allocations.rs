//! A request for an asset allocates nothing: its response takes over the header map that hyper made for the request.
#![cfg(feature = "axum")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
#![allow(unsafe_code, reason = "an allocator that counts cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::get;
use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tailprint::generated::{Content, Settings, Stale, Table};
use tailprint::{Assets, Service};
use tailprint_core::table::{Packed, Record, Variant, pack};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tower::ServiceExt as _;

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// SAFETY: everything is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations the work takes; its result is dropped afterwards.
fn allocations<T>(work: impl FnOnce() -> T) -> usize {
    let before = COUNT.get();
    let result = work();
    let count = COUNT.get() - before;
    drop(result);
    count
}

/// The answer of a service that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("a service that waits"),
    }
}

const CONTENT: &[u8] = &[b'x'; 1024];
const NAME: &str = "css/app.0123456789ab.css";
const URL: &str = "/static/css/app.0123456789ab.css";

fn assets() -> &'static Assets {
    let variant = |len, etag| Some(Variant { start: Some(0), len, etag });
    let record = Record {
        path: "css/app.css",
        name: NAME,
        url: URL,
        content_type: "text/css; charset=utf-8",
        fingerprint: "0123456789ab",
        headers: "access-control-allow-origin: *\ncross-origin-resource-policy: cross-origin",
        immutable: true,
        variants: [variant(1024, "\"0123456789ab\""), variant(300, "\"b123456789ab\""), None, None],
        ..Record::default()
    };
    let Packed { strings, records } = pack(&[record]);
    let settings = Settings {
        package: "app",
        is_library: false,
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Embedded(CONTENT),
        last_modified: Some(1_000_000_000),
        stale: Stale::NotFound,
        graphs: &[],
        built: None,
    };
    Box::leak(Box::new(Assets::new(Table::new(strings.leak(), records.leak()), settings)))
}

fn request(uri: &str, headers: &[(&str, &str)]) -> Request<axum::body::Body> {
    let builder = Request::get(uri).header("host", "test");
    let builder =
        headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    builder.body(axum::body::Body::empty()).unwrap()
}

/// As a browser asks, first and again.
const BROWSER: &[(&str, &str)] = &[("accept-encoding", "gzip, deflate, br, zstd")];
const AGAIN: &[(&str, &str)] =
    &[("accept-encoding", "gzip, deflate, br, zstd"), ("if-none-match", "\"b123456789ab\"")];

/// What a request allocates in a service, with a header map as hyper passes it on from response to request.
fn served(service: Service, method: Method, headers: &[(&str, &str)]) -> (u16, usize) {
    let mut request = request(URL, headers);
    *request.method_mut() = method;
    request.headers_mut().reserve(12);
    let mut status = 0;
    let count = allocations(|| {
        let response = now(service.oneshot(request)).unwrap();
        status = response.status().as_u16();
        response
    });
    (status, count)
}

#[test]
fn the_service_allocates_nothing() {
    let service = assets().service().with_mount();
    // the date is written once, and so are configured headers
    served(service, Method::GET, &[]);
    for (method, headers, status) in [
        (Method::GET, &[][..], 200),
        (Method::GET, BROWSER, 200),
        (Method::HEAD, BROWSER, 200),
        (Method::GET, AGAIN, 304),
        (Method::GET, &[("accept-encoding", "*;q=0")], 406),
        (Method::GET, &[("if-match", "\"other\"")], 412),
        (Method::POST, &[], 405),
    ] {
        assert_eq!(served(service, method, headers), (status, 0), "{headers:?}");
    }
    // the numbers of a range are those of the request
    assert_eq!(served(service, Method::GET, &[("range", "bytes=1-2")]), (206, 2));
    assert_eq!(served(service, Method::GET, &[("range", "bytes=1024-")]), (416, 1));
}

/// Reads a response to its end, without allocating.
async fn read_response(stream: &mut DuplexStream, buffer: &mut [u8]) {
    let mut len = 0;
    loop {
        len += stream.read(&mut buffer[len..]).await.unwrap();
        let Some(head) = buffer[..len].windows(4).position(|end| end == b"\r\n\r\n") else {
            continue;
        };
        let name = b"content-length: ";
        let at = buffer[..head].windows(name.len()).position(|field| field == name);
        let digits = buffer[at.unwrap() + name.len()..head]
            .iter()
            .take_while(|digit| digit.is_ascii_digit());
        if len == head + 4 + digits.fold(0, |size, digit| 10 * size + usize::from(digit - b'0')) {
            return;
        }
    }
}

/// What hyper and a service allocate together for one of many requests on a connection.
fn over_hyper<S, B>(service: S) -> usize
where
    S: HttpService<Incoming, ResBody = B, Error = Infallible>,
    B: http_body::Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>>
        + 'static,
{
    let exchange = async {
        let (mut client, server) = tokio::io::duplex(1 << 16);
        let connection = http1::Builder::new().serve_connection(TokioIo::new(server), service);
        let requests = async {
            let (mut buffer, mut count) = (vec![0; 1 << 16], 0);
            for _ in 0..100 {
                let before = COUNT.get();
                let text = b"GET /static/css/app.0123456789ab.css HTTP/1.1\r\nhost: test\r\naccept-encoding: br\r\n\r\n";
                client.write_all(text).await.unwrap();
                read_response(&mut client, &mut buffer).await;
                count = COUNT.get() - before;
            }
            count
        };
        tokio::select! {
            count = requests => count,
            _ = connection => panic!("hyper closed the connection"),
        }
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(exchange)
}

#[test]
fn behind_hyper_it_allocates_no_more_than_an_empty_response() {
    let empty = service_fn(|_| ready(Ok(Response::new(Full::<Bytes>::default()))));
    let alone = over_hyper(empty);
    let ours = over_hyper(TowerToHyperService::new(assets().service().with_mount()));
    assert!(ours <= alone, "{ours} allocations, but {alone} of hyper alone");
}

/// Allocations of a router for the second of two equal requests.
fn routed(router: &Router, headers: &[(&str, &str)]) -> usize {
    let ask = || {
        let (router, request) = (router.clone(), request(URL, headers));
        let mut response: Option<Response<_>> = None;
        let count = allocations(|| response = Some(now(router.oneshot(request)).unwrap()));
        assert_eq!(response.unwrap().status(), 200);
        count
    };
    ask();
    ask()
}

#[test]
fn within_axum_it_allocates_no_more_than_a_fixed_route_at_the_same_place() {
    let service = assets().service();
    let fixed = || get(|| async { Bytes::from_static(CONTENT) });
    let places = [
        (Router::new().route_service(URL, service.with_mount()), Router::new().route(URL, fixed())),
        (
            Router::new().nest_service("/static", service),
            Router::new().nest_service("/static", fixed()),
        ),
        (Router::new().fallback_service(service.with_mount()), Router::new().fallback(fixed())),
    ];
    for (ours, fixed) in &places {
        let floor = routed(fixed, &[]);
        for headers in [&[][..], BROWSER] {
            let count = routed(ours, headers);
            assert!(count <= floor, "{count} allocations, but {floor} in a fixed route");
        }
    }
}

/// Displays without keeping anything.
struct Sink;

impl std::fmt::Write for Sink {
    fn write_str(&mut self, _: &str) -> std::fmt::Result {
        Ok(())
    }
}

#[test]
fn a_url_allocates_nothing_with_a_base_and_without() {
    use std::fmt::Write as _;

    let (plain, based) = (assets(), assets());
    based.set_base("/app/static/").unwrap();
    for (assets, start) in [(plain, "/static/css/app."), (based, "/app/static/css/app.")] {
        let asset = assets.get("css/app.css").unwrap();
        assert!(asset.url().starts_with(start));
        let uses = || {
            let url = assets.resolve("css/app.css").unwrap();
            let preload = asset.preload().unwrap();
            write!(Sink, "{url}{preload}").unwrap();
            (assets.url("css/app.css"), asset.url(), assets.by_url(asset.url()))
        };
        assert_eq!(allocations(uses), 0, "{start}");
    }
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| Box::new(1)), 1);
    assert_eq!(allocations(|| Bytes::from_static(CONTENT)), 0);
    assert!(allocations(|| Bytes::from_static(CONTENT).into_response()) > 0);
}
