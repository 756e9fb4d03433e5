use super::*;

fn found(line: &str, is_rust: bool) -> Vec<&str> {
    put_together(line, is_rust).collect()
}

#[test]
fn names_that_are_put_together_are_found_in_rust_and_in_templates() {
    assert_eq!(found(r#"let c = format!("bg-{c}-500 p-4");"#, true), ["bg-{c}-500 p-4"]);
    assert_eq!(found(r#"format!("md:hover:-mt-{}", n)"#, true), ["md:hover:-mt-{}"]);
    assert_eq!(found(r#"<p class="text-{{ c }}-500">"#, false), ["text-{{ c }}-500"]);
    assert_eq!(
        found(r#"<p class="p-{% if a %}1{% endif %}">"#, false),
        ["p-{% if a %}1{% endif %}"]
    );
}

#[test]
fn what_is_no_class_is_left_alone() {
    for line in [
        r#"format!("item-{id}")"#,
        r#"println!("to-{{x}}")"#,
        "let x = a -{ b };",
        r#"format!("{bg}-500")"#,
    ] {
        assert!(found(line, true).is_empty(), "{line}");
    }
    for line in [r#"<div id="row-{{ id }}">"#, "{%- if x -%}", "<p class=\"p-4\">{{ x }}"] {
        assert!(found(line, false).is_empty(), "{line}");
    }
}

#[test]
fn a_configuration_counts_as_loaded_by_its_directive_only() {
    assert!(loads(
        "@import \"tailwindcss\";\n@config \"../../tailwind.config.js\";",
        "tailwind.config"
    ));
    assert!(!loads("/* tailwind.config.js */ @config \"./other.js\";", "tailwind.config"));
}
