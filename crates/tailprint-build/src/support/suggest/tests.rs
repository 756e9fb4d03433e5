use super::*;

fn of<'a>(wanted: &str, paths: &[&'a str]) -> Option<&'a str> {
    nearest(wanted, paths.iter().copied())
}

#[test]
fn typing_mistakes_are_forgiven() {
    let paths = ["css/app.css", "css/tailwind.css", "js/app.js"];
    assert_eq!(of("css/tailwnd.css", &paths), Some("css/tailwind.css"));
    assert_eq!(of("css/tialwind.css", &paths), Some("css/tailwind.css"));
    assert_eq!(of("cs/tailwind.css", &paths), Some("css/tailwind.css"));
    assert_eq!(of("js/ap.js", &paths), Some("js/app.js"));
}

#[test]
fn the_same_path_in_another_case_wins() {
    let paths = ["img/logo2.png", "img/Logo.PNG", "é/ä.css"];
    assert_eq!(of("img/logo.png", &paths), Some("img/Logo.PNG"));
    assert_eq!(of("É/Ä.css", &paths), Some("é/ä.css"));
}

#[test]
fn the_folder_may_be_wrong_or_missing() {
    let paths = ["a/logo.png", "img/logo.png", "img/logos.png"];
    assert_eq!(of("logo.png", &paths), Some("a/logo.png"));
    assert_eq!(of("imgs/logo.png", &paths), Some("img/logo.png"));
}

#[test]
fn the_extension_may_be_wrong() {
    assert_eq!(of("logo.png", &["lobo.svg", "logo.svg"]), Some("logo.svg"));
}

#[test]
fn distant_paths_are_not_suggested() {
    assert_eq!(of("css/print.css", &["css/tailwind.css", "js/app.js"]), None);
    assert_eq!(of("icons/star.svg", &["icons/moon.svg", "icons/bell.svg"]), None);
    assert_eq!(of("a", &[]), None);
}

#[test]
fn five_thousand_paths_take_no_time() {
    let paths: Vec<String> =
        (0..5_000).map(|index| format!("vendor/icons/svgs/solid/icon-{index:04}.svg")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let start = std::time::Instant::now();
    assert_eq!(of("vendor/icons/svgs/solid/icon-x123.svg", &paths), Some(paths[123]));
    assert!(start.elapsed().as_millis() < 1_000, "{:?}", start.elapsed());
}
