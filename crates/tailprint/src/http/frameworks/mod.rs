//! The assets in actix-web, axum, ntex and Rocket.

#[cfg(feature = "actix-web")]
pub(super) mod actix;
#[cfg(feature = "axum")]
pub(super) mod axum;
#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
mod headers;
#[cfg(any(feature = "actix-web", feature = "ntex"))]
pub(super) mod mounted;
#[cfg(feature = "ntex")]
pub(super) mod ntex;
#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
mod reply;
#[cfg(feature = "rocket")]
pub(super) mod rocket;
