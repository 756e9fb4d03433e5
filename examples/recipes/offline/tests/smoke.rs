use smoke::{App, between};

#[test]
fn the_worker_names_the_hashed_files_that_the_offline_page_uses() {
    let app = App::start(env!("CARGO_BIN_EXE_recipe-offline"), env!("CARGO_MANIFEST_DIR"));
    let (head, worker) = app.get("/sw.js");
    assert!(
        head.contains("content-type: text/javascript") && head.contains("cache-control: no-cache"),
        "{head}"
    );
    let page = app.page("/offline");
    for url in [between(&page, "stylesheet\" href=\"", "\""), between(&page, "src=\"", "\"")] {
        app.kept(url);
        assert!(worker.contains(&format!("\"{url}\"")), "{url}: {worker}");
    }
    assert!(app.page("/").contains("register(\"/sw.js\")"));
}
