use super::*;

#[test]
fn literals_mean_what_they_mean_in_rust() {
    assert_eq!(unescape(r#"a\"\'\\\n\r\t\0b"#), "a\"'\\\n\r\t\0b");
    assert_eq!(unescape(r"\x41\u{e9}\u{1F600}z"), "A\u{e9}\u{1f600}z");
    assert_eq!(unescape("a\r\nb"), "a\nb");
    assert_eq!(unescape("\\"), "\0");
}
