//! The layer in release builds, which returns the service that it is given.

use super::LiveReload;

impl<S> tower_layer::Layer<S> for LiveReload {
    type Service = S;

    fn layer(&self, service: S) -> S {
        service
    }
}

#[cfg(feature = "actix-web")]
impl<S, R> actix_web::dev::Transform<S, R> for LiveReload
where
    S: actix_web::dev::Service<R>,
{
    type Response = S::Response;
    type Error = S::Error;
    type InitError = ();
    type Transform = S;
    type Future = std::future::Ready<Result<S, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        std::future::ready(Ok(service))
    }
}
