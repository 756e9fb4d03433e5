use ::warp::http::StatusCode;
use ::warp::{Filter as _, any, path, reply};
use composition::assets;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;

use crate::{MY_404, OWN, PAGE, TEAM, check, check_own, listener};

#[tokio::test]
async fn assets_in_front_of_a_warp_app_leave_all_else_to_it() {
    let page = path::end().map(|| PAGE.to_owned());
    let team = path!("about" / "team").map(|| TEAM.to_owned());
    let own = path!("static" / "own").map(|| OWN.to_owned());
    let not_found = any().map(|| reply::with_status(MY_404.to_owned(), StatusCode::NOT_FOUND));
    let routes = page.or(team).or(own).or(not_found);
    let app = assets::service().with_mount().fallback(::warp::service(routes));
    let (listener, client) = listener().await;
    let server = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let app = TowerToHyperService::new(app.clone());
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                let _ = builder.serve_connection(TokioIo::new(stream), app).await;
            });
        }
    });
    let order = "assets, pages";
    check(order, &client, MY_404).await;
    check_own(order, &client).await;
    server.abort();
}
