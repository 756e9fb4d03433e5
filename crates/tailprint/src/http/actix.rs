//! The assets as an actix-web service.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{
    AppService, HttpServiceFactory, ResourceDef, ServiceRequest, ServiceResponse, fn_service,
};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE,
};
use http::{Method, Response};

use super::{Body, Service, respond_in};
use crate::Assets;

/// All headers that a response depends on.
const READ: [HeaderName; 7] = [
    ACCEPT_ENCODING,
    IF_MATCH,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_RANGE,
    IF_UNMODIFIED_SINCE,
    RANGE,
];

/// `App::new().service(assets::service())`, or within a `web::scope`.
impl HttpServiceFactory for Service {
    fn register(self, config: &mut AppService) {
        let assets = self.assets();
        let definition = match assets.mount() {
            "" => ResourceDef::root_prefix(""),
            mount if config.is_root() => ResourceDef::root_prefix(mount),
            mount => ResourceDef::prefix(mount),
        };
        let answer = move |request: ServiceRequest| {
            std::future::ready(Ok::<_, actix_web::Error>(answer(assets, request)))
        };
        config.register_service(definition, None, fn_service(answer), None);
    }
}

fn answer(assets: &'static Assets, request: ServiceRequest) -> ServiceResponse {
    let response = {
        let request = request.request();
        // actix-web has decoded everything but `%25`, `%2F` and `%2B` (`DEFAULT_QUOTER` in actix-router's `url.rs`), so
        // nothing is decoded twice.
        let path = request.match_info().unprocessed();
        respond_in(assets, &method(request), path, headers(request))
    };
    request.into_response(into_actix(response).map_into_boxed_body())
}

/// The method as the type of `http` 1; actix-web has those of `http` 0.2.
fn method(request: &HttpRequest) -> Method {
    Method::from_bytes(request.method().as_str().as_bytes()).unwrap_or(Method::OPTIONS)
}

fn headers(request: &HttpRequest) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in READ {
        for line in request.headers().get_all(name.as_str()) {
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
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.declared().map_or(BodySize::None, BodySize::Sized)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        let frame = http_body::Body::poll_frame(self, cx);
        frame.map(|frame| frame?.ok()?.into_data().ok().map(Ok))
    }

    fn try_into_bytes(self) -> Result<Bytes, Self> {
        // The answer to a HEAD has a size but no bytes, which would be sent as a size of 0.
        if self.declared() == u64::try_from(self.remaining()).ok() {
            Ok(self.into_bytes())
        } else {
            Err(self)
        }
    }
}
