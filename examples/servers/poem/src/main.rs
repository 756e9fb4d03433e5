use poem::endpoint::TowerCompatExt;
use poem::listener::TcpListener;
use poem::web::Html;
use poem::{Route, Server, get, handler};

tailprint::assets!();

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Route::new().at("/", get(index)).nest(assets::MOUNT, assets::service().compat());
    Server::new(TcpListener::bind(format!("127.0.0.1:{}", port()))).run(app).await
}

#[handler]
fn index() -> Html<String> {
    Html(page())
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from poem</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
