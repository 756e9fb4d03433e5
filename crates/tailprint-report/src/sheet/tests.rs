use super::*;

const CSS: &str = "/*! x */\n@layer utilities {\n  .p-4 { padding: 1rem; }\n  .p-44 { padding: 2rem; }\n  .md\\:p-4 { @media (width >= 48rem) { padding: 1rem; } }\n  .w-1\\.5 { width: 1px; }\n}\n@media print { .p-4 { content: '}'; } }\n";

#[test]
fn the_rules_of_a_class_are_found_whole() {
    assert_eq!(
        of_class(CSS, "p-4"),
        [".p-4 { padding: 1rem; }", "/* in @media print */\n.p-4 { content: '}'; }"]
    );
    assert_eq!(
        of_class(CSS, "md:p-4"),
        [".md\\:p-4 { @media (width >= 48rem) { padding: 1rem; } }"]
    );
    assert_eq!(of_class(CSS, "w-1.5"), [".w-1\\.5 { width: 1px; }"]);
    assert!(of_class(CSS, "p").is_empty());
    assert!(of_class(CSS, "p-444").is_empty());
}

#[test]
fn a_class_in_the_middle_of_a_selector_or_within_a_rule_is_found() {
    let css = ".a .b:hover{x:y}.c{&:is(.group *){x:z}}";
    assert_eq!(of_class(css, "b"), [".a .b:hover{x:y}"]);
    assert_eq!(of_class(css, "group"), ["/* in .c */\n&:is(.group *){x:z}"]);
}

#[test]
fn each_rule_has_its_layer_and_nested_rules_belong_to_theirs() {
    let css = "@layer theme,base;@layer theme{:root{--a:1}}@layer base{@layer x{a{b:c}}}\
               @media (x){@layer utilities{.p{&:hover{c:d}}}}@keyframes s{12.5%{a:b}}@property --x{syntax:\"*\"}";
    let found = rules(css);
    let found: Vec<(&str, &str)> = found.iter().map(|it| (&*it.layer, it.prelude)).collect();
    let expected = [
        ("theme", ":root"),
        ("base.x", "a"),
        ("utilities", ".p"),
        ("", "@keyframes s"),
        ("", "@property --x"),
    ];
    assert_eq!(found, expected);
    assert_eq!(rules(css)[2].text, ".p{&:hover{c:d}}");
}

#[test]
fn classes_are_listed_once_without_escapes() {
    let css = "/* .no { } */ @layer a{.flex{margin:.5rem}.flex:hover{}.w-1\\.5{}\n\
               .hover\\:a{&:hover{@media (x){b:c}}}.a.b>.c{}}@keyframes s{12.5%{a:b}}";
    let expected = ["a", "b", "c", "flex", "hover:a", "w-1.5"];
    assert_eq!(classes(css).into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(classes("/*/ .no { */ .yes{}").into_iter().collect::<Vec<_>>(), ["yes"]);
    assert_eq!(classes_of(".\\32xl\\:p-4"), ["2xl:p-4"]);
    assert_eq!(classes_of(".\\33 xl:is([href$=\".pdf\"],.é)"), ["3xl", "é"]);
}

#[test]
fn broken_style_sheets_have_few_classes_and_do_no_harm() {
    for odd in ["", ".", "}{", "/*", ".a{", "\\", "{\\", ".\\", ".\\110000{}", "\"", "["] {
        assert!(classes(odd).len() <= 1, "{odd}");
        let _ = (rules(odd), of_class(odd, "a"), classes_of(odd));
    }
}
