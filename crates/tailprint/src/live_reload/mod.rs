//! Live reload: pages that reload after a save, in debug builds. Release builds have none of it.
//!
//! ```text
//! page ── server-sent events ── this layer, in the app ── loopback connection ── cargo tailprint dev
//! ```
//!
//! The layer puts a script in front of each page. The script is told the version of the process that answers, so that
//! every restart of the app ends in a reload. Only `cargo tailprint dev` knows which files have to be rebuilt and which
//! only have to be fetched again; the layer finds it by `TAILPRINT_DEV` or by a file beside the program.

#[cfg(all(debug_assertions, feature = "actix-web"))]
mod actix;
#[cfg(debug_assertions)]
mod control;
#[cfg(debug_assertions)]
mod events;
#[cfg(debug_assertions)]
mod guard;
#[cfg(debug_assertions)]
mod inject;
#[cfg(debug_assertions)]
mod page;
#[cfg(debug_assertions)]
mod policy;
#[cfg(not(debug_assertions))]
mod release;
#[cfg(debug_assertions)]
mod service;
#[cfg(all(test, debug_assertions))]
mod tests;

/// Reloads the pages of an app after each save: a `tower` layer, and a middleware for actix-web. In release builds it does
/// nothing.
///
/// ```
/// use axum::Router;
/// use axum::response::Html;
/// use axum::routing::get;
///
/// // The last layer, so that it gets pages as the other layers leave them.
/// let app: Router = Router::new()
///     .route("/", get(async || Html("<h1>Hello</h1>")))
///     .layer(tailprint::live_reload());
/// ```
///
/// In actix-web, with the cargo feature `actix-web`: `App::new().wrap(tailprint::live_reload())`.
///
/// In release builds (more exactly: without `debug_assertions`) the layer returns the service that it is given, and the
/// program contains none of its code.
///
/// In debug builds, `text/html` responses to navigations begin with a script. It reloads the page when another process
/// answers. Under `cargo tailprint dev` it also swaps style sheets, images and fonts in place, and shows the errors of a
/// failed build.
///
/// - Responses are changed as they stream. Their validators are removed, and browsers do not store them.
/// - `Accept-Encoding` is removed from navigations, so that pages arrive unencoded. A page that is encoded nevertheless is
///   left alone, like everything that is no whole page: other media types, `HEAD`, 204, 206, 304, and fragments that a
///   script asks for.
/// - A Content-Security-Policy in the header section is extended so that it allows the script and its connection; the
///   script gets the nonce of the policy. A policy in a `<meta>` element has to allow `connect-src 'self'` itself.
/// - The script and its events are below `/_tailprint/`, or below the path of a base. They are for the pages of this app: requests of other sites, and
///   those for a host that is neither `localhost`, nor an IP address, nor named by the variable `TAILPRINT_ALLOWED_HOSTS`
///   of the app, get 403.
#[must_use]
pub fn live_reload() -> LiveReload {
    #[cfg(debug_assertions)]
    control::start();
    LiveReload(())
}

/// The layer that [`live_reload`] returns.
#[derive(Clone, Copy, Debug)]
pub struct LiveReload(());
