use smoke::{App, between};

#[test]
fn each_language_has_its_page_and_its_files() {
    let app = App::start(env!("CARGO_BIN_EXE_recipe-languages"), env!("CARGO_MANIFEST_DIR"));
    for (path, word) in [("/en", "Welcome"), ("/de", "Willkommen")] {
        let page = app.page(path);
        assert!(
            page.contains(&format!("lang=\"{}\"", &path[1..])) && page.contains(word),
            "{page}"
        );
        assert!(app.kept(between(&page, "<img src=\"", "\"")).contains(word));
    }
    assert!(app.get("/fr").0.starts_with("http/1.1 404 "));
}
