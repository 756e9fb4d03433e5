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
}

#[test]
fn a_brace_that_nothing_closes_stands_for_itself() {
    assert_eq!(expand("{a,b"), ["{a,b"]);
    assert_eq!(expand("a}"), ["a}"]);
}

#[test]
fn a_pattern_cannot_become_more_than_memory_holds() {
    assert!(expand(&"{1..9}".repeat(40)).len() <= MOST + 10);
    assert!(expand("{0..9223372036854775807}").len() <= MOST);
}

proptest! {
    #[test]
    fn any_text_can_be_expanded(pattern in r"[a{},.0-9*/\\-]{0,40}") {
        prop_assert!(!expand(&pattern).is_empty());
    }
}
