//! The assets as an actix-web service.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{
    AppService, HttpServiceFactory, RequestHead, ResourceDef, ServiceRequest, ServiceResponse,
    fn_service,
};
use actix_web::guard::{Guard, fn_guard};
use actix_web::http::StatusCode;
use actix_web::http::header::{self as older, HeaderName, HeaderValue};
use bytes::Bytes;
use http::{HeaderMap, Method};

use super::super::draft::Draft;
use super::super::headers::Value;
use super::super::request::navigation::is_navigation;
use super::super::{Body, Service};
use super::headers::{Passed, USUAL, read_headers, renew};
use super::mounted::refuse_shared_mount;
use super::reply::Reply;

/// `App::new().service(assets::service())`, or within a `web::scope`.
///
/// Files at the root of the host (`Config::at_root`, `Config::root_files`) are served beside the mount, unless the service
/// is in a scope. They, and assets that are mounted at the root, leave all other paths to the services and the default
/// service of the app, whatever the order. Two packages with the same mount are a panic at the start.
///
/// With [`spa`](Service::spa) the service belongs behind those of the app, since it takes their pages otherwise.
impl HttpServiceFactory for Service {
    fn register(self, config: &mut AppService) {
        // actix-web takes the mount away.
        let below = self.below();
        let (mount, other) = self.assets().mounts();
        if config.is_root() {
            refuse_shared_mount(&config.default_service(), self.assets());
        }
        for mount in [Some(mount), other].into_iter().flatten() {
            below.register_below(mount, config);
        }
        if config.is_root() && self.assets().has_files_at_root() {
            self.register_files_at_root(config);
        }
        if self.pages().spa.is_some() {
            self.register_spa(config);
        }
    }
}

impl Service {
    /// Registers the assets below a mount, which actix-web takes away.
    fn register_below(self, mount: &'static str, config: &mut AppService) {
        let definition = match mount {
            "" => ResourceDef::root_prefix(""),
            mount if config.is_root() => ResourceDef::root_prefix(mount),
            mount => ResourceDef::prefix(mount),
        };
        let leaves_others = self.assets().is_mounted_at_root()
            && config.is_root()
            && self.pages().not_found.is_none();
        let whole = self.with_mount();
        let guards = leaves_others.then(|| guard(move |path, _| whole.has(path)));
        let below_mount = move |request: ServiceRequest| {
            let reply = {
                let request = request.request();
                // actix-web has decoded everything but `%25`, `%2F` and `%2B` (`DEFAULT_QUOTER` in actix-router's
                // `url.rs`), so nothing is decoded twice.
                let path = request.match_info().unprocessed();
                self.reply(method(request.head()), path, headers(request.headers()))
            };
            respond(request, reply)
        };
        config.register_service(definition, guards, fn_service(below_mount), None);
    }

    /// Registers the page of navigations.
    fn register_spa(self, config: &mut AppService) {
        let is_for_it = |path: &str, head: &RequestHead| {
            is_navigation(&method(head), path, &headers(head.headers()))
        };
        self.register_whole(guard(is_for_it), config);
    }

    /// Registers the files at the root.
    fn register_files_at_root(self, config: &mut AppService) {
        let whole = self.with_mount();
        self.register_whole(guard(move |path, _| whole.has_at_root(path)), config);
    }

    /// Registers the service for whole paths, and takes those alone that pass the guards.
    fn register_whole(self, guards: Guards, config: &mut AppService) {
        let whole = self.with_mount();
        let answer = move |request: ServiceRequest| {
            let headers = headers(request.headers());
            let reply = whole.reply(method(request.head()), request.path(), headers);
            respond(request, reply)
        };
        let definition = ResourceDef::root_prefix("");
        config.register_service(definition, Some(guards), fn_service(answer), None);
    }
}

type Guards = Vec<Box<dyn Guard>>;

fn guard(check: impl Fn(&str, &RequestHead) -> bool + 'static) -> Guards {
    vec![Box::new(fn_guard(move |context| check(context.head().uri.path(), context.head())))]
}

async fn respond(
    request: ServiceRequest,
    reply: Reply<ActixDraft>,
) -> Result<ServiceResponse, actix_web::Error> {
    Ok(request.into_response(reply.response().await.map_into_boxed_body()))
}

/// The method as the type of `http` 1; actix-web has those of `http` 0.2.
fn method(head: &RequestHead) -> Method {
    // invariant: every method that is known to the older version is one of the newer.
    Method::from_bytes(head.method.as_str().as_bytes()).unwrap_or(Method::CONNECT)
}

fn headers(older: &older::HeaderMap) -> HeaderMap {
    read_headers(older.iter(), |value| value.as_bytes())
}

/// A response while it is made, with the types of `http` 0.2.
struct ActixDraft {
    response: HttpResponse<()>,
    passed: Passed,
}

impl Default for ActixDraft {
    fn default() -> Self {
        Self { response: HttpResponse::with_body(StatusCode::OK, ()), passed: Passed::default() }
    }
}

impl Draft for ActixDraft {
    type Response = HttpResponse<Body>;

    fn append(&mut self, name: http::HeaderName, value: Value) {
        let headers = self.response.headers_mut();
        let Some(usual) = self.passed.next(&name) else {
            return append(&name, value.as_bytes(), headers);
        };
        LAST.with_borrow_mut(|last| {
            let Some((name, last)) = last.get_mut(usual) else { return };
            if renew(last, value.as_bytes(), |octets| HeaderValue::from_bytes(octets).ok()) {
                headers.append(name.clone(), last.clone());
            }
        });
    }

    fn finish(mut self, status: http::StatusCode, body: Body) -> HttpResponse<Body> {
        let status = StatusCode::from_u16(status.as_u16());
        *self.response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.response.set_body(body)
    }
}

type Header = (HeaderName, HeaderValue);

thread_local! {
    /// The last value of each usual header, as the type of `http` 0.2. Most values are those of the response before, and
    /// a clone neither allocates nor checks the octets.
    static LAST: RefCell<[Header; USUAL.len()]> = RefCell::new(USUAL.each_ref().map(|name| {
        (HeaderName::from_static(name.as_str()), HeaderValue::from_static(""))
    }));
}

/// Appends a header that is none of the usual ones.
fn append(name: &http::HeaderName, octets: &[u8], headers: &mut older::HeaderMap) {
    let name = HeaderName::from_bytes(name.as_str().as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(octets)) {
        headers.append(name, value);
    }
}

impl MessageBody for Body {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        self.declared().map_or(BodySize::None, BodySize::Sized)
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let frame = http_body::Body::poll_frame(self, cx);
        frame.map(|frame| Some(frame?.map(|frame| frame.into_data().unwrap_or_default())))
    }

    fn try_into_bytes(self) -> Result<Bytes, Self> {
        // The answer to a HEAD has a size but no bytes, which would be sent as a size of 0.
        if self.is_complete() { Ok(self.into_bytes().unwrap_or_default()) } else { Err(self) }
    }
}
