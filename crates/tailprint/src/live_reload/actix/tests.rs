//! The middleware around an app of actix-web that answers in all the ways there are.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Waker};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HOST,
};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use bytes::Bytes;

use super::super::tests::{SCRIPT, streams};
use super::super::{events, live_reload};

/// What the middleware makes of an answer.
async fn ask(
    answer: impl Fn(HttpRequest) -> HttpResponse + Clone + 'static,
    request: TestRequest,
) -> ServiceResponse<impl MessageBody> {
    let handler = move |request: HttpRequest| std::future::ready(answer(request));
    let app = App::new().default_service(web::to(handler)).wrap(live_reload());
    call_service(&init_service(app).await, request.to_request()).await
}

async fn text<B: MessageBody>(response: ServiceResponse<B>) -> String {
    String::from_utf8(read_body(response).await.into()).unwrap()
}

fn page() -> HttpResponseBuilder {
    let mut page = HttpResponse::Ok();
    page.insert_header((CONTENT_TYPE, "text/html; charset=utf-8"));
    page
}

#[actix_web::test]
async fn a_page_gets_the_script_and_a_length_that_is_true() {
    let answer = |_| page().body("<!doctype html><head><title>");
    let response = ask(answer, TestRequest::get()).await;
    assert_eq!(response.headers().get(CACHE_CONTROL).unwrap(), "no-store");
    let size = response.response().body().size();
    let text = text(response).await;
    assert_eq!(size, BodySize::Sized(text.len() as u64));
    assert!(text.starts_with(&format!("<!doctype html><head>{SCRIPT}")), "{text}");
    assert!(text.ends_with(" async></script><title>"), "{text}");
    // A page without a body is one, too.
    let response = ask(|_| page().finish(), TestRequest::get()).await;
    let size = response.response().body().size();
    let text = self::text(response).await;
    assert_eq!(size, BodySize::Sized(text.len() as u64));
    assert!(text.starts_with(SCRIPT), "{text}");
}

/// Pieces that come through a channel; it has to be asked again and again.
struct Pieces(mpsc::Receiver<&'static str>);

impl MessageBody for Pieces {
    type Error = actix_web::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        match self.0.try_recv() {
            Ok(piece) => Poll::Ready(Some(Ok(piece.into()))),
            Err(mpsc::TryRecvError::Empty) => Poll::Pending,
            Err(mpsc::TryRecvError::Disconnected) => Poll::Ready(None),
        }
    }
}

#[actix_web::test]
async fn a_streamed_page_is_passed_on_piece_by_piece() {
    let (sender, receiver) = mpsc::channel::<&str>();
    let receiver = Arc::new(Mutex::new(Some(receiver)));
    let answer = move |_| {
        let pieces = Pieces(receiver.lock().unwrap().take().unwrap());
        page().message_body(BoxBody::new(pieces)).unwrap()
    };
    let response = ask(answer, TestRequest::get()).await;
    assert_eq!(response.response().body().size(), BodySize::Stream);
    let mut body = Box::pin(response.into_body());
    let next = || match body.as_mut().poll_next(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Some(Ok(piece))) => String::from_utf8(piece.into()).unwrap(),
        Poll::Ready(_) => "end".to_owned(),
        Poll::Pending => "pending".to_owned(),
    };
    streams(sender, next);
}

#[actix_web::test]
async fn a_response_that_is_no_whole_page_stays_as_it_is() {
    let typed = |media_type: &str| {
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, media_type));
        response
    };
    let with = |status: StatusCode| {
        let mut response = page();
        response.status(status);
        response
    };
    let encoded = || {
        let mut response = page();
        response.insert_header((CONTENT_ENCODING, "br"));
        response
    };
    let cases: [(Method, HttpResponseBuilder); 8] = [
        (Method::HEAD, page()),
        (Method::POST, page()),
        (Method::GET, with(StatusCode::NO_CONTENT)),
        (Method::GET, with(StatusCode::PARTIAL_CONTENT)),
        (Method::GET, with(StatusCode::NOT_MODIFIED)),
        (Method::GET, encoded()),
        (Method::GET, typed("text/html; charset=UTF-16")),
        (Method::GET, typed("application/json")),
    ];
    for (number, (method, builder)) in cases.into_iter().enumerate() {
        let builder = Rc::new(RefCell::new(builder));
        let answer = move |_| builder.borrow_mut().insert_header((ETAG, "\"1\"")).body("x");
        let response = ask(answer, TestRequest::default().method(method)).await;
        assert_eq!(response.headers().get(ETAG).unwrap(), "\"1\"", "{number}");
        assert_eq!(response.headers().get(CACHE_CONTROL), None, "{number}");
        assert_eq!(text(response).await, "x", "{number}");
    }
}

