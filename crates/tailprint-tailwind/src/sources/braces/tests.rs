use proptest::prelude::*;

use super::*;

#[test]
fn alternatives_are_expanded_from_left_to_right_and_from_the_outside_in() {
    assert_eq!(expand("a/{b,c{1..3}}.{x,y}").len(), 8);
    assert_eq!(expand("{b,c}/{x,y}"), ["b/x", "b/y", "c/x", "c/y"]);
    assert_eq!(expand("{3..1}"), ["3", "2", "1"]);
    assert_eq!(expand("{0..10..5}"), ["0", "5", "10"]);
    assert_eq!(expand("{a}"), ["a"]);
    assert_eq!(expand("plain"), ["plain"]);
    assert_eq!(expand("{a..c}{,x}"), ["a", "ax", "b", "bx", "c", "cx"]);
    assert_eq!(expand("{e..a..2}"), ["e", "c", "a"]);
    assert_eq!(expand("{=8..10}"), ["08", "09", "10"]);
    assert_eq!(expand("a{}b"), ["ab"]);
}

#[test]
fn a_brace_that_nothing_closes_stands_for_itself() {
    assert_eq!(expand("{a,b"), ["{a,b"]);
    assert_eq!(expand("a}"), ["a}"]);
    let deep = "{".repeat(200_000);
    assert_eq!(expand(&deep), [deep.as_str()]);
}

#[test]
fn a_backslash_takes_the_meaning_from_braces_and_commas_alone() {
    assert_eq!(expand(r"a\[b\]\{c,d}"), [r"a\[b\]\{c,d}"]);
    assert_eq!(expand(r"{a\,b,\{}"), ["a,b", "{"]);
    assert_eq!(expand(r"\[b\]"), [r"\[b\]"]);
    assert_eq!(expand(r"{a,b}/\[c\]"), [r"{a,b}/\[c\]"]);
}

#[test]
fn an_empty_pattern_names_nothing() {
    assert!(expand("").is_empty());
    assert_eq!(expand("{}"), [""]);
}

#[test]
fn a_pattern_cannot_become_more_than_memory_holds() {
    assert!(expand(&"{1..9}".repeat(40)).len() <= MOST + 10);
    assert!(expand("{0..9223372036854775807}").len() <= MOST);
    let wide = format!("{{=1..{}5}}", "0".repeat(70_000));
    assert_eq!(expand(&wide).len(), 1);
}

proptest! {
    #[test]
    fn any_text_can_be_expanded(pattern in r"[a{},.0-9*/\\-]{0,40}") {
        prop_assert!(pattern.is_empty() || !expand(&pattern).is_empty());
    }
}
