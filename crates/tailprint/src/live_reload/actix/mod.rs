//! The layer as a middleware of actix-web.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{Error, HttpResponse};
use bytes::Bytes;
use pin_project_lite::pin_project;

use super::LiveReload;
use super::events::Events;
use super::inject::Injector;
use super::page::{Navigation, Own};

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
        if let Some(own) = Own::of(&method, request.path()) {
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

fn answer<B: MessageBody>(own: Own) -> HttpResponse<Body<B>> {
    let (media_type, text) = own.text();
    let content = match own {
        Own::Events => Content::Events { events: Events::open() },
        _ => Content::Own { text },
    };
    let mut builder = HttpResponse::Ok();
    builder.insert_header(("content-type", media_type));
    builder.insert_header(("cache-control", "no-store"));
    builder.insert_header(("x-content-type-options", "nosniff"));
    // A middleware that encodes would wait for more.
    builder.insert_header(("content-encoding", "identity"));
    let failed = || {
        HttpResponse::with_body(
            actix_web::http::StatusCode::INTERNAL_SERVER_ERROR,
            Body { content: Content::Own { text: Bytes::new() } },
        )
    };
    builder.message_body(Body { content }).unwrap_or_else(|_| failed())
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
        Own { text: Bytes },
        Events { events: Events },
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
            Content::Own { text } => BodySize::Sized(text.len() as u64),
            Content::Events { .. } => BodySize::Stream,
            Content::Inner { inner, injector } => match (inner.size(), injector) {
                (BodySize::Sized(size), Some(injector)) => {
                    BodySize::Sized(size + injector.pending())
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
            ContentProjection::Own { text } => {
                let text = std::mem::take(text);
                Poll::Ready((!text.is_empty()).then_some(Ok(text)))
            }
            ContentProjection::Events { events } => Pin::new(events).poll(cx).map(|it| it.map(Ok)),
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
