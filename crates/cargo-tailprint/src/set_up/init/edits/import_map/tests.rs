use super::*;

fn added(texts: &[&str]) -> Vec<String> {
    let numbered = texts.iter().enumerate();
    let mut texts: Texts = numbered
        .map(|(index, text)| {
            (PathBuf::from(index.to_string()), ((*text).to_owned(), (*text).to_owned()))
        })
        .collect();
    add(&mut texts, "{{ MAP }}");
    texts.into_values().map(|(_, new)| new).collect()
}

#[test]
fn the_import_map_stands_in_front_of_the_first_module() {
    let page = "<head>\n  <link rel=\"icon\" href=\"a\">\n  <script type=\"module\" src=\"b\"></script>\n</head>\n";
    assert_eq!(added(&[page]), [page.replace("  <script", "  {{ MAP }}\n  <script")]);
    let preloads = "<head><link rel=modulepreload href=b></head>";
    assert_eq!(added(&[preloads]), ["<head>{{ MAP }}<link rel=modulepreload href=b></head>"]);
}

#[test]
fn a_part_of_a_page_has_the_import_map_in_the_head_around_it() {
    let base = "<head>\n  <title>A</title>\n</head>\n";
    let part = "{% extends \"base.html\" %}<script type='module' src='b'></script>";
    assert_eq!(added(&[base, part]), [&*base.replace("</head>", "  {{ MAP }}\n</head>"), part]);
}

#[test]
fn the_import_map_stands_in_front_of_the_place_for_the_parts_of_other_templates() {
    let part = "{% block head %}<script type=module src=b></script>{% endblock %}";
    for place in [
        "{% block head %}{% endblock %}",
        "{%- block head -%}\n{%- endblock -%}",
        "{% include \"head.html\" %}",
        "{{> head}}",
        "{{{head}}}",
    ] {
        let base = format!(
            "<head>\n    <title>{{% block title %}}A{{% endblock %}}</title>\n    {place}\n    <link rel=icon href=a>\n</head>\n"
        );
        let expected =
            base.replace(&format!("    {place}"), &format!("    {{{{ MAP }}}}\n    {place}"));
        assert_eq!(added(&[&base, part]), [&*expected, part]);
    }
    // A module of the page itself may stand in front of it.
    let base = "<head>\n  <script type=module src=a></script>\n  {% block head %}{% endblock %}\n</head>\n";
    assert_eq!(added(&[base, part]), [&*base.replace("  <script", "  {{ MAP }}\n  <script"), part]);
}

#[test]
fn pages_without_modules_or_with_an_import_map_stay() {
    for page in [
        "<head><script src=\"a\"></script></head>",
        "<head><!-- <script type=\"module\" src=\"a\"></script> --></head>",
        "<head>{{ crate::assets::IMPORT_MAP }}<script type=\"module\" src=\"a\"></script></head>",
        "<head><script type=\"importmap\">{}</script><script type=\"module\" src=\"a\"></script></head>",
    ] {
        assert_eq!(added(&[page]), [page]);
    }
}

#[test]
fn imports_of_other_files_are_recognised() {
    for script in ["import './a.js'", "import {\n a }\nfrom \"../a.js\"", "await import( './a.js')"]
    {
        assert!(imports(script), "{script}");
    }
    for script in ["import 'lit'", "fetch('./a.json')", "const from = { a: './b' }"] {
        assert!(!imports(script), "{script}");
    }
}
