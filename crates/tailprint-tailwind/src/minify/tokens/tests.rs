use super::*;

fn ends(css: &str) -> usize {
    let mut ends = 0;
    each(css, &mut |_, token| ends += usize::from(*token == Token::CloseCurlyBracket));
    ends
}

#[test]
fn tokens_of_blocks_are_named_however_deep_the_blocks_are() {
    assert_eq!(ends("a{b(c[d]"), 3);
    assert!(ends(&"(".repeat(100_000)) >= DEEPEST, "and the stack does not overflow");
}

#[test]
fn depth_is_not_length() {
    assert!(is_too_deep(&"a{".repeat(5000)));
    assert!(!is_too_deep(&"a{b:\"(\"}".repeat(3000)));
    assert!(!is_too_deep(&"a{b{c:d(e[f])}}".repeat(5000)));
}

#[test]
fn ranges_are_replaced() {
    let replacements = [(0..1, "x".to_owned()), (2..4, String::new())];
    assert_eq!(replaced("abcde", &replacements), "xbe");
}
