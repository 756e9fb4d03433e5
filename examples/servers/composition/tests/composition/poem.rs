use ::poem::endpoint::TowerCompatExt as _;
use ::poem::error::NotFoundError;
use ::poem::http::StatusCode;
use ::poem::listener::TcpAcceptor;
use ::poem::{EndpointExt as _, IntoResponse as _, Route, Server, get, handler};
use composition::assets;

use crate::{MY_404, OWN, PAGE, TEAM, check, check_own, listener};

#[handler]
fn page() -> &'static str {
    PAGE
}

#[handler]
fn team() -> &'static str {
    TEAM
}

#[handler]
fn own() -> &'static str {
    OWN
}

fn pages(route: Route) -> Route {
    route.at("/", get(page)).at("/about/team", get(team)).at("/static/own", get(own))
}

/// The lines of the guide.
fn assets(route: Route) -> Route {
    let mut route = route.nest(assets::MOUNT, assets::service().compat());
    for asset in assets::ASSETS.iter().filter(|asset| asset.is_at_root()) {
        route = route.at(asset.url(), assets::service().with_mount().compat());
    }
    route
}

#[tokio::test]
async fn assets_and_pages_of_a_poem_app_work_in_any_order() {
    for (order, route) in [
        ("pages, assets", assets(pages(Route::new()))),
        ("assets, pages", pages(assets(Route::new()))),
    ] {
        let app =
            route.catch_error(async |_: NotFoundError| StatusCode::NOT_FOUND.with_body(MY_404));
        let (listener, client) = listener().await;
        let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
        let server = tokio::spawn(Server::new_with_acceptor(acceptor).run(app));
        check(order, &client, "").await;
        check_own(order, &client).await;
        server.abort();
    }
}
