//! The assets as an ntex service.

use std::error::Error;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use http::{HeaderMap, Response};
use ntex::http::body::{self as content, BodySize, MessageBody};
use ntex::router::ResourceDef;
use ntex::service::fn_service;
use ntex::util::Bytes;
use ntex::web::dev::{WebServiceConfig, WebServiceFactory};
use ntex::web::guard::{Guard, fn_guard};
use ntex::web::{ErrorRenderer, HttpResponse, WebRequest, WebResponse};

use super::super::headers::read_headers;
use super::super::{Body, Service};
use super::mounted::refuse_shared_mount;

/// `App::new().service(assets::service())`.
///
/// Assets at the root leave all other paths to the services and the default service of the app, whatever the order. Two
/// packages with the same mount are a panic at the start.
impl<Err: ErrorRenderer> WebServiceFactory<Err> for Service {
    fn register(self, config: &mut WebServiceConfig<Err>) {
        refuse_shared_mount(&config.default_service(), self.assets());
        let service = self.with_mount();
        let guard = fn_guard(move |head| {
            service.takes(&head.method, head.uri.path(), || headers(head.headers()))
        });
        let guards: Vec<Box<dyn Guard>> = vec![Box::new(guard)];
        let respond = async move |request: WebRequest<Err>| {
            let (method, path) = (request.method().clone(), request.uri().path().to_owned());
            let Ok(response) = service.answer(method, &path, headers(request.headers())).await;
            Ok::<WebResponse, Err::Container>(request.into_response(into_ntex(response)))
        };
        let paths = ResourceDef::new(patterns(service));
        config.register_service(paths, Some(guards), fn_service(respond), None);
    }
}

/// The patterns of all paths that may be for the service. A pattern for every path takes ntex more time, so those of the
/// mounts are used where they are enough.
fn patterns(service: Service) -> Vec<String> {
    let assets = service.assets();
    let (mount, other) = assets.mounts();
    let mounts: Vec<_> = [Some(mount), other].into_iter().flatten().collect();
    // ntex compares decoded segments, and gives braces a meaning.
    let is_literal = |mount: &&str| !mount.is_empty() && !mount.contains(['%', '{', '}']);
    let is_outside = assets.has_files_at_root() || service.pages().spa.is_some();
    if is_outside || !mounts.iter().all(is_literal) {
        return vec!["/{path}*".to_owned()];
    }
    let below = |mount: &str| [mount.to_owned(), format!("{mount}/"), format!("{mount}/{{path}}*")];
    mounts.into_iter().flat_map(below).collect()
}

fn headers(own: &ntex::http::HeaderMap) -> HeaderMap {
    read_headers(own.iter(), |value| value.as_bytes())
}

fn into_ntex(response: Response<Body>) -> HttpResponse {
    let (parts, body) = response.into_parts();
    let content = match body.in_binary() {
        Some(bytes) => content::Body::Bytes(Bytes::from_static(bytes)),
        None => content::Body::from_message(Content(body)),
    };
    let mut response = HttpResponse::with_body(parts.status, content);
    *response.headers_mut() = parts.headers.into();
    response
}

/// A content as ntex reads it.
struct Content(Body);

impl MessageBody for Content {
    fn size(&self) -> BodySize {
        self.0.declared().map_or(BodySize::None, BodySize::Sized)
    }

    fn poll_next_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Rc<dyn Error>>>> {
        http_body::Body::poll_frame(Pin::new(&mut self.0), cx).map(|frame| {
            let data = frame?.map(|frame| frame.into_data().unwrap_or_default());
            Some(
                data.map(|data| Bytes::copy_from_slice(&data)).map_err(|error| Rc::new(error) as _),
            )
        })
    }
}
