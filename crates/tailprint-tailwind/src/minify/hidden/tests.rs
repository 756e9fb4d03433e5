use super::*;

#[test]
fn names_are_hidden_from_the_releases_that_do_not_know_them() {
    let css = ".a:state(b){mix-blend-mode:x;color:alpha(from red)}";
    let hidden = hide(css, Release::V1_30);
    assert_eq!(hidden.matches(MARK).count(), 3);
    assert_eq!(show(hidden.into_owned()), css);
    assert_eq!(hide(css, Release::V1_32).matches(MARK).count(), 1);
    assert_eq!(hide(css, Release::V1_33), css);
}

#[test]
fn names_are_hidden_however_they_are_written() {
    let css = "a{text-rendering:optimizeLegibility}b{text-rendering:OPTIMIZELEGIBILITY}";
    assert_eq!(hide(css, Release::V1_30).matches(MARK).count(), 2);
}

#[test]
fn parts_of_names_and_texts_are_left_alone() {
    let css = ".mix-blend-modes,.a-state\\(b{content:\"alpha(\";background:url(state(x)}";
    assert_eq!(hide(css, Release::V1_30), css);
}

#[test]
fn property_rules_are_hidden_within_other_rules() {
    let css = "@property --a{}\n@layer b{@property --c{}}@property --d{}";
    let hidden = format!("@property --a{{}}\n@layer b{{@{MARK}property --c{{}}}}@property --d{{}}");
    assert_eq!(hide(css, Release::V1_30), hidden);
    assert_eq!(hide_again(format!("@{MARK}property --a{{}}"), Release::V1_30), "@property --a{}");
}
