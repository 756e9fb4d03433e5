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
