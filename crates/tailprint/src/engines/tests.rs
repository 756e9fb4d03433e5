use super::nearest::nearest;

const PATHS: [&str; 4] = ["css/app.css", "img/logo.svg", "js/app.js", "js/vendor/htmx.min.js"];

#[test]
fn a_mistyped_path_is_answered_with_the_nearest_one() {
    for (wanted, expected) in [
        ("css/ap.css", Some("css/app.css")),
        ("css/app.cs", Some("css/app.css")),
        ("img/lgoo.svg", Some("img/logo.svg")),
        ("js/htmx.min.js", Some("js/vendor/htmx.min.js")),
        ("images/logo.svg", Some("img/logo.svg")),
        ("fonts/inter.woff2", None),
        ("", None),
    ] {
        assert_eq!(nearest(PATHS.into_iter(), wanted), expected, "{wanted}");
    }
}
