//! In actix-web.

use actix_web::{App, HttpResponse, test, web};

use super::beside::{NAVIGATIONS, beside};
use super::*;

#[actix_web::test]
async fn assets_leave_all_else_to_the_app_in_any_order() {
    for beside in beside() {
        let page = || web::get().to(async || "the page");
        let not_found = || web::to(async || HttpResponse::NotFound().body("my 404 page"));
        let service = beside.service;
        let first = App::new().service(service).route("/", page()).default_service(not_found());
        let last = App::new().default_service(not_found()).route("/", page()).service(service);
        let first = test::init_service(first).await;
        let last = test::init_service(last).await;
        for (order, app) in [("first", &first), ("last", &last)] {
            for (uri, accept, status, content) in beside.answers {
                let request = test::TestRequest::with_uri(uri).insert_header(*accept);
                let response = test::call_service(app, request.to_request()).await;
                let answer = (response.status().as_u16(), test::read_body(response).await);
                assert_eq!(answer, (*status, (*content).into()), "{uri}, assets {order}");
            }
        }
    }
}

#[actix_web::test]
async fn two_apps_of_one_process_may_have_one_mount() {
    for package in ["app", "ui-kit"] {
        let app = App::new().service(fixture::of_package(package).service());
        let app = test::init_service(app).await;
        let request = test::TestRequest::with_uri("/static/app.css").to_request();
        assert_eq!(test::call_service(&app, request).await.status().as_u16(), 200);
    }
}

#[actix_web::test]
#[should_panic = "the assets of `ui-kit` and of `app` are both mounted at /static (give one of them a mount of its own: \
                  `Config::url_prefix(\"/static-app/\")` in its build.rs)"]
async fn two_packages_with_one_mount_in_an_app_are_a_panic() {
    let app = App::new()
        .service(fixture::of_package("ui-kit").service())
        .service(fixture::of_package("app").service());
    let _ = test::init_service(app).await;
}

#[actix_web::test]
async fn behind_the_services_of_the_app_it_answers_navigations() {
    let service = pages_below_mount().spa("index.html");
    let app = App::new().route("/", web::get().to(async || "the page")).service(service);
    let app = test::init_service(app).await;
    for (uri, accept, status, content) in NAVIGATIONS {
        let request = test::TestRequest::with_uri(uri).insert_header(*accept).to_request();
        let response = test::call_service(&app, request).await;
        assert_eq!(response.status().as_u16(), *status, "{uri}");
        assert_eq!(test::read_body(response).await, *content, "{uri}");
    }
}

#[actix_web::test]
async fn with_a_base_actix_web_answers_both_kinds_of_proxy() {
    for (assets, base, paths) in [
        (fixture::hashed().assets, "/app/static", ["/static/sw.js", "/app/static/sw.js"]),
        (at_root(fixture::hashed()), "/app/", ["/sw.js", "/app/sw.js"]),
    ] {
        assets.set_base(base).unwrap();
        let other = web::get().to(async || "the app's");
        let app = App::new().service(assets.service()).route("/app/about", other);
        let app = test::init_service(app).await;
        for path in paths.into_iter().chain(["/app/about"]) {
            let request = test::TestRequest::get().uri(path).to_request();
            assert_eq!(test::call_service(&app, request).await.status().as_u16(), 200, "{path}");
        }
    }
}

/// actix-web takes the first service that fits, and asks no other one: also if what it has is a 404.
#[actix_web::test]
async fn a_service_for_all_paths_belongs_behind_the_assets() {
    let everything = || web::scope("").route("/", web::get().to(async || "the page"));
    for (assets, asset) in
        [(fixture::hashed().assets, "/static/sw.js"), (at_root(fixture::hashed()), "/sw.js")]
    {
        let service = assets.service();
        let first = test::init_service(App::new().service(service).service(everything())).await;
        let last = test::init_service(App::new().service(everything()).service(service)).await;
        // docs/guide/serving.md warns of the last one.
        for (app, uri, status) in [(&first, asset, 200), (&first, "/", 200), (&last, asset, 404)] {
            let request = test::TestRequest::with_uri(uri).to_request();
            let response = test::call_service(app, request).await;
            assert_eq!(response.status().as_u16(), status, "{uri}");
        }
    }
}
