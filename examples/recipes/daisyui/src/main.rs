//! A button of daisyUI: see docs/how-to/daisyui.md.

tailprint::assets!();

use askama::Template as _;
use assets::filters;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "index.html")]
struct Index;

async fn index() -> Html<String> {
    Html(Index.render().expect("its assets are checked by the build"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/", get(index)).merge(assets::service().router());
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
