use smoke::{App, between};

#[test]
fn files_have_hashed_names_and_the_old_urls_still_answer() {
    let app = App::start(env!("CARGO_BIN_EXE_recipe-serve-dir-after"), env!("CARGO_MANIFEST_DIR"));
    let page = app.page("/");
    let css = app.kept(between(&page, "<link rel=\"stylesheet\" href=\"", "\""));
    let image = between(&css, "url(\"../img/paper.", "\")");
    assert_ne!(image, "svg");
    app.kept(&format!("/static/img/paper.{image}"));
    assert!(app.get("/static/css/site.css").0.contains("cache-control: no-cache"));
}
