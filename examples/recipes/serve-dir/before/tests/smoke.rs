use smoke::{App, between};

#[test]
fn files_are_served_under_their_own_names_and_may_be_kept_for_no_time() {
    let app = App::start(env!("CARGO_BIN_EXE_recipe-serve-dir-before"), env!("CARGO_MANIFEST_DIR"));
    let page = app.page("/");
    let url = between(&page, "<link rel=\"stylesheet\" href=\"", "\"");
    assert_eq!(url, "/static/css/site.css");
    let (head, css) = app.get(url);
    assert!(!head.contains("cache-control"), "{head}");
    assert!(css.contains("url(\"../img/paper.svg\")"), "{css}");
}
