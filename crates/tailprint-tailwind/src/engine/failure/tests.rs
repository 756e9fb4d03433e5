use super::*;

#[test]
fn the_place_in_a_syntax_error_is_split_off() {
    assert_eq!(
        located("/a: b/e.css:1:24: Missing closing } at .a"),
        Some(("/a: b/e.css", 1, 24, "Missing closing } at .a"))
    );
    assert_eq!(located("Missing closing }"), None);
}
