//! Pages that follow what is saved, in debug builds; nothing at all in release builds.
//!
//! ```text
//! page ── server-sent events ── this layer, in the app ── loopback connection ── cargo tailprint dev
//! ```
//!
//! The layer puts a script in front of each page. The script hears of the version of the process that answers, so
//! a restart ends in a reload whoever restarted the app. What has to be rebuilt and what only has to be fetched
//! again is known to `cargo tailprint dev` alone, which this layer finds by `TAILPRINT_DEV` or beside the program.

#[cfg(all(debug_assertions, feature = "actix-web"))]
mod actix;
#[cfg(debug_assertions)]
mod control;
#[cfg(debug_assertions)]
mod events;
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

/// Makes the pages of an app follow what is saved: a `tower` layer, and a middleware for actix-web.
///
/// ```ignore
/// // axum: the last layer, so that it sees what the others make of a page
/// Router::new().route("/", get(index)).layer(tailprint::live_reload());
/// // actix-web, feature `actix-web`
/// App::new().service(index).wrap(tailprint::live_reload());
/// ```
///
/// In release builds (more exactly: without `debug_assertions`) the layer returns the service that it is given. No
/// code, no route and no script is in the program.
///
/// In debug builds, a script is put in front of what is in a `text/html` response to a navigation. It reloads the
/// page when the process that answers has changed, whoever has started it. Under `cargo tailprint dev` it also swaps
/// style sheets, images and fonts in place and shows why a build failed.
///
/// - Responses are changed as they stream, and what they are validated by is taken away: such a page is not stored.
/// - `Accept-Encoding` is taken from navigations, so that pages arrive unencoded; one that is encoded all the same is
///   left alone, like all that is no whole page: other media types, `HEAD`, 204, 206, 304, fragments that a script
///   asks for.
/// - A Content-Security-Policy in the header section is extended by the script and its connection. The nonce in it
///   is put on the script. One in a `<meta>` element has to allow `connect-src 'self'`.
/// - The script and its events are below `/_tailprint/`.
#[must_use]
pub fn live_reload() -> LiveReload {
    #[cfg(debug_assertions)]
    control::start();
    LiveReload(())
}

/// The layer that [`live_reload`] returns.
#[derive(Clone, Copy, Debug)]
pub struct LiveReload(());
