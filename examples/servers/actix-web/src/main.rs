use actix_web::web::{Html, get};
use actix_web::{App, HttpServer};

tailprint::assets!();

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let app =
        || App::new().route("/", get().to(async || Html::new(page()))).service(assets::service());
    HttpServer::new(app).bind(("127.0.0.1", port()))?.run().await
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from actix-web</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
