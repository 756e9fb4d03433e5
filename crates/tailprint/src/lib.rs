//! Static files for Rust web apps, decided at `cargo build`.
//!
//! The build script (`tailprint-build`) compiles Tailwind CSS, gives every static file a name with a hash of its
//! content, rewrites the references between them and generates a module. This crate is what the module and the
//! running app use.
//!
//! ```toml
//! [dependencies]
//! askama = "0.16"
//! tailprint = { version = "0.1", features = ["askama", "axum"] }
//! [build-dependencies]
//! tailprint-build = "0.1"
//! ```
//! ```ignore
//! // build.rs
//! fn main() {
//!     tailprint_build::build()
//! }
//! ```
//! ```ignore
//! // src/main.rs
//! tailprint::assets!();      // pub mod assets { … }
//! use assets::filters;       // askama looks for filters where a template is derived
//!
//! #[derive(tailprint::Template)]
//! #[template(path = "index.html")]
//! struct Index;
//!
//! let app = Router::new().route("/", get(index)).nest_service(assets::MOUNT, assets::service());
//! ```
//! ```html
//! <link rel="stylesheet" href="<< "css/tailwind.css"|static >>">
//! ```
//!
//! # In templates
//!
//! | filter | becomes |
//! |---|---|
//! | `"css/app.css"\|static` | `/static/css/app.4e3e58f1a4a4.css` |
//! | `"img/sprite.svg#icon"\|static` | `/static/img/sprite.9f0f729ec9db.svg#icon` |
//! | `"img/"\|static` | `/static/img/` |
//! | `"css/app.css"\|integrity` | `sha384-…`, and nothing in plain mode |
//! | `"css/app.css"\|preload` | `<link rel="preload" href="…" as="style" integrity="…">` |
//! | `"js/app.js"\|modulepreload` | `<link rel="modulepreload" href="…" crossorigin integrity="…">` |
//!
//! # Over HTTP
//!
//! [`Service`] is a `tower` service; [`Assets::respond`] is the same as a function. Names with a hash are `immutable`,
//! all others are revalidated by entity tag. Content codings, preconditions, ranges and CORS follow RFC 9110.
//!
//! # Cargo features
//!
//! None is on by default.
//!
//! - `askama`: the filters and `#[derive(tailprint::Template)]`
//! - `axum`: `Service::router`; `nest_service` needs no feature
//! - `actix-web`: `App::service(assets::service())`

#[cfg(feature = "askama")]
mod filter;
mod http;
mod import_map;
mod live_reload;
mod macros;
mod preload;
#[cfg(test)]
mod tests;
mod url;

mod asset;
mod assets;

#[doc(hidden)]
pub mod generated;

pub use asset::Asset;
pub use assets::Assets;
pub use http::{Body, Service};
pub use import_map::ImportMap;
pub use live_reload::{LiveReload, live_reload};
pub use preload::Preload;
pub use tailprint_core::table::Coding;
#[cfg(feature = "askama")]
pub use tailprint_macros::Template;
pub use url::{UnknownAsset, Url};

/// What the generated filters name.
#[cfg(feature = "askama")]
#[doc(hidden)]
pub mod __private {
    pub use askama;
    pub use askama::filters::{MaybeSafe as Filtered, Safe};

    pub use crate::filter::{integrity, modulepreload, preload, url};
}
