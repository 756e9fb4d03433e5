//! The assets as an ntex service.

use std::cell::RefCell;
use std::error::Error;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use http::{HeaderMap, HeaderName, StatusCode};
use ntex::http::body::{self as content, BodySize, MessageBody};
use ntex::http::header::HeaderValue;
use ntex::router::ResourceDef;
use ntex::service::fn_service;
use ntex::util::Bytes;
use ntex::web::dev::{WebServiceConfig, WebServiceFactory};
use ntex::web::guard::{Guard, fn_guard};
use ntex::web::{ErrorRenderer, HttpResponse, WebRequest, WebResponse};

use super::super::draft::Draft;
use super::super::headers::Value;
use super::super::{Body, Service};
use super::headers::{Passed, USUAL, read_headers, renew};
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
            let (method, headers) = (request.method().clone(), headers(request.headers()));
            let reply = service.reply::<NtexDraft>(method, request.uri().path(), headers);
            Ok::<WebResponse, Err::Container>(request.into_response(reply.response().await))
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

/// A response while it is made, with ntex's type of values.
struct NtexDraft {
    response: HttpResponse,
    passed: Passed,
}

impl Default for NtexDraft {
    fn default() -> Self {
        Self { response: HttpResponse::new(StatusCode::OK), passed: Passed::default() }
    }
}

impl Draft for NtexDraft {
    type Response = HttpResponse;

    fn append(&mut self, name: HeaderName, value: Value) {
        let headers = self.response.headers_mut();
        let Some(usual) = self.passed.next(&name) else {
            if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                headers.append(name, value);
            }
            return;
        };
        LAST.with_borrow_mut(|last| {
            let Some(last) = last.get_mut(usual) else { return };
            if renew(last, value.as_bytes(), |octets| HeaderValue::from_bytes(octets).ok()) {
                headers.append(name, last.clone());
            }
        });
    }

    fn finish(mut self, status: StatusCode, body: Body) -> HttpResponse {
        *self.response.status_mut() = status;
        self.response.set_body(match body.in_binary() {
            Some(bytes) => content::Body::Bytes(Bytes::from_static(bytes)),
            None => content::Body::from_message(Content(body)),
        })
    }
}

thread_local! {
    /// The last value of each usual header. Most values are those of the response before, and a clone neither allocates
    /// nor checks the octets.
    static LAST: RefCell<[HeaderValue; USUAL.len()]> =
        RefCell::new(USUAL.each_ref().map(|_| HeaderValue::from_static("")));
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
