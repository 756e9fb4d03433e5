//! [`Fallback`]: the assets, and another service for all that is no asset.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;

use super::blocking::{self, Task};
use super::headers;
use super::respond::{Answer, broken};
use super::{Body, Service};

/// A [`Service`] that passes requests without an asset on to another service: the result of [`Service::fallback`].
#[derive(Clone, Copy, Debug)]
pub struct Fallback<S> {
    assets: Service,
    next: S,
}

impl<S> Fallback<S> {
    pub(crate) fn new(assets: Service, next: S) -> Self {
        Self { assets, next }
    }
}

impl<S, B, C> tower_service::Service<Request<B>> for Fallback<S>
where
    S: tower_service::Service<Request<B>, Response = Response<C>> + Clone,
{
    type Response = Response<FallbackBody<C>>;
    type Error = S::Error;
    type Future = FallbackFuture<S, Request<B>, S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.next.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let assets = self.assets;
        if assets.assets().is_plain() {
            let (method, uri) = (request.method().clone(), request.uri().clone());
            let headers = request.headers().clone();
            let task = blocking::run(move || match assets.find(&method, uri.path(), &headers) {
                Answer::Missing(_) => None,
                answer => Some(answer.response(headers::empty())),
            });
            // The service that is ready is the one that must be called.
            let clone = self.next.clone();
            let next = std::mem::replace(&mut self.next, clone);
            return FallbackFuture { state: State::Reading { task, next: Some((next, request)) } };
        }
        let answer = assets.find(request.method(), request.uri().path(), request.headers());
        let state = match answer {
            Answer::Missing(_) => State::Next { future: self.next.call(request) },
            answer if answer.opens_file() => {
                let respond = move || Some(answer.response(headers::empty()));
                State::Reading { task: blocking::run(respond), next: None }
            }
            answer => {
                let headers = headers::emptied(std::mem::take(request.headers_mut()));
                State::Asset { response: Some(answer.response(headers)) }
            }
        };
        FallbackFuture { state }
    }
}

pin_project! {
    /// The response to come of a [`Fallback`].
    #[derive(Debug)]
    pub struct FallbackFuture<S, R, F> {
        #[pin]
        state: State<S, R, F>,
    }
}

pin_project! {
    #[project = StateProjection]
    #[derive(Debug)]
    enum State<S, R, F> {
        /// Taken once the future has ended.
        Asset { response: Option<Response<Body>> },
        /// Another thread reads the file. Without a next service it has been found.
        Reading {
            task: Task<Option<Response<Body>>>,
            next: Option<(S, R)>,
        },
        Next {
            #[pin]
            future: F,
        },
    }
}

impl<S, B, C> Future for FallbackFuture<S, Request<B>, S::Future>
where
    S: tower_service::Service<Request<B>, Response = Response<C>>,
{
    type Output = Result<Response<FallbackBody<C>>, S::Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let response = match self.as_mut().project().state.project() {
                StateProjection::Next { future } => {
                    return future.poll(cx).map_ok(|response| response.map(FallbackBody::next));
                }
                StateProjection::Asset { response } => response.take(),
                StateProjection::Reading { task, next } => {
                    match (ready!(Pin::new(task).poll(cx)), next.take()) {
                        (Ok(None), Some((mut next, request))) => {
                            let future = next.call(request);
                            self.as_mut().project().state.set(State::Next { future });
                            continue;
                        }
                        (response, _) => response.ok().flatten(),
                    }
                }
            };
            let response = response.unwrap_or_else(broken::<HeaderMap>);
            return Poll::Ready(Ok(response.map(FallbackBody::asset)));
        }
    }
}

pin_project! {
    /// The content of a response of a [`Fallback`].
    #[derive(Debug)]
    pub struct FallbackBody<C> {
        #[pin]
        content: Content<C>,
    }
}

pin_project! {
    #[project = ContentProjection]
    #[derive(Debug)]
    enum Content<C> {
        Asset {
            #[pin]
            body: Body,
        },
        Next {
            #[pin]
            body: C,
        },
    }
}

impl<C> FallbackBody<C> {
    fn asset(body: Body) -> Self {
        Self { content: Content::Asset { body } }
    }

    fn next(body: C) -> Self {
        Self { content: Content::Next { body } }
    }
}

impl<C> http_body::Body for FallbackBody<C>
where
    C: http_body::Body<Data = Bytes>,
    C::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.project().content.project() {
            ContentProjection::Asset { body } => {
                body.poll_frame(cx).map(|frame| frame.map(|frame| frame.map_err(Into::into)))
            }
            ContentProjection::Next { body } => {
                body.poll_frame(cx).map(|frame| frame.map(|frame| frame.map_err(Into::into)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Asset { body } => body.is_end_stream(),
            Content::Next { body } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Asset { body } => body.size_hint(),
            Content::Next { body } => body.size_hint(),
        }
    }
}
