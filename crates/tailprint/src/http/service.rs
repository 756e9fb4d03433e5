//! [`Service`]: the assets as a `tower` service.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Request, Response, Uri};

use super::{Body, respond, respond_in};
use crate::Assets;

/// Serves all assets of a build; the type that the generated `assets::service()` returns.
///
/// It never fails, never waits and costs nothing to clone. The requests it expects are those below the mount:
///
/// ```ignore
/// // axum: takes the mount away before it asks the service
/// Router::new().nest_service(assets::MOUNT, assets::service());
/// // actix-web, feature `actix-web`: mounts itself
/// App::new().service(assets::service());
/// // hyper, or a fallback: whoever passes the whole path says so
/// Router::new().fallback_service(assets::service().with_mount());
/// ```
///
/// [`Assets::respond`] is the same as a function.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    assets: &'static Assets,
    mount: &'static str,
}

impl Service {
    /// Serves these assets.
    #[must_use]
    pub const fn new(assets: &'static Assets) -> Self {
        Self { assets, mount: "" }
    }

    /// Expects the whole path, mount included; everything outside the mount is answered with 404.
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

    /// What is not below the mount is no path at all, which is answered with 404.
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
