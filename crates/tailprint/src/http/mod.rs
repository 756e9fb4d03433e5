//! The assets over HTTP.
//!
//! [`Answer`](respond::Answer) is the whole of it, without a framework: it finds what a path names ([`target`],
//! [`disk`], [`file`]), chooses a content coding ([`negotiate`]), evaluates the preconditions ([`conditional`]) and the
//! range ([`range`]), and turns the outcome into a response. The other modules put it behind the interfaces of the
//! frameworks.

#[cfg(feature = "actix-web")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
mod blocking;
mod body;
mod conditional;
mod disk;
mod fallback;
mod file;
mod headers;
#[cfg(any(feature = "actix-web", feature = "ntex"))]
mod mounted;
mod navigation;
mod negotiate;
#[cfg(feature = "ntex")]
mod ntex;
mod path;
mod place;
mod range;
mod respond;
#[cfg(feature = "rocket")]
mod rocket;
mod service;
mod target;

pub use body::Body;
pub(crate) use disk::find;
pub use fallback::{Fallback, FallbackBody, FallbackFuture};
pub(crate) use file::File;
pub(crate) use headers::{date_header, fields};
pub(crate) use place::Place;
pub use service::{ResponseFuture, Service};
