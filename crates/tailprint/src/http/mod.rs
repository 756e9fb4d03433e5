//! The assets over HTTP.
//!
//! [`Answer`](respond::Answer) is the whole of it, without a framework: it finds what a [`request`] names ([`disk`],
//! [`file`]), chooses a content coding, evaluates the preconditions and the range, and turns the outcome into a response.
//! The other modules put it behind `tower` and the interfaces of [`frameworks`].

mod blocking;
mod body;
mod disk;
mod draft;
mod fallback;
mod file;
mod frameworks;
mod headers;
mod place;
mod request;
mod respond;
mod service;

pub use body::Body;
pub(crate) use disk::find;
pub use fallback::{Fallback, FallbackBody, FallbackFuture};
pub(crate) use file::File;
pub(crate) use headers::{date_header, fields};
pub(crate) use place::Place;
pub use service::{ResponseFuture, Service};
