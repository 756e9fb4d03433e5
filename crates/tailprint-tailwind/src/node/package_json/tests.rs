use super::*;

#[test]
fn fields_of_other_types_count_as_missing() {
    let manifest = Manifest::parse(
        br#"{ "name": ["a"], "version": 1, "main": {}, "style": null, "type": "module", "other": 1 }"#,
    )
    .unwrap();
    assert_eq!(manifest.name, None);
    assert_eq!(manifest.version, None);
    assert_eq!(manifest.main, None);
    assert_eq!(manifest.style, None);
    assert_eq!(manifest.module_type.as_deref(), Some("module"));
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    let manifest = Manifest::parse("\u{feff}{ \"name\": \"a\" }".as_bytes()).unwrap();
    assert_eq!(manifest.name.as_deref(), Some("a"));
}

#[test]
fn an_error_has_its_position() {
    let error = Manifest::parse(b"{\n  \"name\": }").unwrap_err();
    assert_eq!(error.to_string(), "2:11: is not valid JSON: expected value");
}
