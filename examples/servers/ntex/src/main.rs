use ntex::web::{self, App, HttpResponse, HttpServer};

tailprint::assets!();

#[ntex::main]
async fn main() -> std::io::Result<()> {
    let app = async || App::new().route("/", web::get().to(index)).service(assets::service());
    HttpServer::new(app).bind(("127.0.0.1", port()))?.run().await
}

async fn index() -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page())
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from ntex</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
