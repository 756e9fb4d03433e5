//! In Rocket.

use ::rocket::http::{Header, Status};
use ::rocket::local::asynchronous::Client;

use super::beside::{Expected, NAVIGATIONS, beside};
use super::*;

#[::rocket::get("/")]
fn page() -> &'static str {
    "the page"
}

#[::rocket::catch(404)]
fn not_found() -> &'static str {
    "my 404 page"
}

async fn check(rocket: ::rocket::Rocket<::rocket::Build>, answers: &[Expected]) {
    let client = Client::untracked(rocket).await.unwrap();
    for (uri, accept, status, content) in answers {
        let request = client.get(*uri).header(Header::new(accept.0, accept.1));
        let response = request.dispatch().await;
        let status_code = response.status().code;
        let body = response.into_string().await.unwrap_or_default();
        assert_eq!((status_code, &*body), (*status, *content), "{uri}");
    }
}

#[tokio::test]
async fn assets_leave_all_else_to_the_app_in_any_order() {
    for beside in beside() {
        let rocket = || ::rocket::build().register("/", ::rocket::catchers![not_found]);
        let (assets, routes) = (beside.service, || ::rocket::routes![page]);
        check(rocket().mount("/", assets).mount("/", routes()), beside.answers).await;
        check(rocket().mount("/", routes()).mount("/", assets), beside.answers).await;
    }
}

#[tokio::test]
async fn behind_the_routes_of_the_app_it_answers_navigations() {
    #[::rocket::catch(404)]
    fn empty() {}
    let service = pages_below_mount().spa("index.html");
    let rocket = ::rocket::build().register("/", ::rocket::catchers![empty]);
    check(rocket.mount("/", service).mount("/", ::rocket::routes![page]), NAVIGATIONS).await;
}

#[tokio::test]
async fn two_packages_with_one_mount_do_not_launch_and_both_are_named() {
    let (app, kit) = (fixture::of_package("app"), fixture::of_package("ui-kit"));
    let rocket = ::rocket::build().mount("/", app.service()).mount("/", kit.service());
    let error = Client::untracked(rocket).await.unwrap_err();
    let text = format!("{:?}", error.kind());
    for package in ["app", "ui-kit"] {
        let name = format!(
            "assets of `{package}`; if another package has this mount, give one of them its own by \
             `Config::url_prefix` in its build.rs"
        );
        assert!(text.contains(&name), "{text}");
    }
}

#[tokio::test]
async fn packages_with_mounts_of_their_own_and_files_at_the_root_are_all_served() {
    let with_root_files = fixture::with_root_files().assets;
    let kit = fixture::at("ui-kit", "/static/ui-kit", "/static/ui-kit/");
    let root = at_root(fixture::hashed());
    let rocket = ::rocket::build();
    let rocket = rocket.mount("/", with_root_files.service()).mount("/", kit.service());
    let client = Client::untracked(rocket.mount("/", root.service())).await.unwrap();
    for (path, status) in [
        ("/static/app.css", Status::Ok),
        ("/favicon.ico", Status::Ok),
        ("/static/ui-kit/app.css", Status::Ok),
        ("/sw.js", Status::Ok),
        ("/static/ui-kit/none.css", Status::NotFound),
        ("/static/none.css", Status::NotFound),
        ("/none", Status::NotFound),
    ] {
        assert_eq!(client.get(path).dispatch().await.status(), status, "{path}");
    }
}
