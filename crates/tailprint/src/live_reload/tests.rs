//! The layer around services that answer in all the ways there are.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST,
};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode};
use axum::response::Html;
use axum::routing::get;
use bytes::Bytes;
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt as _, StreamBody};
use tower::ServiceExt as _;

use super::events::{self, Events, Told};
use super::live_reload;

pub(super) const SCRIPT: &str = "<script src=\"/_tailprint/live-reload.js\" data-version=\"";

async fn ask(router: Router, request: http::request::Builder) -> Response<Body> {
    let request = request.body(Body::empty()).unwrap();
    router.layer(live_reload()).oneshot(request).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().into()).unwrap()
}

/// Answers always the same.
fn answering(build: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static) -> Router {
    Router::new().fallback(move || std::future::ready(build()))
}

fn page() -> http::response::Builder {
    Response::builder().header(CONTENT_TYPE, "text/html; charset=utf-8")
}

#[tokio::test]
async fn a_page_gets_the_script_and_a_length_that_is_true() {
    let router = Router::new().route("/", get(|| async { Html("<!doctype html><head><title>") }));
    let response = ask(router, Request::get("/")).await;
    assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
    let length: usize = response.headers()[CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    assert_eq!(response.body().size_hint().exact(), Some(length as u64));
    let text = text(response).await;
    assert_eq!(text.len(), length);
    assert!(text.starts_with(&format!("<!doctype html><head>{SCRIPT}")), "{text}");
    assert!(text.ends_with(" async></script><title>"), "{text}");
}

#[tokio::test]
async fn a_streamed_page_is_passed_on_piece_by_piece() {
    let (sender, receiver) = std::sync::mpsc::channel::<&str>();
    let receiver = std::sync::Arc::new(std::sync::Mutex::new(Some(receiver)));
    let router = answering(move || {
        let receiver = receiver.lock().unwrap().take().unwrap();
        let frames = futures_like(receiver);
        page().body(Body::new(StreamBody::new(frames))).unwrap()
    });
    let mut body = ask(router, Request::get("/")).await.into_body();
    let next = || match Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Some(Ok(frame))) => {
            String::from_utf8(frame.into_data().unwrap().into()).unwrap()
        }
        Poll::Ready(_) => "end".to_owned(),
        Poll::Pending => "pending".to_owned(),
    };
    streams(sender, next);
}

/// Sends a page in pieces, of which each is to come out as soon as it can.
pub(super) fn streams(
    sender: std::sync::mpsc::Sender<&'static str>,
    mut next: impl FnMut() -> String,
) {
    sender.send("<!doctype ht").unwrap();
    assert_eq!(next(), "pending");
    sender.send("ml><p>").unwrap();
    let first = next();
    assert!(first.starts_with(&format!("<!doctype html>{SCRIPT}")) && first.ends_with("<p>"));
    sender.send("more").unwrap();
    assert_eq!(next(), "more");
    drop(sender);
    assert_eq!(next(), "end");
}

/// A stream of what comes through a channel; it has to be asked again and again.
fn futures_like(
    receiver: std::sync::mpsc::Receiver<&'static str>,
) -> impl futures_core::Stream<Item = Result<Frame<Bytes>, Infallible>> + Send + 'static {
    struct Pieces(std::sync::mpsc::Receiver<&'static str>);
    impl futures_core::Stream for Pieces {
        type Item = Result<Frame<Bytes>, Infallible>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            match self.0.try_recv() {
                Ok(piece) => Poll::Ready(Some(Ok(Frame::data(piece.into())))),
                Err(std::sync::mpsc::TryRecvError::Empty) => Poll::Pending,
                Err(std::sync::mpsc::TryRecvError::Disconnected) => Poll::Ready(None),
            }
        }
    }
    Pieces(receiver)
}

#[tokio::test]
async fn trailers_come_after_the_script() {
    let router = answering(|| {
        let body = Body::from("<!doctype html>").map_err(axum::Error::new);
        let trailers = HeaderMap::from_iter([(ETAG, "\"1\"".parse().unwrap())]);
        let body = body.with_trailers(std::future::ready(Some(Ok(trailers))));
        page().body(Body::new(body)).unwrap()
    });
    let collected = ask(router, Request::get("/")).await.into_body().collect().await.unwrap();
    assert_eq!(collected.trailers().unwrap()[ETAG], "\"1\"");
    assert!(collected.to_bytes().ends_with(b"</script>"));
}

