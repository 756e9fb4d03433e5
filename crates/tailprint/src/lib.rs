//! Static files for Rust web apps, decided at `cargo build`.
//!
//! The build script ([`tailprint-build`](https://docs.rs/tailprint-build)) compiles Tailwind CSS, puts the hash of every
//! static file into its name, rewrites the references between the files and generates a Rust module. This crate has the
//! types and functions that the generated module and the running app use.
//!
//! # A small app
//!
//! In `Cargo.toml`, the crate for the app and the one for its build script:
//!
//! ```toml
//! [dependencies]
//! askama = "0.16"
//! axum = "0.8"
//! tailprint = { version = "0.1", features = ["askama", "axum"] }
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
//!
//! [build-dependencies]
//! tailprint-build = "0.1"
//! ```
//!
//! The build script:
//!
//! ```ignore
//! // build.rs
//! fn main() {
//!     tailprint_build::build();
//! }
//! ```
//!
//! `askama.toml` is only needed for other delimiters than `{{ }}`. askama's own derive refuses `<<` and `>>`, tailprint's
//! accepts them. Without the file, the template has `{{ "css/tailwind.css"|static }}`.
//!
//! ```toml
//! # askama.toml
//! [general]
//! default_syntax = "angle"
//!
//! [[syntax]]
//! name = "angle"
//! expr_start = "<<"
//! expr_end = ">>"
//! ```
//!
//! A template, `templates/index.html`, and the entry point of Tailwind, `static/css/source.css`:
//!
//! ```html
//! <link rel="stylesheet" href="<< "css/tailwind.css"|static >>">
//! ```
//! ```css
//! @import "tailwindcss";
//! ```
//!
//! The app:
//!
//! ```ignore
//! // src/main.rs
//! tailprint::assets!(); // `pub mod assets`, from the build script
//!
//! use askama::Template as _;
//! use assets::filters; // what `|static` means, where templates are derived
//! use axum::Router;
//! use axum::response::Html;
//! use axum::routing::get;
//!
//! #[derive(tailprint::Template)]
//! #[template(path = "index.html")]
//! struct Index {
//!     name: &'static str,
//! }
//!
//! async fn index() -> Html<String> {
//!     Html(Index { name: "world" }.render().expect("its assets are checked by the build"))
//! }
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let app = Router::new()
//!         .route("/", get(index))
//!         .nest_service(assets::MOUNT, assets::service());
//!     // …
//! }
//! ```
//!
//! A mistyped path fails the build at its position:
//!
//! ```text
//! error: hello@0.1.0: templates/index.html:7:35: no static asset "css/tailwnd.css" (did you mean "css/tailwind.css"?)
//! ```
//!
//! # Two modes
//!
//! A release build is in *hashed mode*: published names carry hashes, and the files are in the program. A debug build is
//! in *plain mode*: an asset is published under its *logical path*, its path below `static/`, and read from the disk at
//! every request. Both modes check the same references.
//!
//! `Config::on_disk` and `Config::storage` of `tailprint-build` leave the contents of some or all assets in files beside
//! the program, for example videos. The service panics at the start if one is missing; [`Assets::verify`] compares them
//! with the build.
//!
//! # In templates
//!
//! | filter | becomes |
//! |---|---|
//! | `"css/app.css"\|static` | `/static/css/app.4e3e58f1a4a4.css` |
//! | `"img/sprite.svg#icon"\|static` | `/static/img/sprite.9f0f729ec9db.svg#icon` |
//! | `"img/"\|static` | `/static/img/` |
//! | `"css/app.css"\|integrity` | `sha256-…`, and nothing in plain mode |
//! | `"css/app.css"\|sri` | `integrity="sha256-…"`, and `crossorigin` as well for a CDN |
//! | `"css/app.css"\|preload` | `<link rel="preload" href="…" as="style" integrity="…">` |
//! | `"css/app.css"\|preload(crossorigin = true)` | `<link rel="preload" href="…" as="style" crossorigin integrity="…">` |
//! | `"js/app.js"\|modulepreload` | `<link rel="modulepreload" href="…" crossorigin integrity="…">` |
//! | `"js/app.js"\|modulepreload_graph` | the same for the module and all its static imports, direct and indirect |
//!
//! # Over HTTP
//!
//! [`Service`] is a `tower` service that answers requests for assets; the function [`Assets::respond`] answers a single
//! request. Responses under a name with a hash are `immutable`. Browsers revalidate all others by their entity tags.
//! Content codings, preconditions, ranges and CORS follow RFC 9110.
//!
//! # Cargo features
//!
//! None is on by default.
//!
//! - `askama`: the filters and `#[derive(tailprint::Template)]`
//! - `axum`: `Service::router`; axum's `nest_service` needs no feature
//! - `actix-web`: [`Service`] and [`LiveReload`] in actix-web
//! - `ntex` and `rocket`: [`Service`] in ntex 3 and Rocket 0.5
//! - `minijinja`, `tera` (version 2) and `tera1`: `assets::register_minijinja(&mut environment)`,
//!   `assets::register_tera(&mut tera)` and `assets::register_tera1(&mut tera)` add the filters, functions of the same
//!   names, `import_map()`, `preconnect()` and `csp_sources()`
//!
//! # Versions
//!
//! `tailprint` and `tailprint-build` must have the same version. Otherwise the app does not compile, and the error says
//! which version to write.

mod base;
#[cfg(feature = "askama")]
mod filter;
mod http;
mod live_reload;
mod macros;
mod markup;
#[cfg(test)]
mod tests;
mod url;

mod asset;
mod assets;
mod beside;

#[cfg(any(feature = "minijinja", feature = "tera", feature = "tera1"))]
#[doc(hidden)]
pub mod engines;
#[doc(hidden)]
pub mod generated;

pub use asset::Asset;
pub use assets::Assets;
pub use base::BaseError;
pub use beside::DiskError;
pub use http::{Body, Fallback, FallbackBody, FallbackFuture, ResponseFuture, Service};
pub use live_reload::{LiveReload, live_reload};
pub use markup::import_map::ImportMap;
pub use markup::origin::{CspSources, Preconnect};
pub use markup::preload::{ModulePreloads, NotPreloadable, Preload};
pub use markup::sri::{NotChecked, Sri};
pub use tailprint_core::table::Coding;
#[cfg(feature = "askama")]
pub use tailprint_macros::Template;
pub use url::{UnknownAsset, Url};

/// The items that generated filters use.
#[cfg(feature = "askama")]
#[doc(hidden)]
pub mod __private {
    pub use askama;
    pub use askama::filters::{MaybeSafe as Filtered, Safe};

    pub use crate::filter::{integrity, modulepreload, modulepreload_graph, preload, sri, url};
}
