//! What axum adds: a router of its own.

use super::Service;

impl Service {
    /// A router that serves the assets below their mount, to be merged into another one:
    ///
    /// ```ignore
    /// Router::new().route("/", get(index)).merge(assets::service().router())
    /// ```
    ///
    /// It is `nest_service(assets::MOUNT, assets::service())`, which axum refuses for assets that are mounted at the
    /// root; those become the fallback.
    #[must_use]
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        match self.assets().mount() {
            "" => axum::Router::new().fallback_service(self),
            mount => axum::Router::new().nest_service(mount, Self::new(self.assets())),
        }
    }
}
