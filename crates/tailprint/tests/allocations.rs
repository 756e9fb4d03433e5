//! A request for an asset allocates no more than a fixed route with the same bytes.
#![cfg(feature = "axum")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
#![allow(unsafe_code, reason = "an allocator that counts cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::get;
use bytes::Bytes;
use http::{Request, Response};
use tailprint::Assets;
use tailprint::generated::{Content, Settings, Stale, Table};
use tailprint_core::table::{Packed, Record, Variant, pack};
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
    let variant = |len, etag| Some(Variant { start: 0, len, etag });
    let record = Record {
        path: "css/app.css",
        name: NAME,
        url: URL,
        content_type: "text/css; charset=utf-8",
        fingerprint: "0123456789ab",
        integrity: "",
        headers: "access-control-allow-origin: *",
        immutable: true,
        variants: [
            variant(1024, "\"0123456789ab\""),
            variant(300, "\"0123456789ab-br\""),
            None,
            None,
        ],
    };
    let Packed { strings, records } = pack(&[record]);
    let settings = Settings {
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Embedded(CONTENT),
        last_modified: Some(1_000_000_000),
        stale: Stale::NotFound,
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
    &[("accept-encoding", "gzip, deflate, br, zstd"), ("if-none-match", "\"0123456789ab-br\"")];

/// Two for the header map and one for the digits of the length: what `Bytes` and axum take as well.
const FLOOR: usize = 3;

#[test]
fn the_service_allocates_the_header_map_and_the_length() {
    let service = assets().service().with_mount();
    let ask = |headers: &[(&str, &str)]| {
        let request = request(URL, headers);
        now(service.oneshot(request)).unwrap().status().as_u16()
    };
    // the date is written once
    assert_eq!(ask(&[]), 200);
    for (headers, status, most) in
        [(&[][..], 200, FLOOR), (BROWSER, 200, FLOOR), (AGAIN, 304, FLOOR - 1)]
    {
        let request = request(URL, headers);
        let mut answered = 0;
        let count = allocations(|| {
            let response = now(service.oneshot(request)).unwrap();
            answered = response.status().as_u16();
            response
        });
        assert_eq!((answered, count), (status, most), "{headers:?}");
    }
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

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| Box::new(1)), 1);
    assert_eq!(allocations(|| Bytes::from_static(CONTENT)), 0);
    assert!(allocations(|| Bytes::from_static(CONTENT).into_response()) > 0);
}
