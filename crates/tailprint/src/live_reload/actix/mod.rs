//! The layer as a middleware of actix-web.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{Error, HttpResponse};
use bytes::Bytes;
use pin_project_lite::pin_project;

use super::LiveReload;
use super::inject::Injector;
use super::page::{Answer, Navigation, Own, Reply, UNREADABLE};

impl<S, B> Transform<S, ServiceRequest> for LiveReload
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<Body<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = Middleware<S>;
    type Future = Ready<Result<Middleware<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(Middleware { inner }))
    }
}

/// A service whose pages follow what is saved.
#[derive(Debug)]
pub struct Middleware<S> {
    inner: S,
}

impl<S, B> Service<ServiceRequest> for Middleware<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<Body<B>>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let method = request.method().as_str().as_bytes();
        let method = http::Method::from_bytes(method).unwrap_or(http::Method::OPTIONS);
        let headers = request.headers();
        let authority = request.uri().authority().map(actix_web::http::uri::Authority::as_str);
        let hosts = headers.get_all(actix_web::http::header::HOST).map(text);
        let hosts = authority.into_iter().chain(hosts);
        let header = |name: &str| headers.get(name).map(text);
        if let Some(own) = Own::of(&method, request.path(), hosts, header) {
            return Box::pin(ready(Ok(request.into_response(answer(own)))));
        }
        let header = |name: &str| request.headers().get(name)?.to_str().ok();
        let navigation = Navigation::of(&method, None, header);
        if navigation.is_some() {
            request.headers_mut().remove(actix_web::http::header::ACCEPT_ENCODING);
        }
        let response = self.inner.call(request);
        Box::pin(async move {
            let mut response = response.await?;
            let injector = navigation.and_then(|navigation| inject(&navigation, &mut response));
            Ok(response.map_body(|_, inner| Body { content: Content::Inner { inner, injector } }))
        })
    }
}

/// Puts the script into a response. actix-web has the types of `http` 0.2, so the headers are carried over and back.
fn inject<B>(navigation: &Navigation, response: &mut ServiceResponse<B>) -> Option<Injector> {
    let mut newer = http::Response::new(());
    *newer.status_mut() = http::StatusCode::from_u16(response.status().as_u16()).ok()?;
    for (name, value) in response.headers() {
        let name = http::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
        newer.headers_mut().append(name, http::HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    let injector = navigation.injector(&mut newer)?;
    let mut older = HeaderMap::new();
    for (name, value) in newer.headers() {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
        older.append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    *response.headers_mut() = older;
    Some(injector)
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or(UNREADABLE)
}

fn answer<B: MessageBody>(own: Own) -> HttpResponse<Body<B>> {
    let Reply { status, headers, content } = own.reply();
    let status = StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::FORBIDDEN);
    let mut response =
        HttpResponse::with_body(status, Body { content: Content::Own { answer: content } });
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

pin_project! {
    /// The content of a response.
    #[derive(Debug)]
    pub struct Body<B> {
        #[pin]
        content: Content<B>,
    }
}

pin_project! {
    #[project = ContentProjection]
    #[derive(Debug)]
    enum Content<B> {
        /// An answer of the layer itself.
        Own { answer: Answer },
        /// The answer of the inner service.
        Inner {
            #[pin]
            inner: B,
            injector: Option<Injector>,
        },
    }
}

impl<B: MessageBody> MessageBody for Body<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        match &self.content {
            Content::Own { answer } => answer.len().map_or(BodySize::Stream, BodySize::Sized),
            Content::Inner { inner, injector } => match (inner.size(), injector) {
                (BodySize::Sized(size), Some(injector)) => {
                    BodySize::Sized(size.saturating_add(injector.pending()))
                }
                (BodySize::None, Some(injector)) => BodySize::Sized(injector.pending()),
                (size, _) => size,
            },
        }
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, B::Error>>> {
        match self.project().content.project() {
            ContentProjection::Own { answer } => answer.poll(cx).map(|piece| piece.map(Ok)),
            ContentProjection::Inner { mut inner, injector } => loop {
                let piece = ready!(inner.as_mut().poll_next(cx)).transpose()?;
                let text = match (piece, injector.as_mut()) {
                    (Some(piece), Some(injector)) => injector.push(piece),
                    (None, Some(waiting)) => {
                        let text = waiting.finish();
                        *injector = None;
                        return Poll::Ready((!text.is_empty()).then_some(Ok(text)));
                    }
                    (piece, None) => return Poll::Ready(piece.map(Ok)),
                };
                if !text.is_empty() {
                    return Poll::Ready(Some(Ok(text)));
                }
            },
        }
    }
}

#[cfg(test)]
mod tests;
