//! The pages: a template and a handler each.

mod filters;
mod preview;

use std::sync::Arc;

use askama::Template as _;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tailprint_core::build_json::ReadError;

use self::preview::Preview;
use crate::assets;
use crate::inventory::{Entry, Inventory, Size};
use crate::log;
use crate::security::secure;

/// The whole app: pages, and the assets below their mount.
pub(crate) fn router() -> Result<Router, ReadError> {
    let inventory = Arc::new(Inventory::of_this_build()?);
    Ok(Router::new()
        .route("/", get(list))
        .route("/assets/{*path}", get(detail))
        .route("/build", get(build))
        .route("/report", get(report))
        .fallback(missing)
        .layer(axum::middleware::map_response(secure))
        .with_state(inventory)
        .nest_service(assets::MOUNT, assets::service())
        .layer(tailprint::live_reload()))
}

#[derive(tailprint::Template)]
#[template(path = "list.html")]
struct List<'a> {
    inventory: &'a Inventory,
}

async fn list(State(inventory): State<Arc<Inventory>>) -> Result<Html<String>, Error> {
    Ok(Html(List { inventory: &inventory }.render()?))
}

#[derive(tailprint::Template)]
#[template(path = "detail.html")]
struct Detail<'a> {
    inventory: &'a Inventory,
    entry: &'a Entry,
    references: Vec<&'a Entry>,
    referrers: Vec<&'a Entry>,
    templates: Vec<String>,
    preview: Preview,
}

async fn detail(
    State(inventory): State<Arc<Inventory>>,
    Path(path): Path<String>,
    uri: Uri,
) -> Result<Response, Error> {
    let Some(entry) = inventory.get(&path) else {
        return missing(State(inventory), uri).await;
    };
    let page = Detail {
        inventory: &inventory,
        entry,
        references: inventory.references(entry),
        referrers: inventory.referrers(entry),
        templates: inventory.places_in_templates(entry),
        preview: Preview::of(entry),
    };
    Ok(Html(page.render()?).into_response())
}

#[derive(tailprint::Template)]
#[template(path = "build.html")]
struct Build<'a> {
    inventory: &'a Inventory,
}

impl Build<'_> {
    /// Stages with their milliseconds and their hundredths of the longest one.
    fn stages(&self) -> Vec<(&str, String, u64)> {
        let timings = &self.inventory.build.timings;
        let micros = |milliseconds: f64| Size((milliseconds * 1000.0) as u64);
        let longest = timings.iter().map(|(_, time)| micros(*time)).max().unwrap_or(Size(0));
        timings
            .iter()
            .map(|(name, time)| (&**name, format!("{time:.1}"), micros(*time).percent_of(longest)))
            .collect()
    }
}

async fn build(State(inventory): State<Arc<Inventory>>) -> Result<Html<String>, Error> {
    Ok(Html(Build { inventory: &inventory }.render()?))
}

/// The page that `build.rs` made of this build, as `cargo tailprint report` makes it.
const REPORT: &str = include_str!(concat!(env!("OUT_DIR"), "/report.html"));

async fn report() -> impl IntoResponse {
    ([(CONTENT_SECURITY_POLICY, tailprint_report::POLICY)], Html(REPORT))
}

#[derive(tailprint::Template)]
#[template(path = "missing.html")]
struct Missing<'a> {
    inventory: &'a Inventory,
    path: &'a str,
}

async fn missing(State(inventory): State<Arc<Inventory>>, uri: Uri) -> Result<Response, Error> {
    let page = Missing { inventory: &inventory, path: uri.path() };
    Ok((StatusCode::NOT_FOUND, Html(page.render()?)).into_response())
}

/// A template that does not render: a filter was given a path at run time that is no asset.
struct Error(askama::Error);

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        log::line(std::io::stderr(), format_args!("error: {}", self.0));
        (StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be shown.\n").into_response()
    }
}
