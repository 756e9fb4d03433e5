//! What axum adds: a router of its own.

use super::Service;

impl Service {
    /// A router that serves the assets below their mount, to be merged into another one:
    ///
    /// ```ignore
    /// Router::new().route("/", get(index)).merge(assets::service().router())
    /// ```
    ///
    /// It does the same as `nest_service(assets::MOUNT, assets::service())` for any mount: assets at the root, which
    /// axum does not nest, become the fallback.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        let service = self.with_mount();
        match self.assets().mount() {
            "" => axum::Router::new().fallback_service(service),
            mount => axum::Router::new().route_service(&format!("{mount}/{{*path}}"), service),
        }
    }
}
