//! A push to a local S3 server, and the app with its assets there.

use std::path::Path;
use std::process::{Command, ExitCode};

use recipe_store::Store;
use smoke::{App, between};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// `cargo tailprint push`, in a process whose environment has the credentials.
#[test]
#[ignore = "the other test starts it"]
fn push() {
    let words = ["cargo-tailprint", "tailprint", "push", "--package", "recipe-cdn"];
    let words = words.into_iter().chain(["s3://assets/static"]);
    let code = cargo_tailprint::run(words.map(Into::into));
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::SUCCESS));
}

#[test]
fn the_page_takes_its_assets_from_the_store_with_integrity() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::start(folder.path(), "127.0.0.1:0").unwrap();
    let mut push = Command::new(std::env::current_exe().unwrap());
    push.args(["--exact", "push", "--ignored", "--nocapture"]).current_dir(FOLDER);
    push.env("AWS_ENDPOINT_URL", store.url()).env("AWS_REGION", "us-east-1");
    push.env("AWS_ACCESS_KEY_ID", recipe_store::KEY);
    push.env("AWS_SECRET_ACCESS_KEY", recipe_store::SECRET);
    // The folder that the tests were built into: the push builds the package.
    push.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
    assert!(push.status().unwrap().success());

    let base = format!("{}/assets/static/", store.url());
    let app =
        App::start_with(env!("CARGO_BIN_EXE_recipe-cdn"), FOLDER, &[("TAILPRINT_BASE", &base)]);
    let (head, page) = app.get("/");
    assert!(head.contains(&format!("style-src 'self' {base}")), "{head}");
    assert!(
        page.contains(&format!("<link rel=\"preconnect\" href=\"{}\" crossorigin>", store.url()))
    );
    let link = between(&page, "<link rel=\"stylesheet\" ", ">");
    assert!(link.contains(" integrity=\"sha256-") && link.ends_with(" crossorigin"), "{link}");

    let cdn = App::at(store.url());
    for url in [between(link, "href=\"", "\""), between(&page, "type=\"module\" src=\"", "\"")] {
        let path = url.strip_prefix(store.url()).unwrap();
        assert!(path.starts_with("/assets/static/"), "{url}");
        cdn.kept(path);
        assert!(cdn.get(path).0.contains("access-control-allow-origin: *"), "{url}");
    }
}