#[actix_web::test]
async fn the_answer_to_a_script_is_a_fragment() {
    for header in [("sec-fetch-dest", "empty"), ("hx-request", "true"), ("accept", "image/*")] {
        let request = TestRequest::get().insert_header(header);
        let response = ask(|_| page().body("<li>"), request).await;
        assert_eq!(text(response).await, "<li>", "{header:?}");
    }
}

#[actix_web::test]
async fn navigations_are_answered_unencoded_and_everything_else_as_it_was_asked_for() {
    let answer = |request: HttpRequest| {
        let asked = request.headers().get(ACCEPT_ENCODING);
        let asked = asked.map_or("none", |value| value.to_str().unwrap()).to_owned();
        HttpResponse::Ok().body(asked)
    };
    let asked = |destination| {
        let request = TestRequest::get().insert_header((ACCEPT_ENCODING, "br"));
        request.insert_header(("sec-fetch-dest", destination))
    };
    assert_eq!(text(ask(answer, asked("document")).await).await, "none");
    assert_eq!(text(ask(answer, asked("style")).await).await, "br");
}

#[actix_web::test]
async fn a_policy_lets_the_script_in_with_its_nonce() {
    let answer = |_| {
        page()
            .append_header((CONTENT_SECURITY_POLICY, "script-src 'nonce-n0' 'strict-dynamic'"))
            .append_header((CONTENT_SECURITY_POLICY, "default-src 'none'"))
            .append_header((ETAG, "\"1\""))
            .append_header(("set-cookie", "a=1"))
            .append_header(("set-cookie", "b=2"))
            .body("<p>")
    };
    let response = ask(answer, TestRequest::get().insert_header((HOST, "localhost:3000"))).await;
    let headers = response.headers();
    let policies: Vec<_> = headers.get_all(CONTENT_SECURITY_POLICY).collect();
    assert_eq!(policies.len(), 2);
    assert!(policies[1].to_str().unwrap().contains("connect-src localhost:3000/_tailprint/"));
    assert!(!headers.contains_key(ETAG));
    assert_eq!(headers.get_all("set-cookie").count(), 2, "headers of one name stay several");
    assert!(text(response).await.contains(" nonce=\"n0\" async></script><p>"));
}

#[actix_web::test]
async fn the_script_and_the_version_are_served_and_nothing_else_below_the_prefix() {
    let answer = |_| HttpResponse::NotFound().body("the app's");
    let get = |path: &str| TestRequest::get().uri(path).insert_header((HOST, "localhost"));
    let script = ask(answer, get("/_tailprint/live-reload.js")).await;
    assert_eq!(script.headers().get(CONTENT_TYPE).unwrap(), "text/javascript; charset=utf-8");
    assert!(text(script).await.contains("EventSource"));
    let version = ask(answer, get("/_tailprint/version")).await;
    assert_eq!(text(version).await, events::process());
    let other = ask(answer, get("/_tailprint/other")).await;
    assert_eq!(text(other).await, "the app's");
}

#[actix_web::test]
async fn a_foreign_host_gets_403_below_the_prefix_and_the_app_answers_the_rest() {
    let answer = |_| HttpResponse::Ok().body("the app's");
    let foreign = |path: &str| TestRequest::get().uri(path).insert_header((HOST, "evil.example"));
    for path in ["/_tailprint/version", "/_tailprint/events", "/_tailprint/other"] {
        let response = ask(answer, foreign(path)).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
        assert!(text(response).await.contains("TAILPRINT_ALLOWED_HOSTS=evil.example"));
    }
    assert_eq!(text(ask(answer, foreign("/")).await).await, "the app's");
    let own = TestRequest::get().uri("/_tailprint/version").insert_header((HOST, "[::1]:3000"));
    assert_eq!(ask(answer, own).await.status(), StatusCode::OK);
}
