//! The assets as an axum router.

use std::collections::BTreeSet;

use tailprint_core::fingerprint::logical_path;

use super::super::Service;
use super::super::request::path::INDEX;
use crate::Assets;

impl Service {
    /// A router that serves the assets below their mount, and the files at the root of the host beside it, to be merged
    /// into another one, before or after its routes and its fallback:
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
    /// Below the mount it does the same as `nest_service(assets::MOUNT, assets::service())`. Every file at the root
    /// (`Config::at_root`, `Config::root_files`) has a route of its own: `/favicon.ico`. If the mount is the root, every
    /// asset of the build has one, under its hashed and its logical name. So all other paths are the app's. A route of the
    /// app for the same path is a panic at the start, and so is the router of another package with the same mount.
    ///
    /// An app with a [base](Assets::set_base) has routes below the path of the base as well, so that it works behind a
    /// proxy that takes this path away and behind one that does not.
    ///
    /// After [`spa`](Self::spa), and at the root after [`not_found`](Self::not_found), the router has a fallback of its
    /// own. axum panics if the app has one, too.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        self.routes().with_state(())
    }

    /// The router without a state, so that it is compiled once and not in each build of the app.
    fn routes(self) -> axum::Router {
        let service = self.with_mount();
        let pages = *service.pages();
        let (mount, other) = self.assets().mounts();
        let is_root = self.assets().is_mounted_at_root();
        let mut routes = paths(self.assets(), pages.index);
        let wildcard = wildcard(self.assets().settings().package);
        // Assets at the root leave all other paths to the app, those below its base as well.
        for mount in [Some(mount), other].into_iter().flatten().filter(|_| !is_root) {
            routes.insert(format!("{mount}/{{*{wildcard}}}"));
            if pages.index {
                routes.extend([mount.to_owned(), format!("{mount}/")]);
            }
        }
        // The path of a file may begin with `:` or `*`, which axum takes for mistakes.
        let mut router = axum::Router::new().without_v07_checks();
        for route in routes {
            router = router.route_service(&route, service);
        }
        if pages.spa.is_some() || (is_root && pages.not_found.is_some()) {
            router = router.fallback_service(service);
        }
        router
    }
}

/// The name of the wildcard below a mount. axum's panic shows it where two packages have the same mount, so it has the
/// repair there: an app is started from a debug build first. In a release build it is short, since it is a part of
/// `MatchedPath`, which metrics and logs may show.
fn wildcard(package: &str) -> String {
    // matchit takes neither `/` nor `*` in a name.
    let repair = " (two packages have this mount: give one of them its own by `Config::url_prefix` in its build.rs)";
    format!("assets-of-{package}{}", if cfg!(debug_assertions) { repair } else { "" })
}

/// The routes of the assets at the root, which are all if they are mounted there, as URLs spell them.
fn paths(assets: &'static Assets, index: bool) -> BTreeSet<String> {
    let mut routes = BTreeSet::new();
    // A proxy takes the part in front of the app away, or not.
    let in_front = assets.site_root().trim_start_matches('/');
    let mut add = |path: &str| {
        // axum gives braces a meaning.
        let path = path.replace('{', "{{").replace('}', "}}");
        routes.insert(format!("/{in_front}{path}"));
        routes.insert(format!("/{path}"));
    };
    let settings = assets.settings();
    let are_all = assets.is_mounted_at_root();
    for asset in assets.iter().filter(|asset| are_all || asset.is_at_root()) {
        let url = assets.table().url(asset.index());
        let prefix = if asset.is_at_root() { "/" } else { settings.url_prefix };
        let name = url.strip_prefix(prefix).unwrap_or(url);
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
