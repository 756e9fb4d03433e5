use super::*;

#[cfg(feature = "typescript")]
#[test]
fn sources_are_found_by_their_names_and_places() {
    let globs = GlobSet::new(["js/**"]).unwrap();
    assert_eq!(script_of(&globs, "js/deep/app.ts").as_deref(), Some("js/deep/app.js"));
    assert_eq!(script_of(&globs, "js/app.mts").as_deref(), Some("js/app.mjs"));
    for other in ["video/0001.ts", "js/app.d.ts", "js/app.cts", "js/app.js", "js/.ts"] {
        assert_eq!(script_of(&globs, other), None, "{other}");
    }
}

#[test]
fn a_specifier_names_a_source_by_its_place() {
    let sources = Sources { paths: HashSet::from(["js/util.ts", "js/deep/a.ts"]) };
    for (from, specifier) in [
        ("js/app.ts", "./util.ts"),
        ("js/app.ts", "./deep/a.ts"),
        ("js/deep/a.ts", "../util.ts"),
        ("js/deep/a.ts", "./../deep/./a.ts"),
    ] {
        assert!(sources.has(from, specifier), "{from} {specifier}");
    }
    assert!(!sources.has("js/app.ts", "./other.ts"));
    assert!(!sources.has("app.ts", "./util.ts"));
}
