//! [`Service`]: the assets as a `tower` service.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{HeaderMap, Method, Request, Response};

use super::blocking::{self, Task};
#[cfg(any(feature = "ntex", feature = "rocket"))]
use super::request::navigation::is_navigation;
use super::request::path;
use super::request::target::Found;
use super::respond::{Answer, Asked, Pages, broken};
use super::{Body, Fallback, Place, headers};
use crate::{Asset, Assets};

/// Serves all assets of a build; the type that the generated `assets::service()` returns.
///
/// It never fails and costs nothing to clone. In plain mode and for files beside the program, other threads read the files.
/// The service expects paths below the mount:
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
/// With the cargo features `actix-web` and `ntex` it mounts itself: `App::new().service(assets::service())`. With
/// `rocket` it is a list of routes: `rocket::build().mount("/", assets::service())`.
///
/// [`Assets::respond`] is the same as a function.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    assets: &'static Assets,
    mount: &'static str,
    /// Another, shorter one.
    other: Option<&'static str>,
    /// True if the paths are those of the host, so that files at its root are found.
    is_whole: bool,
    pages: Pages,
}

impl Service {
    /// A service for these assets.
    ///
    /// # Panics
    /// As [`Assets::service`].
    #[must_use]
    #[track_caller]
    pub fn new(assets: &'static Assets) -> Self {
        assets.base();
        if let Err(error) = assets.disk() {
            panic!("{error}");
        }
        let pages = Pages { index: false, spa: None, not_found: None };
        Self { assets, mount: "", other: None, is_whole: false, pages }
    }

    /// Expects the whole path, mount included, and answers every path outside the mount with 404, apart from those of the
    /// files at the root of the host (`Config::at_root`, `Config::root_files`).
    ///
    /// An app with a [base](Assets::set_base) has two mounts: the path of the base, and that of the build, for a proxy that
    /// takes the rest away.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let request = http::Request::get("/elsewhere/a.css").body(())?;
    /// assert_eq!(assets::service().with_mount().respond(&request).status(), 404);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn with_mount(mut self) -> Self {
        (self.mount, self.other) = self.assets.mounts();
        self.is_whole = true;
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

    /// Answers navigations to other paths than those of assets with this page, which an app in the browser then fills.
    ///
    /// A navigation is a GET or HEAD that accepts `text/html` by name, for a path outside the mount without an
    /// extension that files have. So a missing script stays a 404. The service expects whole paths, as after
    /// [`with_mount`](Self::with_mount), so make it the fallback of the app.
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

    /// Passes a request to another service if no asset has its path, whatever the method. A request for an asset with a
    /// method other than GET and HEAD is answered with 405.
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

    /// Answers one request. It waits for the disk if the content is not in the program.
    #[must_use]
    pub fn respond<B>(self, request: &Request<B>) -> Response<Body> {
        let path = request.uri().path();
        let answer = self.find(request.method(), path, request.headers());
        answer.response(headers::empty())
    }

