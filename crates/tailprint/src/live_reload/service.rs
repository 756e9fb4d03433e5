//! The layer around a `tower` service.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http::header::{HOST, HeaderMap, HeaderValue};
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;

use super::LiveReload;
use super::inject::Injector;
use super::page::{Answer, Navigation, Own, Reply, UNREADABLE};

impl<S> tower_layer::Layer<S> for LiveReload {
    type Service = Service<S>;

    fn layer(&self, inner: S) -> Service<S> {
        Service { inner }
    }
}

/// A service whose pages follow what is saved.
#[derive(Clone, Copy, Debug)]
pub struct Service<S> {
    inner: S,
}

impl<S, Q, B> tower_service::Service<Request<Q>> for Service<S>
where
    S: tower_service::Service<Request<Q>, Response = Response<B>>,
    B: http_body::Body,
{
    type Response = Response<Body<B>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<Q>) -> Self::Future {
        let own = {
            let headers = request.headers();
            let authority = request.uri().authority().map(http::uri::Authority::as_str);
            let hosts = authority.into_iter().chain(headers.get_all(HOST).iter().map(text));
            let header = |name: &str| headers.get(name).map(text);
            Own::of(request.method(), request.uri().path(), hosts, header)
        };
        match own {
            Some(own) => ResponseFuture { state: State::Own { own } },
            None => {
                let navigation = Navigation::prepare(&mut request);
                let future = self.inner.call(request);
                ResponseFuture { state: State::Inner { future, navigation } }
            }
        }
    }
}

pin_project! {
    /// A response to come.
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = StateProjection]
    #[derive(Debug)]
    enum State<F> {
        /// A request to the layer itself.
        Own { own: Own },
        /// A request to the inner service.
        Inner {
            #[pin]
            future: F,
            navigation: Option<Navigation>,
        },
    }
}

impl<F, B, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: http_body::Body,
{
    type Output = Result<Response<Body<B>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Own { own } => Poll::Ready(Ok(answer(own.clone()))),
            StateProjection::Inner { future, navigation } => {
                let mut response = ready!(future.poll(cx))?;
                let injector =
                    navigation.as_ref().and_then(|navigation| navigation.injector(&mut response));
                Poll::Ready(Ok(response.map(|inner| {
                    let page = Page { injector, ..Page::default() };
                    Body { content: Content::Inner { inner, page } }
                })))
            }
        }
    }
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or(UNREADABLE)
}

fn answer<B>(own: Own) -> Response<Body<B>> {
    let Reply { status, headers, content } = own.reply();
    let mut response = Response::new(Body { content: Content::Own { answer: content } });
    *response.status_mut() = status;
    for (name, value) in headers {
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
            page: Page,
        },
    }
}

/// The progress of a response.
#[derive(Debug, Default)]
struct Page {
    /// Present until the script is in the page.
    injector: Option<Injector>,
    /// The trailers, which follow the script if that came at the end.
    trailers: Option<HeaderMap>,
    ended: bool,
}

impl Page {
    /// The frame behind the last one of the inner service: the trailers, or the end. None if the inner service goes on.
    fn last(&mut self) -> Option<Option<Frame<Bytes>>> {
        match self.trailers.take() {
            Some(trailers) => Some(Some(Frame::trailers(trailers))),
            None => self.ended.then_some(None),
        }
    }

    /// The frame to send for one of the inner service; none while the beginning is held back.
    fn inject<D: Buf>(&mut self, frame: Option<Frame<D>>) -> Option<Option<Frame<Bytes>>> {
        let copy = |mut data: D| data.copy_to_bytes(data.remaining());
        let Some(injector) = &mut self.injector else {
            return Some(frame.map(|frame| frame.map_data(copy)));
        };
        let text = match frame.map(Frame::into_data) {
            Some(Ok(data)) => injector.push(copy(data)),
            Some(Err(trailers)) => {
                self.trailers = trailers.into_trailers().ok();
                self.finish()
            }
            None => {
                self.ended = true;
                self.finish()
            }
        };
        (!text.is_empty()).then(|| Some(Frame::data(text)))
    }

    fn finish(&mut self) -> Bytes {
        self.injector.take().map(|mut injector| injector.finish()).unwrap_or_default()
    }
}

impl<B: http_body::Body> http_body::Body for Body<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        match self.project().content.project() {
            ContentProjection::Own { answer } => {
                answer.poll(cx).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
            }
            ContentProjection::Inner { mut inner, page } => loop {
                if let Some(last) = page.last() {
                    return Poll::Ready(last.map(Ok));
                }
                let frame = ready!(inner.as_mut().poll_frame(cx)).transpose()?;
                if let Some(frame) = page.inject(frame) {
                    return Poll::Ready(frame.map(Ok));
                }
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Own { answer } => answer.len() == Some(0),
            Content::Inner { inner, page } => {
                let waiting = page.injector.is_some() || page.trailers.is_some();
                !waiting && (page.ended || inner.is_end_stream())
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Own { answer } => {
                answer.len().map_or_else(SizeHint::default, SizeHint::with_exact)
            }
            Content::Inner { inner, page } => {
                let added = page.injector.as_ref().map_or(0, Injector::pending);
                let (inner, mut hint) = (inner.size_hint(), SizeHint::default());
                hint.set_lower(inner.lower().saturating_add(added));
                if let Some(upper) = inner.upper() {
                    hint.set_upper(upper.saturating_add(added));
                }
                hint
            }
        }
    }
}
