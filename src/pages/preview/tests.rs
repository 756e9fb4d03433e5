use super::*;

fn preview(content: &[u8]) -> Option<(String, bool)> {
    match Preview::text(&Bytes::copy_from_slice(content)) {
        Preview::Text { text, is_whole } => Some((text, is_whole)),
        _ => None,
    }
}

#[test]
fn a_short_text_is_shown_whole() {
    assert_eq!(preview("aé".as_bytes()), Some(("aé".to_owned(), true)));
}

#[test]
fn a_long_text_is_cut_between_characters() {
    let long = format!("{}é and more", "a".repeat(SHOWN - 1));
    assert_eq!(preview(long.as_bytes()), Some(("a".repeat(SHOWN - 1), false)));
}

#[test]
fn a_binary_file_has_no_preview() {
    assert_eq!(preview(b"\xff\xfe"), None);
    assert_eq!(preview(b"a\0b"), None);
    assert_eq!(preview(&[b"\xff", "a".repeat(SHOWN).as_bytes()].concat()), None);
}

#[test]
fn text_keeps_its_direction_and_its_lines() {
    let shown = ("a\\u{202e}\n\tb".to_owned(), true);
    assert_eq!(preview("a\u{202e}\n\tb".as_bytes()), Some(shown));
}
