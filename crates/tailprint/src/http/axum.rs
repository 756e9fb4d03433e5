//! The assets as an axum router.

use std::collections::BTreeSet;

use tailprint_core::fingerprint::logical_path;

use super::Service;
use super::path::INDEX;
use crate::Assets;

impl Service {
    /// A router that serves the assets below their mount, to be merged into another one, before or after its routes
    /// and its fallback:
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
    /// which axum does not nest. There it has a route for every asset of the build, under its hashed and its logical
    /// name, so that all other paths are the app's. A route of the app for the same path is a panic at the start.
    ///
    /// After [`spa`](Self::spa), and at the root after [`not_found`](Self::not_found), the router has a fallback of its
    /// own. axum panics if the app has one, too.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        let service = self.with_mount();
        let pages = *service.pages();
        let mount = self.assets().mount();
        let mut routes = match mount {
            "" => paths(self.assets(), pages.index),
            mount => BTreeSet::from([format!("{mount}/{{*path}}")]),
        };
        if pages.index && !mount.is_empty() {
            routes.extend([mount.to_owned(), format!("{mount}/")]);
        }
        // The path of a file may begin with `:` or `*`, which axum takes for mistakes.
        let mut router = axum::Router::new().without_v07_checks();
        for route in routes {
            router = router.route_service(&route, service);
        }
        if pages.spa.is_some() || (mount.is_empty() && pages.not_found.is_some()) {
            router = router.fallback_service(service);
        }
        router
    }
}

/// The routes of all assets at the root, as URLs spell them.
fn paths(assets: &'static Assets, index: bool) -> BTreeSet<String> {
    let mut routes = BTreeSet::new();
    let mut add = |path: &str| {
        // axum gives braces a meaning.
        routes.insert(format!("/{}", path.replace('{', "{{").replace('}', "}}")));
    };
    for asset in assets.iter() {
        let url = asset.url();
        let name = url.strip_prefix(assets.url_prefix()).unwrap_or(url);
        let path = if asset.name() == asset.path() { None } else { logical_path(name) };
        let path = path.as_deref().unwrap_or(name);
        add(name);
        add(path);
        let folder = path.strip_suffix(INDEX).filter(|folder| index && is_folder(folder));
        if let Some(folder) = folder {
            add(folder);
            add(folder.trim_end_matches('/'));
        }
    }
    routes
}

fn is_folder(text: &str) -> bool {
    text.is_empty() || text.ends_with('/')
}
