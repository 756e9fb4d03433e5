//! In ntex.

use ::ntex::web::{self, App, HttpResponse, test};

use super::beside::{NAVIGATIONS, beside};
use super::*;

#[tokio::test]
async fn assets_leave_all_else_to_the_app_in_any_order() {
    for beside in beside() {
        let page = || web::get().to(async || "the page");
        let not_found = || web::to(async || HttpResponse::NotFound().body("my 404 page"));
        let service = beside.service;
        let first = App::new().service(service).route("/", page()).default_service(not_found());
        let last = App::new().default_service(not_found()).route("/", page()).service(service);
        let first = test::init_service(first).await;
        let last = test::init_service(last).await;
        for (uri, accept, status, content) in beside.answers {
            let request = || test::TestRequest::with_uri(uri).header(accept.0, accept.1);
            let answers = [
                test::call_service(&first, request().to_request()).await,
                test::call_service(&last, request().to_request()).await,
            ];
            for answer in answers {
                let answer = (answer.status().as_u16(), test::read_body(answer).await);
                assert_eq!((answer.0, &*answer.1), (*status, content.as_bytes()), "{uri}");
            }
        }
    }
}

#[tokio::test]
#[should_panic = "the assets of `ui-kit` and of `app` are both mounted at /static (give one of them a mount of its own: \
                  `Config::url_prefix(\"/static-app/\")` in its build.rs)"]
async fn two_packages_with_one_mount_in_an_app_are_a_panic() {
    let app = App::new()
        .service(fixture::of_package("ui-kit").service())
        .service(fixture::of_package("app").service());
    let _ = test::init_service(app).await;
}

#[tokio::test]
async fn two_apps_of_one_process_may_have_one_mount() {
    for package in ["app", "ui-kit"] {
        let app = test::init_service(App::new().service(fixture::of_package(package).service()));
        let request = test::TestRequest::with_uri("/static/app.css").to_request();
        assert_eq!(test::call_service(&app.await, request).await.status().as_u16(), 200);
    }
}

#[tokio::test]
async fn behind_the_services_of_the_app_it_answers_navigations() {
    let service = pages_below_mount().spa("index.html");
    let app = App::new().route("/", web::get().to(async || "the page")).service(service);
    let app = test::init_service(app).await;
    for (uri, accept, status, content) in NAVIGATIONS {
        let request = test::TestRequest::with_uri(uri).header(accept.0, accept.1).to_request();
        let response = test::call_service(&app, request).await;
        let answer = (response.status().as_u16(), test::read_body(response).await);
        // ntex has a 404 page of its own, which is empty.
        assert_eq!((answer.0, &*answer.1), (*status, content.as_bytes()), "{uri}");
    }
}
