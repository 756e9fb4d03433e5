//! [`Service`]: the assets as a `tower` service.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Request, Response, Uri};

use super::{Body, respond, respond_in};
use crate::Assets;

/// Serves all assets of a build; the type that the generated `assets::service()` returns.
///
/// It never fails, never waits and costs nothing to clone. It expects paths below the mount:
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
}

impl Service {
    /// A service for these assets.
    #[must_use]
    pub const fn new(assets: &'static Assets) -> Self {
        Self { assets, mount: "" }
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

    #[cfg(any(feature = "actix-web", feature = "axum"))]
    pub(crate) fn assets(self) -> &'static Assets {
        self.assets
    }

    /// Answers one request.
    #[must_use]
    pub fn respond<B>(self, request: &Request<B>) -> Response<Body> {
        let path = self.below_mount(request.uri());
        respond(self.assets, request.method(), path, request.headers())
    }

    /// The path below the mount; empty, hence 404, for any other.
    fn below_mount(self, uri: &Uri) -> &str {
        uri.path().strip_prefix(self.mount).unwrap_or_default()
    }
}

impl<B> tower_service::Service<Request<B>> for Service {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (request, _) = request.into_parts();
        let path = self.below_mount(&request.uri);
        ready(Ok(respond_in(self.assets, &request.method, path, request.headers)))
    }
}
