use smoke::{App, between};

#[test]
fn the_page_the_fragment_and_everything_they_name_are_served() {
    let app = App::start(env!("CARGO_BIN_EXE_recipe-htmx"), env!("CARGO_MANIFEST_DIR"));
    let page = app.page("/");
    let script = between(&page, "<script src=\"/static/vendor/", "\"");
    assert!(app.kept(&format!("/static/vendor/{script}")).contains("htmx"));
    let css = app.kept(between(&page, "<link rel=\"stylesheet\" href=\"", "\""));
    assert!(
        css.contains(".font-brand") && css.contains(".py-1"),
        "the classes of page and fragment"
    );
    let font = between(&css, "url(../fonts/brand.", ")");
    assert!(
        page.contains(&format!("/static/fonts/brand.{font}")),
        "the preload is that of the sheet"
    );
    app.kept(&format!("/static/fonts/brand.{font}"));
    assert!(app.kept(between(&page, "<use href=\"", "#check\"")).contains("id=\"check\""));
    let fragment = app.page("/names");
    assert!(fragment.contains("Ada"));
    app.kept(between(&fragment, "<img src=\"", "\""));
}
