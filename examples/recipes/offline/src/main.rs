//! A service worker that knows the hashed names: see docs/how-to/service-worker.md.

tailprint::assets!();

use askama::Template as _;
use assets::filters;
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "index.html")]
struct Index;

#[derive(tailprint::Template)]
#[template(path = "offline.html")]
struct Offline;

#[derive(tailprint::Template)]
#[template(path = "sw.js", escape = "none")]
struct Worker;

async fn index() -> Html<String> {
    Html(Index.render().expect("its assets are checked by the build"))
}

async fn offline() -> Html<String> {
    Html(Offline.render().expect("its assets are checked by the build"))
}

async fn worker() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/javascript"), (header::CACHE_CONTROL, "no-cache")];
    (headers, Worker.render().expect("its assets are checked by the build"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", get(index))
        .route("/offline", get(offline))
        .route("/sw.js", get(worker))
        .merge(assets::service().router());
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
