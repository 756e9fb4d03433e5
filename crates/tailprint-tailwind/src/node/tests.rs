use super::*;

#[test]
fn a_specifier_is_split_behind_the_name_of_the_package() {
    assert_eq!(split_specifier("a"), Some(("a", "")));
    assert_eq!(split_specifier("a/"), Some(("a", "/")));
    assert_eq!(split_specifier("a/b/c.js"), Some(("a", "/b/c.js")));
    assert_eq!(split_specifier("@a/b"), Some(("@a/b", "")));
    assert_eq!(split_specifier("@a/b/c"), Some(("@a/b", "/c")));
}

#[test]
fn a_path_or_a_url_names_no_package() {
    for specifier in ["", "./a", "../a", "/a", "@a", "@a/", "https://a/b", "C:\\a", "%61", "a\0"] {
        assert_eq!(split_specifier(specifier), None, "{specifier}");
    }
}
