use tailprint_core::filters;

use super::*;

const PATHS: [&str; 3] = ["css/tailwind.css", "img/logo.svg", "js/app.js"];

fn problems_of(paths: &[&str], path: &str) -> Vec<String> {
    filtered("static", paths, path)
}

fn filtered(filter: &str, paths: &[&str], path: &str) -> Vec<String> {
    let used = Use {
        file: "templates/base.html".to_owned(),
        line: 7,
        column: 15,
        path: path.to_owned(),
        filter: filters::named(filter).unwrap(),
    };
    let mut problems = Problems::default();
    check(&[used], &|path| paths.contains(&path), paths, &mut problems);
    problems.into_sorted().iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_meant(path: &str, meant: &str) {
    let (shown, _) = split_suffix(path);
    let expected =
        format!("templates/base.html:7:15: no static asset {shown:?} (did you mean {meant:?}?)");
    assert_eq!(problems_of(&PATHS, path), [expected]);
}

#[test]
fn an_existing_asset_is_no_problem() {
    for path in ["img/logo.svg", "img/logo.svg#icon", "js/app.js?v=1#x"] {
        assert_eq!(problems_of(&PATHS, path), Vec::<String>::new());
    }
}

#[test]
fn folders_and_fragments_are_not_looked_up() {
    for path in ["", "#icon", "?v=1", "img/", "nowhere/?v=1"] {
        assert_eq!(problems_of(&PATHS, path), Vec::<String>::new());
    }
}

#[test]
fn the_nearest_asset_is_suggested() {
    assert_meant("css/tailwnd.css", "css/tailwind.css");
    assert_meant("CSS/Tailwind.css", "css/tailwind.css");
    assert_meant("img/logs.svg#icon", "img/logo.svg");
}

#[test]
fn a_path_that_is_written_in_another_way_is_recognised() {
    for path in [
        "/css/tailwind.css",
        "./css/tailwind.css",
        "css/../css//tailwind.css",
        "css\\tailwind.css",
        " css/tailwind.css",
        "/static/css/tailwind.css",
        "static/css/tailwind.css",
        "../static/css/tailwind.css",
        "/Static/CSS/tailwind.css",
    ] {
        assert_meant(path, "css/tailwind.css");
    }
}

#[test]
fn without_anything_near_the_repair_says_what_to_do() {
    assert_eq!(
        problems_of(&PATHS, "css/print.css"),
        [
            "templates/base.html:7:15: no static asset \"css/print.css\" (put the file into a static root, or correct the path)"
        ]
    );
    assert_eq!(
        problems_of(&[], "css/print.css"),
        [
            "templates/base.html:7:15: no static asset \"css/print.css\" (there are no static assets at all; put the file into a static root)"
        ]
    );
    for path in ["https://example.org/a.css", "//example.org/a.css", "data:,"] {
        let shown = format!("no static asset {path:?}");
        let repair = "(the filter is for static assets only; write this URL without it)";
        let expected = format!("templates/base.html:7:15: {shown} {repair}");
        assert_eq!(problems_of(&PATHS, path), [expected]);
    }
}

#[test]
fn every_filter_refuses_a_path_that_is_no_asset() {
    for filter in filters::FILTERS {
        assert_eq!(
            filtered(filter.name, &PATHS, "js/ap.js"),
            [
                "templates/base.html:7:15: no static asset \"js/ap.js\" (did you mean \"js/app.js\"?)"
            ],
            "{}",
            filter.name
        );
        assert_eq!(filtered(filter.name, &PATHS, "js/app.js"), Vec::<String>::new());
    }
}

#[test]
fn only_static_takes_a_query_a_fragment_or_a_folder() {
    for filter in ["integrity", "preload", "modulepreload"] {
        let problem = |path: &str, repair: &str| {
            let start = format!("templates/base.html:7:15: no static asset {path:?}");
            assert_eq!(
                filtered(filter, &PATHS, path),
                [format!("{start} (`{filter}` takes {repair})")]
            );
        };
        problem("js/app.js?v=1", "a path without query or fragment: \"js/app.js\"");
        problem("js/app.js#x", "a path without query or fragment: \"js/app.js\"");
        problem("img/", "the path of a file");
        problem("#icon", "the path of a file");
    }
}

#[test]
fn a_module_preload_of_anything_but_a_script_is_a_warning() {
    assert_eq!(
        filtered("modulepreload", &PATHS, "css/tailwind.css"),
        [
            "templates/base.html:7:15: \"css/tailwind.css\" is text/css, which browsers do not load as a module (use `preload`)"
        ]
    );
    assert_eq!(filtered("modulepreload", &["a.mjs"], "a.mjs"), Vec::<String>::new());
}
