use ::salvo::catcher::Catcher;
use ::salvo::conn::tcp::TcpAcceptor;
use ::salvo::http::ReqBody;
use ::salvo::prelude::*;
use composition::assets;

use crate::{MY_404, OWN, PAGE, TEAM, check, check_own, listener};

const PAGES_FIRST: &str = "pages, assets";

#[handler]
async fn page() -> &'static str {
    PAGE
}

#[handler]
async fn team() -> &'static str {
    TEAM
}

#[handler]
async fn own() -> &'static str {
    OWN
}

#[handler]
async fn not_found(response: &mut Response, flow: &mut FlowCtrl) {
    if response.status_code == Some(StatusCode::NOT_FOUND) {
        response.render(MY_404);
        flow.skip_rest();
    }
}

fn pages(router: Router) -> Router {
    let router = router.get(page).push(Router::with_path("about/team").get(team));
    router.push(Router::with_path("static/own").get(own))
}

/// The lines of the guide.
fn assets(router: Router) -> Router {
    let service = || TowerServiceCompat::<ReqBody, _, _, _>::compat(assets::service().with_mount());
    let mount = Router::with_path(format!("{}/{{**file}}", assets::MOUNT));
    let mut router = router.push(mount.goal(service()));
    for asset in assets::ASSETS.iter().filter(|asset| asset.is_at_root()) {
        router = router.push(Router::with_path(asset.url()).goal(service()));
    }
    router
}

#[tokio::test]
async fn assets_and_pages_of_a_salvo_app_work_in_any_order() {
    for (order, router) in [
        (PAGES_FIRST, assets(pages(Router::new()))),
        ("assets, pages", pages(assets(Router::new()))),
    ] {
        let app = Service::new(router).catcher(Catcher::default().hoop(not_found));
        let (listener, client) = listener().await;
        let acceptor = TcpAcceptor::try_from(listener).unwrap();
        let server = tokio::spawn(Server::new(acceptor).serve(app));
        check(order, &client, "").await;
        // The first route that fits is the one.
        if order == PAGES_FIRST {
            check_own(order, &client).await;
        }
        server.abort();
    }
}
