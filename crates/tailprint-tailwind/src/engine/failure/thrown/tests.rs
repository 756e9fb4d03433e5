use super::*;

#[test]
fn frames_of_a_stack_are_split() {
    assert_eq!(frame("    at f (/a b/c.js:3:14)"), Some(("/a b/c.js", 3, 14)));
    assert_eq!(frame("    at /c.js:3:14"), Some(("/c.js", 3, 14)));
    assert_eq!(frame("    at <anonymous> (C:\\c.js:3:14)"), Some(("C:\\c.js", 3, 14)));
    assert_eq!(frame("    at f (native)"), None);
    assert_eq!(frame("TypeError: x"), None);
}

#[test]
fn a_text_becomes_one_short_line() {
    assert_eq!(short(" a\n\t b\u{1b}[31m\u{0}c "), "a b [31m c");
    assert_eq!(short(&"é".repeat(1000)).chars().count(), SHOWN + 1);
    assert_eq!(short(""), "");
}
