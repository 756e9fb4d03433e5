//! The assets as an actix-web service.

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
use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    IF_UNMODIFIED_SINCE, ORIGIN, RANGE,
};
use http::{Method, Response};

use super::navigation::is_navigation;
use super::{Body, ResponseFuture, Service};

/// All headers that a response depends on.
const READ: [HeaderName; 11] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD,
    IF_MATCH,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_RANGE,
    IF_UNMODIFIED_SINCE,
    ORIGIN,
    RANGE,
];

/// `App::new().service(assets::service())`, or within a `web::scope`.
///
/// Assets at the root leave all other paths to the services and the default service of the app, whatever the order.
/// With [`spa`](Service::spa) the service belongs behind those of the app, since it takes their pages otherwise.
impl HttpServiceFactory for Service {
    fn register(self, config: &mut AppService) {
        // actix-web takes the mount away.
        let below = self.below();
        let mount = self.assets().mount();
        let definition = match mount {
            "" => ResourceDef::root_prefix(""),
            mount if config.is_root() => ResourceDef::root_prefix(mount),
            mount => ResourceDef::prefix(mount),
        };
        let leaves_others =
            mount.is_empty() && config.is_root() && below.pages().not_found.is_none();
        let guards = leaves_others.then(|| guard(move |path, _| below.has(path)));
        let below_mount = move |request: ServiceRequest| {
            let answered = {
                let request = request.request();
                // actix-web has decoded everything but `%25`, `%2F` and `%2B` (`DEFAULT_QUOTER` in actix-router's
                // `url.rs`), so nothing is decoded twice.
                let path = request.match_info().unprocessed();
                below.answer(method(request.head()), path, headers(request.headers()))
            };
            respond(request, answered)
        };
        config.register_service(definition, guards, fn_service(below_mount), None);
        if self.pages().spa.is_some() {
            let whole = self.with_mount();
            let guards = guard(move |path, head| {
                is_navigation(&method(head), path, &headers(head.headers()))
            });
            let outside = move |request: ServiceRequest| {
                let headers = headers(request.headers());
                let answered = whole.answer(method(request.head()), request.path(), headers);
                respond(request, answered)
            };
            let definition = ResourceDef::root_prefix("");
            config.register_service(definition, Some(guards), fn_service(outside), None);
        }
    }
}

type Guards = Vec<Box<dyn Guard>>;

fn guard(check: impl Fn(&str, &RequestHead) -> bool + 'static) -> Guards {
    vec![Box::new(fn_guard(move |context| check(context.head().uri.path(), context.head())))]
}

async fn respond(
    request: ServiceRequest,
    answered: ResponseFuture,
) -> Result<ServiceResponse, actix_web::Error> {
    let Ok(response) = answered.await;
    Ok(request.into_response(into_actix(response).map_into_boxed_body()))
}

/// The method as the type of `http` 1; actix-web has those of `http` 0.2.
fn method(head: &RequestHead) -> Method {
    // invariant: every method that is known to the older version is one of the newer.
    Method::from_bytes(head.method.as_str().as_bytes()).unwrap_or(Method::CONNECT)
}

fn headers(older: &actix_web::http::header::HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in READ {
        for line in older.get_all(name.as_str()) {
            if let Ok(value) = HeaderValue::from_bytes(line.as_bytes()) {
                headers.append(&name, value);
            }
        }
    }
    headers
}

fn into_actix(response: Response<Body>) -> HttpResponse<Body> {
    let (parts, body) = response.into_parts();
    let status =
        StatusCode::from_u16(parts.status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = HttpResponse::build(status);
    for (name, value) in &parts.headers {
        builder.append_header((name.as_str(), value.as_bytes()));
    }
    builder.message_body(body).unwrap_or_else(|_| HttpResponse::with_body(status, Body::default()))
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
