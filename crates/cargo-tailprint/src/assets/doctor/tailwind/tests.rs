use super::*;

fn found(line: &str, file: &str) -> String {
    put_together(line, Language::of(file)).join(", ")
}

#[test]
fn names_that_are_put_together_are_found_in_rust_scripts_and_templates() {
    for (file, line, expected) in [
        ("a.rs", r#"let c = format!("bg-{c}-500 p-4");"#, "bg-{c}-500 p-4"),
        ("a.rs", r#"format!("md:hover:-mt-{}", n)"#, "md:hover:-mt-{}"),
        ("a.rs", r#"format!("bg-red-{shade}")"#, "bg-red-{shade}"),
        ("a.rs", r#"format!("bg-red-500/{}", n)"#, "bg-red-500/{}"),
        ("a.rs", r#"format!("w-[{w}px]")"#, "w-[{w}px]"),
        ("a.rs", r#"format!("flex text-{size}")"#, "text-{size}"),
        ("a.rs", r#"html! { p class={ "mt-" (n) } { } }"#, "mt-"),
        ("a.rs", r#"let c = "grid-cols-".to_owned() + &n;"#, "grid-cols-"),
        ("a.js", "el.className = `bg-${c}-500`;", "bg-${c}-500"),
        ("a.js", "el.className = 'mt-' + n;", "mt-"),
        ("a.html", r#"<p class="text-{{ c }}-500">"#, "text-{{ c }}-500"),
        ("a.html", r#"<p id="a" class="p-{% if a %}1{% endif %}">"#, "p-{% if a %}1{% endif %}"),
        ("a.html", r#"<p class="{{ "bg-" ~ c }}">"#, "bg-"),
        ("a.html", r#"<p class="w-1/{{ n }}">"#, "w-1/{{ n }}"),
        ("a.html", r#"<p class="mt-<< n >>">"#, "mt-<< n >>"),
    ] {
        assert_eq!(found(line, file), expected, "{line}");
    }
}

#[test]
fn what_is_no_class_is_left_alone() {
    for (file, line) in [
        ("a.rs", r#"format!("item-{id}")"#),
        ("a.rs", r#"format!("order-{id}")"#),
        ("a.rs", r#"println!("to-{{x}}")"#),
        ("a.rs", r#"name.strip_prefix("bg-")"#),
        ("a.rs", "let x = a -{ b };"),
        ("a.rs", r#"format!("{bg}-500")"#),
        ("a.rs", r#"format!("/static/p-{n}.png")"#),
        ("a.js", "const id = `order-${id}`;"),
        ("a.js", "el.id = 'text-' + id;"),
        ("a.html", r#"<div id="row-{{ id }}">"#),
        ("a.html", r#"<div class="a" id="top-{{ id }}">"#),
        ("a.html", r#"<a href="/mt-{{ id }}">"#),
        ("a.html", "{%- if x -%}"),
        ("a.html", "<p class=\"p-4\">{{ x }}"),
    ] {
        assert_eq!(found(line, file), "", "{line}");
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
