use super::*;

fn cut(engine: Engine, source: &str) -> (Vec<String>, Option<Unclosed>) {
    let delimiters = Delimiters::default();
    let (parts, unclosed) = parts(source, Syntax { engine, delimiters: &delimiters });
    let text = |range: &Range<usize>| source[range.clone()].to_owned();
    let show = |part: &Part| match part {
        Part::Text(range) => format!("text {}", text(range)),
        Part::Raw(range) => format!("raw {}", text(range)),
        Part::Comment(range) => format!("comment {}", text(range)),
        Part::Code { kind, inside, .. } => format!("{kind:?} {}", text(inside)),
    };
    (parts.iter().map(show).collect(), unclosed)
}

#[track_caller]
fn assert_cut(engine: Engine, source: &str, expected: &[&str]) {
    assert_eq!(cut(engine, source), (expected.iter().map(|it| (*it).to_owned()).collect(), None));
}

#[test]
fn a_template_is_cut_at_its_delimiters() {
    let source = "a{{- \"}}\" -}}b{%+ if {'x': '%}'} ~%}c{# {{ #}é";
    let expected = [
        "text a",
        "Expression  \"}}\" ",
        "text b",
        "Block  if {'x': '%}'} ",
        "text c",
        "comment {# {{ #}",
        "text é",
    ];
    assert_cut(Engine::Minijinja, source, &expected);
}

#[test]
fn only_the_comments_of_askama_nest() {
    assert_cut(Engine::Askama, "{# {# #} #}a", &["comment {# {# #} #}", "text a"]);
    assert_cut(Engine::Minijinja, "{# {# #}a", &["comment {# {# #}", "text a"]);
}

#[test]
fn raw_blocks_are_text_up_to_their_end() {
    for name in ["raw", "verbatim"] {
        assert_cut(
            Engine::Tera,
            &format!("{{%- {name} -%}}{{{{ {{% x {{%~ end{name} %}}a"),
            &[&format!("Block  {name} "), "raw {{ {% x ", &format!("Block ~ end{name} "), "text a"],
        );
    }
    assert_cut(Engine::Minijinja, "{% rawest %}{{ x }}", &["Block  rawest ", "Expression  x "]);
}

#[test]
fn an_unclosed_delimiter_ends_the_search() {
    let unclosed =
        |offset, delimiter: &str| Some(Unclosed { offset, delimiter: delimiter.to_owned() });
    for (source, expected) in [
        ("a{{ x", unclosed(1, "{{")),
        ("a{% x }}", unclosed(1, "{%")),
        ("{# x", unclosed(0, "{#")),
        ("é{% raw %}x{% endraw", unclosed(2, "{% raw")),
        ("{{ x( }}", None),
    ] {
        assert_eq!(cut(Engine::Minijinja, source).1, expected, "{source}");
    }
}

#[test]
fn strings_have_the_escapes_of_their_engine() {
    let source = r#"{{ "\" }}a{{ "b" }}"#;
    assert_cut(Engine::Tera1, source, &["Expression  \"\\\" ", "text a", "Expression  \"b\" "]);
    assert_cut(Engine::Minijinja, source, &["Expression  \"\\\" }}a{{ \"b\" "]);
}

#[test]
fn handlebars_has_delimiters_of_its_own() {
    assert_cut(
        Engine::Handlebars,
        "{{{a}}}{{!-- }} --}}{{~b~}}\\{{c}}{{{{raw}}}}{{d}}{{{{/raw}}}}{{! e }}f",
        &[
            "Expression a",
            "comment {{!-- }} --}}",
            "Expression b",
            "text \\{{c}}",
            "raw {{{{raw}}}}{{d}}{{{{/raw}}}}",
            "comment {{! e }}",
            "text f",
        ],
    );
}
