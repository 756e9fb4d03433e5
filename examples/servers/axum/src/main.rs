use axum::Router;
use axum::response::Html;
use axum::routing::get;

tailprint::assets!();

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app =
        Router::new().route("/", get(async || Html(page()))).merge(assets::service().router());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port())).await?;
    axum::serve(listener, app).await
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from axum</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
