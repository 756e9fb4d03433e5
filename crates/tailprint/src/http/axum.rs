//! The assets as an axum router.

use super::Service;

impl Service {
    /// A router that serves the assets below their mount, to be merged into another one:
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// use axum::Router;
    /// use axum::routing::get;
    ///
    /// let app: Router =
    ///     Router::new().route("/", get(async || "hello")).merge(assets::service().router());
    /// ```
    ///
    /// It does the same as `nest_service(assets::MOUNT, assets::service())`, and works for assets at the root as well,
    /// which axum does not nest: they become the fallback.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        let service = self.with_mount();
        match self.assets().mount() {
            "" => axum::Router::new().fallback_service(service),
            mount => axum::Router::new().route_service(&format!("{mount}/{{*path}}"), service),
        }
    }
}
