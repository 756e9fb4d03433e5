use super::*;

#[test]
fn the_suffix_starts_at_the_first_question_mark_or_hash() {
    assert_eq!(split_suffix("a.svg#b?c"), ("a.svg", "#b?c"));
    assert_eq!(split_suffix("a.eot?#iefix"), ("a.eot", "?#iefix"));
    assert_eq!(split_suffix("#b"), ("", "#b"));
    assert_eq!(split_suffix(""), ("", ""));
}

#[test]
fn a_normal_path_has_parents_at_its_beginning_only() {
    for (path, expected) in [
        ("", ""),
        (".", ""),
        ("a/..", ""),
        ("../a/../..", "../.."),
        ("./a//b/.", "a/b"),
        ("/a/../..", "/"),
        ("/a/b/../../../c", "/c"),
    ] {
        assert_eq!(normalize(Path::new(path)), Path::new(expected), "{path}");
    }
}
