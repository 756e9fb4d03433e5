use super::*;

#[test]
fn a_reason_begins_in_lower_case_and_has_no_number() {
    for (text, expected) in [
        ("No such file or directory (os error 2)", "no such file or directory"),
        ("Is a directory (os error 21)", "is a directory"),
        ("unexpected end of file", "unexpected end of file"),
        ("A", "a"),
        ("", ""),
    ] {
        assert_eq!(reason(&io::Error::other(text)), expected);
    }
}

#[test]
fn an_abbreviation_keeps_its_case() {
    for text in ["CONNECT proxy failed", "I/O error", "TLS handshake failed"] {
        assert_eq!(reason(&io::Error::other(text)), text);
    }
}