#[tokio::test]
async fn a_response_that_is_no_whole_page_stays_as_it_is() {
    let html = || page().header(ETAG, "\"1\"");
    let cases: [(Method, http::response::Builder); 7] = [
        (Method::HEAD, html().header(CONTENT_LENGTH, "1")),
        (Method::POST, html()),
        (Method::GET, html().status(StatusCode::PARTIAL_CONTENT)),
        (Method::GET, html().status(StatusCode::NOT_MODIFIED)),
        (Method::GET, html().header(CONTENT_ENCODING, "br")),
        (
            Method::GET,
            Response::builder()
                .header(CONTENT_TYPE, "text/html; charset=UTF-16")
                .header(ETAG, "\"1\""),
        ),
        (
            Method::GET,
            Response::builder().header(CONTENT_TYPE, "application/json").header(ETAG, "\"1\""),
        ),
    ];
    for (method, builder) in cases {
        let built = builder.body(()).unwrap().into_parts().0;
        let (status, headers) = (built.status, built.headers.clone());
        let router = answering(move || {
            let mut response = Response::new(Body::from("x"));
            (*response.status_mut(), *response.headers_mut()) = (status, headers.clone());
            response
        });
        let response = ask(router, Request::builder().method(method).uri("/")).await;
        assert_eq!(response.headers()[ETAG], "\"1\"", "{built:?}");
        assert!(!text(response).await.contains("script"), "{built:?}");
    }
}

#[tokio::test]
async fn the_answer_to_a_script_is_a_fragment() {
    for (name, value) in
        [("sec-fetch-dest", "empty"), ("hx-request", "true"), ("accept", "image/*")]
    {
        let router = Router::new().route("/", get(|| async { Html("<li>") }));
        let response = ask(router, Request::get("/").header(name, value)).await;
        assert_eq!(text(response).await, "<li>", "{name}");
    }
}

#[tokio::test]
async fn navigations_are_answered_unencoded_and_everything_else_as_it_was_asked_for() {
    let router = || {
        Router::new().fallback(|headers: HeaderMap| async move {
            headers.get(ACCEPT_ENCODING).map_or("none", |value| value.to_str().unwrap()).to_owned()
        })
    };
    let asked = |destination| {
        let request = Request::get("/").header(ACCEPT_ENCODING, "br");
        request.header("sec-fetch-dest", destination)
    };
    assert_eq!(text(ask(router(), asked("document")).await).await, "none");
    assert_eq!(text(ask(router(), asked("style")).await).await, "br");
}

#[tokio::test]
async fn a_policy_lets_the_script_in_with_its_nonce() {
    let router = answering(|| {
        let page = page().header(CONTENT_SECURITY_POLICY, "script-src 'nonce-n0' 'strict-dynamic'");
        let page = page.header(CONTENT_SECURITY_POLICY, "default-src 'none'").header(ETAG, "\"1\"");
        page.body(Body::from("<p>")).unwrap()
    });
    let response = ask(router, Request::get("/").header(HOST, "localhost:3000")).await;
    let policies: Vec<_> = response.headers().get_all(CONTENT_SECURITY_POLICY).iter().collect();
    assert_eq!(policies.len(), 2);
    assert!(policies[1].to_str().unwrap().contains("connect-src localhost:3000/_tailprint/"));
    assert!(!response.headers().contains_key(ETAG));
    assert!(text(response).await.contains(" nonce=\"n0\" async></script><p>"));
}

