use super::*;

fn of<'a>(wanted: &str, paths: &[&'a str]) -> Option<&'a str> {
    for_purpose(Purpose::Any, wanted, paths)
}

fn for_purpose<'a>(purpose: Purpose, wanted: &str, paths: &[&'a str]) -> Option<&'a str> {
    let mut paths = paths.to_vec();
    paths.sort_unstable();
    Suggestions::new(paths).nearest(wanted, purpose).map(|near| near.path)
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
fn the_same_extension_comes_first() {
    assert_eq!(of("img/logo.png", &["img/logo.svg", "img/lgoo.png"]), Some("img/lgoo.png"));
    assert_eq!(of("img/logo.png", &["img/logo.js", "img/logos.css"]), None);
    assert_eq!(of("pkg0/images/modul7.png", &["pkg0/esm/module7.js"]), None);
}

#[test]
fn a_missing_part_of_the_name_is_forgiven() {
    assert_eq!(of("htmx.js", &["vendor/htmx.min.js"]), Some("vendor/htmx.min.js"));
    assert_eq!(of("htmx.min.js", &["htmx.js", "alpine.min.js"]), Some("htmx.js"));
}

#[test]
fn nothing_is_suggested_that_browsers_cannot_run() {
    for path in ["a/util.ts", "a/util.tsx", "a/util.jsx", "a/util.vue", "a/util.d.ts", "a/util.cjs"]
    {
        assert_eq!(for_purpose(Purpose::Script, "a/util", &[path]), None, "{path}");
        assert_eq!(for_purpose(Purpose::Script, "a/util.ts", &[path]), None, "{path}");
        assert_eq!(for_purpose(Purpose::Script, "a/utl.js", &[path]), None, "{path}");
        assert_eq!(of("a/util", &[path]), None, "{path}");
    }
    assert_eq!(for_purpose(Purpose::Script, "a/util.ts", &["a/util.js"]), Some("a/util.js"));
    assert_eq!(for_purpose(Purpose::Style, "a/base", &["a/base.scss", "a/base.less"]), None);
    assert_eq!(for_purpose(Purpose::Style, "a/base.scss", &["a/base.css"]), Some("a/base.css"));
    // MPEG transport streams have this extension as well.
    assert_eq!(of("video/part1.ts", &["video/part-1.ts"]), Some("video/part-1.ts"));
}

#[test]
fn the_question_says_how_names_differ_that_look_alike() {
    let question = |wanted: &str, path: &str| {
        Suggestions::new(vec![path]).nearest(wanted, Purpose::Any).unwrap().question()
    };
    let (composed, decomposed) = ("img/\u{e9}.png", "img/e\u{301}.png");
    assert_eq!(
        question("img/logo.png", "img/Logo.png"),
        "did you mean \"img/Logo.png\"? only upper and lower case differ"
    );
    assert_eq!(
        question(composed, decomposed),
        format!(
            "did you mean \"{decomposed}\"? only the Unicode normalization differs: \
             the name of the file is NFD, this is NFC"
        )
    );
    assert!(question(decomposed, composed).ends_with("the name of the file is NFC, this is NFD"));
    assert_eq!(
        question("img/\u{c9}.png", decomposed),
        format!("did you mean \"{decomposed}\"? only case and Unicode normalization differ")
    );
}

#[test]
fn a_name_of_thousands_of_files_is_found_in_the_nearest_folder() {
    let paths: Vec<String> =
        (0..3_000).map(|index| format!("pkg{index:04}/esm/index.js")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    assert_eq!(of("pkg1234/esn/index.js", &paths), Some("pkg1234/esm/index.js"));
    assert_eq!(of("pkg1234/esm/indx.js", &paths), Some("pkg1234/esm/index.js"));
}

#[test]
fn folders_are_those_that_paths_are_in() {
    let suggestions = Suggestions::new(vec!["a-b/c", "a/b/c", "ab/c"]);
    assert!(suggestions.has_folder("a") && suggestions.has_folder("a/b"));
    assert!(!suggestions.has_folder("a/b/c") && !suggestions.has_folder("b"));
}

#[test]
fn five_thousand_paths_take_no_time() {
    let paths: Vec<String> =
        (0..5_000).map(|index| format!("vendor/icons/svgs/solid/icon-{index:04}.svg")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let start = std::time::Instant::now();
    let suggestions = Suggestions::new(paths.clone());
    for _ in 0..100 {
        let near = suggestions.nearest("vendor/icons/svgs/solid/icon-x123.svg", Purpose::Any);
        assert_eq!(near.map(|near| near.path), Some(paths[123]));
    }
    assert!(start.elapsed().as_millis() < 2_000, "{:?}", start.elapsed());
}

#[test]
fn an_extension_may_be_mistyped_itself() {
    let near = Suggestions::new(vec!["img/logo.png", "img/logo.svg"]);
    assert_eq!(near.nearest("img/logo.pgn", Purpose::Any).unwrap().path, "img/logo.png");
    assert_eq!(near.nearest("img/logo.zip", Purpose::Any), None);
}
