use proptest::prelude::*;

use super::*;

const SOME: &str = "0123456789ab";

#[test]
fn the_fingerprint_stands_before_the_last_extension() {
    for (path, hashed) in [
        ("css/app.css", "css/app.#.css"),
        ("app.css.map", "app.css.#.map"),
        ("a.tar.gz", "a.tar.#.gz"),
        ("noext", "noext.#"),
        ("dir.d/noext", "dir.d/noext.#"),
        (".htaccess", ".htaccess.#"),
        ("a/.htaccess", "a/.htaccess.#"),
        ("a/..x.y", "a/..x.#.y"),
        ("a/...", "a/....#"),
        ("a.", "a.#."),
        ("a b.png", "a b.#.png"),
        ("", ".#"),
    ] {
        assert_eq!(hashed_name(path, "#"), hashed, "{path}");
        let hashed = hashed.replace('#', SOME);
        if !["", "a/..."].contains(&path) {
            assert_eq!(logical_path(&hashed).as_deref(), Some(path), "{hashed}");
        }
    }
}

#[test]
fn a_name_without_a_fingerprint_in_its_place_has_no_logical_path() {
    for name in ["app.css", "app.0123456789ab.min.css", "0123456789ab", "a.0123456789AB.css", ""] {
        assert_eq!(logical_path(name), None, "{name}");
    }
}

#[test]
fn of_two_fingerprints_the_one_before_the_extension_counts() {
    let hashed = hashed_name("app.fedcba987654", SOME);
    assert_eq!(hashed, "app.0123456789ab.fedcba987654");
    assert_eq!(logical_path(&hashed).as_deref(), Some("app.fedcba987654"));
}

proptest! {
    #[test]
    fn the_logical_path_is_the_reverse_of_the_hashed_name(path in "([a-c.]{1,4}/){0,2}[a-c.]{0,3}[a-c][a-c.]{0,4}") {
        let hashed = hashed_name(&path, SOME);
        prop_assert_eq!(logical_path(&hashed), Some(path));
    }

    #[test]
    fn a_logical_path_leads_back_to_the_name(name in "[a.]{0,3}(0123456789ab)?[a.]{0,3}(0123456789ab)?[a.]{0,2}") {
        if let Some(path) = logical_path(&name) {
            prop_assert_eq!(hashed_name(&path, SOME), name);
        }
    }
}