#[tokio::test]
async fn the_script_and_the_version_are_served_and_nothing_else_below_the_prefix() {
    let router = || Router::new().fallback(|| async { (StatusCode::NOT_FOUND, "the app's") });
    let get = |path: &str| Request::get(path).header(HOST, "localhost");
    let script = ask(router(), get("/_tailprint/live-reload.js")).await;
    assert_eq!(script.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert!(text(script).await.contains("EventSource"));
    let version = ask(router(), get("/_tailprint/version")).await;
    assert_eq!(text(version).await, events::process());
    let other = ask(router(), get("/_tailprint/other")).await;
    assert_eq!(text(other).await, "the app's");
}

#[tokio::test]
async fn other_sites_get_403_below_the_prefix_and_the_app_answers_the_rest() {
    let router = || Router::new().fallback(|| async { "the app's" });
    let foreign = |path: &str| Request::get(path).header(HOST, "evil.example:3000");
    for path in ["live-reload.js", "events", "version", "other"] {
        let response = ask(router(), foreign(&format!("/_tailprint/{path}"))).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
        assert!(text(response).await.contains("TAILPRINT_ALLOWED_HOSTS=evil.example"));
    }
    let unreadable = Request::post("/_tailprint/version").header(HOST, &b"local\xffhost"[..]);
    assert_eq!(ask(router(), unreadable).await.status(), StatusCode::FORBIDDEN);
    let absolute = Request::get("http://evil.example/_tailprint/version").header(HOST, "localhost");
    assert_eq!(ask(router(), absolute).await.status(), StatusCode::FORBIDDEN);
    let own = || Request::get("/_tailprint/version").header(HOST, "localhost:3000");
    let answer = ask(router(), own()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
    let twice = own().header(HOST, "evil.example");
    assert_eq!(ask(router(), twice).await.status(), StatusCode::FORBIDDEN);
    let cross = own().header("sec-fetch-site", "cross-site");
    assert_eq!(ask(router(), cross).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(text(ask(router(), foreign("/")).await).await, "the app's");
}

/// Held by tests that open streams, since these are counted for the whole process.
static STREAMS: Mutex<()> = Mutex::new(());

#[test]
fn streams_beyond_the_most_are_refused_until_one_is_closed() {
    let _alone = STREAMS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let events = || Request::get("/_tailprint/events").header(HOST, "localhost");
    let mut open: Vec<_> = std::iter::from_fn(Events::open).take(1000).collect();
    assert_eq!(open.len(), 256);
    let refused = runtime.block_on(ask(Router::new(), events()));
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    let text = runtime.block_on(text(refused));
    assert!(text.starts_with("too many event streams are open"), "{text}");
    open.pop();
    assert_eq!(runtime.block_on(ask(Router::new(), events())).status(), StatusCode::OK);
}

fn poll(events: &mut Events) -> Poll<Option<Bytes>> {
    Pin::new(events).poll(&mut Context::from_waker(Waker::noop()))
}

/// One test, since the state is that of the process.
#[test]
fn every_listener_hears_the_state_and_the_last_one_only() {
    let _alone = STREAMS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (mut one, mut two) = (Events::open().unwrap(), Events::open().unwrap());
    let first = poll(&mut one);
    assert!(
        matches!(&first, Poll::Ready(Some(text)) if text.starts_with(b"data: {\"version\":\""))
    );
    assert_eq!(poll(&mut two), first);
    assert!(poll(&mut one).is_pending());
    let (version, swaps) = events::made_of();
    for _ in 0..1000 {
        events::tell(Told::Swap("[\"/a.css\"]".to_owned()));
    }
    events::tell(Told::Problem(Some("{\"title\":\"t\"}".to_owned())));
    let expected = format!(
        "data: {{\"version\":\"{version}\",\"swaps\":{},\"urls\":[\"/a.css\"],\"problem\":{{\"title\":\"t\"}}}}\n\n",
        swaps + 1000
    );
    for events in [&mut one, &mut two] {
        assert_eq!(poll(events), Poll::Ready(Some(Bytes::from(expected.clone()))));
        assert!(poll(events).is_pending());
    }
    events::tell(Told::Reload);
    assert_ne!(events::made_of().0, version);
    drop(two);
    events::tell(Told::Attended);
    events::tell(Told::Close);
    assert!(matches!(poll(&mut one), Poll::Ready(Some(_))));
    assert_eq!(poll(&mut one), Poll::Ready(None));
}

#[tokio::test]
async fn the_report_is_the_page_that_dev_made_last() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a b.html");
    let get = |host| {
        let request = Request::get("/_tailprint/").header(HOST, host);
        ask(Router::new(), request)
    };
    let response = get("127.0.0.1:3000").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(text(response).await.starts_with("there is no report yet"));
    std::fs::write(&file, "<!doctype html>one").unwrap();
    events::tell(Told::Report(file.clone()));
    let response = get("127.0.0.1:3000").await;
    assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    assert_eq!(text(response).await, "<!doctype html>one");
    assert_eq!(get("evil.example").await.status(), StatusCode::FORBIDDEN);
    std::fs::write(&file, "<!doctype html>two").unwrap();
    assert_eq!(text(get("localhost").await).await, "<!doctype html>two");
}
