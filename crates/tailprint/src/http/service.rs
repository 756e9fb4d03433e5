//! [`Service`]: the assets as a `tower` service.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{HeaderMap, Method, Request, Response};

use super::blocking::{self, Task};
use super::respond::{Answer, Asked, Pages, panicked};
use super::{Body, Fallback};
#[cfg(feature = "actix-web")]
use super::{path, target::Found};
use crate::{Asset, Assets};

/// Serves all assets of a build; the type that the generated `assets::service()` returns.
///
/// It never fails and costs nothing to clone. In plain mode other threads read the files. It expects paths below the
/// mount:
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// use axum::Router;
///
/// // axum removes the mount from the path before it calls the service.
/// let app: Router = Router::new().nest_service(assets::MOUNT, assets::service());
/// // A fallback, or hyper, passes the whole path.
/// let app: Router = Router::new().fallback_service(assets::service().with_mount());
/// ```
///
/// With the cargo feature `actix-web` it mounts itself: `App::new().service(assets::service())`.
///
/// [`Assets::respond`] is the same as a function.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    assets: &'static Assets,
    mount: &'static str,
    pages: Pages,
}

impl Service {
    /// A service for these assets.
    #[must_use]
    pub const fn new(assets: &'static Assets) -> Self {
        let pages = Pages { index: false, spa: None, not_found: None };
        Self { assets, mount: "", pages }
    }

    /// Expects the whole path, mount included, and answers every path outside the mount with 404.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let request = http::Request::get("/elsewhere/a.css").body(())?;
    /// assert_eq!(assets::service().with_mount().respond(&request).status(), 404);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn with_mount(mut self) -> Self {
        self.mount = self.assets.mount();
        self
    }

    /// Answers a request for a folder with the `index.html` in it, and leads `/docs` to `/docs/`. Off by default.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// // `/static/docs/` is `docs/index.html`
    /// let app: axum::Router =
    ///     axum::Router::new().nest_service(assets::MOUNT, assets::service().index_html());
    /// ```
    #[must_use]
    pub fn index_html(mut self) -> Self {
        self.pages.index = true;
        self
    }

    /// Answers navigations that lead to no asset with this page, which an app in the browser then fills.
    ///
    /// A navigation is a GET or HEAD that accepts `text/html` by name, for a path outside the mount without an
    /// extension that files have. So a missing script stays a 404. The service expects whole paths, as after
    /// [`with_mount`](Self::with_mount): it is to be the fallback of the app.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// # fn app() -> axum::Router {
    /// axum::Router::new().fallback_service(assets::service().spa("index.html"))
    /// # }
    /// ```
    ///
    /// # Panics
    /// If there is no such asset.
    #[must_use]
    #[track_caller]
    pub fn spa(mut self, page: &str) -> Self {
        self.pages.spa = Some(self.page(page));
        self.with_mount()
    }

    /// Sends this page as the content of every 404. Without it a 404 has no content.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// # fn app() -> axum::Router {
    /// axum::Router::new().nest_service(assets::MOUNT, assets::service().not_found("404.html"))
    /// # }
    /// ```
    ///
    /// # Panics
    /// If there is no such asset.
    #[must_use]
    #[track_caller]
    pub fn not_found(mut self, page: &str) -> Self {
        self.pages.not_found = Some(self.page(page));
        self
    }

    /// Passes every request that is for no asset on to another service, whatever its method. A request for an asset
    /// with a method other than GET and HEAD is answered with 405.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// use axum::Router;
    /// use axum::http::StatusCode;
    /// use axum::routing::any;
    ///
    /// let not_found = any(async || (StatusCode::NOT_FOUND, "my 404 page"));
    /// let app: Router =
    ///     Router::new().fallback_service(assets::service().with_mount().fallback(not_found));
    /// ```
    #[must_use]
    pub fn fallback<S>(self, next: S) -> Fallback<S> {
        Fallback::new(self, next)
    }

    /// Answers one request. In plain mode it waits for the disk.
    #[must_use]
    pub fn respond<B>(self, request: &Request<B>) -> Response<Body> {
        let path = request.uri().path();
        self.find(request.method(), path, request.headers()).response(HeaderMap::new())
    }

    pub(crate) fn assets(self) -> &'static Assets {
        self.assets
    }

    #[cfg(any(feature = "actix-web", feature = "axum"))]
    pub(crate) fn pages(&self) -> &Pages {
        &self.pages
    }

    /// Finds the answer to a request.
    #[inline]
    pub(crate) fn find(&self, method: &Method, path: &str, headers: &HeaderMap) -> Answer {
        let below = self.below_mount(path);
        Answer::to(self.assets, &self.pages, &Asked { method, path, below, headers })
    }

    /// Answers a request, in plain mode on another thread. The response takes over the memory of the request's header
    /// map: hyper takes the map of the response for the next request, so that a connection allocates one map for all
    /// of them.
    pub(crate) fn answer(
        self,
        method: Method,
        path: &str,
        mut headers: HeaderMap,
    ) -> ResponseFuture {
        if self.assets.is_embedded() {
            let answer = self.find(&method, path, &headers);
            headers.clear();
            return ResponseFuture(State::Ready(Some(answer.response(headers))));
        }
        let path = path.to_owned();
        let answer = move || self.find(&method, &path, &headers).response(HeaderMap::new());
        ResponseFuture(State::Reading(blocking::run(answer)))
    }

    /// The same service for a caller that takes the mount away.
    #[cfg(feature = "actix-web")]
    pub(crate) fn below(mut self) -> Self {
        self.mount = "";
        self
    }

    /// Returns true for a path that an asset has, or a page stands for.
    #[cfg(feature = "actix-web")]
    pub(crate) fn has(&self, path: &str) -> bool {
        let Some(below) = self.below_mount(path) else { return false };
        let is_asset = |name: &str| Found::named(self.assets, name).is_some();
        path::name(below).is_some_and(|name| is_asset(&name))
            || self.pages.index && path::index_name(below).is_some_and(|name| is_asset(&name))
    }

    /// The path below the mount; none for any other.
    fn below_mount<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.mount).filter(|below| below.is_empty() || below.starts_with('/'))
    }

    #[track_caller]
    fn page(&self, path: &str) -> Asset {
        match self.assets.get(path) {
            Some(page) => page,
            None => panic!("no static asset {path:?}, which is to be sent as a page"),
        }
    }
}

impl<B> tower_service::Service<Request<B>> for Service {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        let (request, _) = request.into_parts();
        self.answer(request.method, request.uri.path(), request.headers)
    }
}

/// The response to come of a [`Service`]: ready at once, but for plain mode, in which another thread finds the file.
#[derive(Debug)]
pub struct ResponseFuture(State);

#[derive(Debug)]
enum State {
    /// Taken once the future has ended.
    Ready(Option<Response<Body>>),
    Reading(Task<Response<Body>>),
}

impl Future for ResponseFuture {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = match &mut self.0 {
            State::Ready(response) => response.take(),
            State::Reading(task) => ready!(Pin::new(task).poll(cx)).ok(),
        };
        Poll::Ready(Ok(response.unwrap_or_else(panicked)))
    }
}
