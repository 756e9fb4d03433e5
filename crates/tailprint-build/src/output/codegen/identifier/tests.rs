use super::*;

#[test]
fn names_become_identifiers() {
    assert_eq!(constant("tailwind.css"), "TAILWIND_CSS");
    assert_eq!(constant("6-circle.svg"), "_6_CIRCLE_SVG");
    assert_eq!(constant("日本.css"), "___CSS");
    assert_eq!(constant("assets"), "ASSETS_");
    assert_eq!(constant("-"), "__");
    assert_eq!(module("web-fonts"), "web_fonts");
    assert_eq!(module("type"), "type_");
    assert_eq!(module("Static"), "static_");
    assert_eq!(module("filters"), "filters_");
    assert_eq!(module("0"), "_0");
}

#[test]
fn names_with_one_identifier_all_get_another() {
    let names = ["a-b.css", "a_b.css", "ab.css"];
    assert_eq!(
        distinct(names.into_iter(), constant),
        ["A_B_CSS_2A48E2", "A_B_CSS_93AA14", "AB_CSS"]
    );
}
