use super::*;

const MAP: ImportMap<'_> = ImportMap::new("{\"imports\":{}}", "sha256-x");

#[test]
fn it_is_a_whole_element() {
    assert_eq!(MAP.to_string(), "<script type=\"importmap\">{\"imports\":{}}</script>");
}

#[test]
fn a_nonce_cannot_leave_its_attribute() {
    assert_eq!(
        MAP.with_nonce("a+b/\"><script>").to_string(),
        "<script type=\"importmap\" nonce=\"a+b/script\">{\"imports\":{}}</script>"
    );
}
