//! An app that serves its files by `ServeDir`. The folder `after` has what it becomes.

use askama::Template;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tower_http::services::ServeDir;

#[derive(Template)]
#[template(path = "index.html")]
struct Index;

async fn index() -> Html<String> {
    Html(Index.render().expect("it has no fields"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/", get(index)).nest_service("/static", ServeDir::new("static"));
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
