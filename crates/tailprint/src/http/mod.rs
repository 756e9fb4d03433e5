//! The assets over HTTP.
//!
//! [`respond`] is the whole of it, without a framework: it finds what a path names ([`target`], [`disk`]), chooses a
//! content coding ([`negotiate`]), evaluates the preconditions ([`conditional`]) and the range ([`range`]), and
//! turns the outcome into a response. The other modules put it behind the interfaces of the frameworks.

#[cfg(feature = "actix-web")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
mod body;
mod conditional;
mod disk;
mod headers;
mod negotiate;
mod path;
mod range;
mod respond;
mod service;
mod target;

pub use body::Body;
pub(crate) use disk::is_published;
pub(crate) use headers::{date_header, fields};
pub(crate) use respond::{respond, respond_in};
pub use service::Service;