    pub(crate) fn assets(self) -> &'static Assets {
        self.assets
    }

    #[cfg(any(feature = "actix-web", feature = "axum", feature = "ntex", feature = "rocket"))]
    pub(crate) fn pages(&self) -> &Pages {
        &self.pages
    }

    /// Finds the answer to a request.
    #[inline]
    pub(crate) fn find(&self, method: &Method, path: &str, headers: &HeaderMap) -> Answer {
        let sought = self.sought(path);
        Answer::to(self.assets, &self.pages, &Asked { method, path, sought, headers })
    }

    /// Answers a request, on another thread if a file is read. The response takes over the memory of the request's header
    /// map: hyper takes the map of the response for the next request, so that a connection allocates one map for all
    /// of them.
    fn answer(self, method: Method, path: &str, headers: HeaderMap) -> ResponseFuture {
        let respond = |answer: Answer, headers| answer.response(headers::emptied(headers));
        ResponseFuture(self.begin(method, path, headers, respond))
    }

    /// Begins to answer: `respond` gets the answer and the request's header map, unless a file is read.
    #[inline]
    pub(super) fn begin<R>(
        self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        respond: impl FnOnce(Answer, HeaderMap) -> R,
    ) -> State<R> {
        if !self.assets.is_plain() {
            let answer = self.find(&method, path, &headers);
            if answer.opens_file() {
                return State::Reading(blocking::run(|| answer.response(headers::empty())));
            }
            return State::Ready(Some(respond(answer, headers)));
        }
        let path = path.to_owned();
        let answer = move || self.find(&method, &path, &headers).response(headers::empty());
        State::Reading(blocking::run(answer))
    }

    /// The same service for a caller that takes the mount away.
    #[cfg(feature = "actix-web")]
    pub(crate) fn below(mut self) -> Self {
        (self.mount, self.other) = ("", None);
        self.is_whole = false;
        self
    }

    /// Returns true for a request that is for these assets: for every path below a mount, for those of the assets at
    /// the root, and for navigations after [`spa`](Self::spa), for which alone the headers are read.
    #[cfg(any(feature = "ntex", feature = "rocket"))]
    pub(crate) fn takes(
        &self,
        method: &Method,
        path: &str,
        headers: impl FnOnce() -> HeaderMap,
    ) -> bool {
        let takes_all = !self.assets.is_mounted_at_root() || self.pages.not_found.is_some();
        let is_below = matches!(self.sought(path), Some((_, Place::Mount | Place::Both)));
        takes_all && is_below
            || self.has(path)
            || self.pages.spa.is_some() && is_navigation(method, path, &headers())
    }

    /// Returns true for a path that an asset has, or a page stands for.
    #[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
    pub(crate) fn has(&self, path: &str) -> bool {
        let Some((path, place)) = self.sought(path) else { return false };
        let is_asset = |name: &str| Found::named(self.assets, name, place).is_some();
        path::name(path).is_some_and(|name| is_asset(&name))
            || self.pages.index && path::index_name(path).is_some_and(|name| is_asset(&name))
    }

    /// Returns true for the path of a file at the root, or one that a page there stands for.
    #[cfg(feature = "actix-web")]
    pub(crate) fn has_at_root(&self, path: &str) -> bool {
        let is_outside = matches!(self.sought(path), Some((_, Place::Root)));
        is_outside && self.has(path)
    }

    /// The path below a mount, or that of a file that may be at the root; none for any other.
    #[inline]
    fn sought<'a>(&self, path: &'a str) -> Option<(&'a str, Place)> {
        let first = below(path, self.mount);
        let below = match self.other.and_then(|other| below(path, other)) {
            // The longer one may be the name of a folder below the shorter one.
            Some(other) if !first.is_some_and(|first| self.is_asset(first)) => Some(other),
            _ => first,
        };
        if let Some(below) = below {
            return Some((below, self.assets.place()));
        }
        // Slashes count as one behind the mount alone: in front of it no server would take them away.
        if !self.is_whole || path.starts_with("//") {
            return None;
        }
        // A proxy takes the part in front of the app away, or not.
        let root = self.assets.site_root();
        let below_root = path.strip_prefix(root.trim_end_matches('/'));
        let below_root = below_root.filter(|below| below.starts_with('/'));
        Some((below_root.unwrap_or(path), Place::Root))
    }

    fn is_asset(&self, below: &str) -> bool {
        let place = self.assets.place();
        path::name(below).is_some_and(|name| Found::named(self.assets, &name, place).is_some())
    }

    #[track_caller]
    fn page(&self, path: &str) -> Asset {
        match self.assets.get(path) {
            Some(page) => page,
            None => panic!("no static asset {path:?}, which is to be sent as a page"),
        }
    }
}

/// The path below a mount; none for any other.
#[inline]
fn below<'a>(path: &'a str, mount: &str) -> Option<&'a str> {
    path.strip_prefix(mount).filter(|below| below.is_empty() || below.starts_with('/'))
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

/// The response to come of a [`Service`]: ready at once, unless another thread reads a file.
#[derive(Debug)]
pub struct ResponseFuture(State<Response<Body>>);

/// A response to come.
#[derive(Debug)]
pub(super) enum State<R> {
    /// Taken once the future has ended.
    Ready(Option<R>),
    Reading(Task<Response<Body>>),
}

impl Future for ResponseFuture {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = match &mut self.0 {
            State::Ready(response) => response.take(),
            State::Reading(task) => ready!(Pin::new(task).poll(cx)).ok(),
        };
        Poll::Ready(Ok(response.unwrap_or_else(broken::<HeaderMap>)))
    }
}
