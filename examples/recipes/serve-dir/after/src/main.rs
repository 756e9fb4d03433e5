//! The app of the folder `before`, with hashed names: see docs/migrate/serve-dir.md.

tailprint::assets!();

use askama::Template;
use assets::filters;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

#[derive(Template)]
#[template(path = "index.html")]
struct Index;

async fn index() -> Html<String> {
    Html(Index.render().expect("its assets are checked by the build"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/", get(index)).nest_service(assets::MOUNT, assets::service());
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
