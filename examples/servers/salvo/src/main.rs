use salvo::http::ReqBody;
use salvo::prelude::*;

tailprint::assets!();

#[tokio::main]
async fn main() {
    let service = TowerServiceCompat::<ReqBody, _, _, _>::compat(assets::service().with_mount());
    let router = Router::new()
        .get(index)
        .push(Router::with_path(format!("{}/{{**file}}", assets::MOUNT)).goal(service));
    let acceptor = TcpListener::new(("127.0.0.1", port())).bind().await;
    Server::new(acceptor).serve(router).await;
}

#[handler]
async fn index() -> Text<String> {
    Text::Html(page())
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from salvo</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
