use super::*;

#[test]
fn a_part_of_verbatim_text_needs_no_offsets() {
    let text = Decoded::verbatim("src=' a.png '", 5..12).unwrap();
    let reference = text.reference(Kind::Url).unwrap();
    assert_eq!((reference.url.as_str(), reference.span), ("a.png", 6..11));
    assert_eq!(reference.offsets, None);
}

#[test]
fn an_escape_stands_where_it_begins() {
    let mut decoder = Decoder::default();
    decoder.verbatim("a", 3);
    decoder.character('é', 4);
    decoder.verbatim(".b", 10);
    let reference = decoder.finish(3..12).reference(Kind::Url).unwrap();
    assert_eq!(reference.url, "aé.b");
    assert_eq!(reference.offsets.as_deref(), Some(&[3, 4, 4, 10, 11][..]));
}

#[test]
fn text_that_names_no_file_is_no_reference() {
    for url in ["", "  ", "#id", " #id", "data:,x", "DATA:image/png;base64,AA=="] {
        let text = Decoded::verbatim(url, 0..url.len()).unwrap();
        assert_eq!(text.reference(Kind::Url), None, "{url}");
    }
}

#[test]
fn finds_in_escaped_text_are_lifted_byte_by_byte() {
    let mut decoder = Decoder::default();
    decoder.character('"', 10);
    decoder.verbatim("a.png", 16);
    let text = decoder.finish(10..21);
    let inner = Reference { kind: Kind::Url, url: "a.png".into(), span: 1..6, offsets: None };
    let found = text.lift(Found { references: vec![inner], ..Found::default() });
    assert_eq!(found.references[0].span, 16..21);
    assert_eq!(found.references[0].offsets.as_deref(), Some(&[16, 17, 18, 19, 20][..]));
}

#[test]
fn a_foreign_slice_has_no_offset() {
    let whole = String::from("abc");
    assert_eq!(offset_in(&whole, &whole[1..2]), Some(1));
    assert_eq!(offset_in(&whole[1..2], &whole), None);
}
