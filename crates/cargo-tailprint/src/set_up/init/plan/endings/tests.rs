use super::*;

#[test]
fn lines_that_stay_keep_their_endings_and_new_ones_get_the_usual() {
    for (original, edited, expected) in [
        ("a\nb\n", "a\nx\nb\n", "a\nx\nb\n"),
        ("a\r\nb\r\n", "a\nx\nb\n", "a\r\nx\r\nb\r\n"),
        ("\u{feff}a\r\nb\nc\r\n", "a\nx\nb\nc\n", "\u{feff}a\r\nx\r\nb\nc\r\n"),
        ("a\r\nb", "a\nb\nx\n", "a\r\nb\r\nx\r\n"),
        ("a\rb\r\nc\r\nd", "a\rb\nc\nd\nx\n", "a\rb\r\nc\r\nd\r\nx\r\n"),
    ] {
        assert_eq!(restore(original, edited), expected, "{original:?}");
        assert_eq!(restore(original, &normal(original)), original);
    }
}
