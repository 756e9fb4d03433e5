use super::split_suffix;

#[test]
fn the_suffix_starts_at_the_first_question_mark_or_hash() {
    assert_eq!(split_suffix("a.svg#b?c"), ("a.svg", "#b?c"));
    assert_eq!(split_suffix("a.eot?#iefix"), ("a.eot", "?#iefix"));
    assert_eq!(split_suffix("#b"), ("", "#b"));
    assert_eq!(split_suffix(""), ("", ""));
}
