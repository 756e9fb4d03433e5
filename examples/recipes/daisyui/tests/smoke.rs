use smoke::{App, between};

#[test]
fn the_style_sheet_has_the_classes_of_the_plugin_that_the_page_uses() {
    let app = App::start(env!("CARGO_BIN_EXE_recipe-daisyui"), env!("CARGO_MANIFEST_DIR"));
    let css = app.kept(between(&app.page("/"), "<link rel=\"stylesheet\" href=\"", "\""));
    // Tailwind searches this file, too.
    let unused = ["btn", "secondary"].join("-");
    assert!(css.contains(".btn-primary") && !css.contains(&unused));
}
