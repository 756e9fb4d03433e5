use proptest::prelude::*;

use super::*;

fn angle() -> Translation {
    let from = Delimiters { expression: Pair::new("<<", ">>"), ..Delimiters::default() };
    Translation::new(from, &[Kind::Expression])
}

/// The translation with the stand-ins shown as `«` and `»`.
#[track_caller]
fn shown(source: &str) -> String {
    let translated = angle().translate(source).unwrap();
    assert_eq!(translated.len(), source.len());
    translated.replace('\u{91}', "«").replace('\u{92}', "»")
}

#[track_caller]
fn error(source: &str) -> (usize, String, String) {
    let error = angle().translate(source).unwrap_err();
    (error.offset(), error.to_string(), error.repair())
}

#[test]
fn delimiters_of_expressions_are_replaced() {
    assert_eq!(shown("a << b >> c<<d>>"), "a « b » c«d»");
    assert_eq!(shown("<<- a ->> <<~ b ~>> <<+ c +>>"), "«- a -» «~ b ~» «+ c +»");
}

#[test]
fn text_without_opening_delimiters_stays() {
    for text in ["", "a >> b", "{{ vue }} {% if a >> b %}", "\u{feff}a\r\n\0é"] {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn an_opening_delimiter_in_text_opens() {
    assert_eq!(shown("<<<a>>>"), "«<a»>");
}

#[test]
fn literals_may_contain_delimiters() {
    assert_eq!(shown(r#"<< ">>" >>"#), r#"« ">>" »"#);
    assert_eq!(shown(r#"<< "<< \" >>"|f("\\") >>"#), r#"« "<< \" >>"|f("\\") »"#);
    assert_eq!(shown(r#"<< b">>" >><< c">>" >>"#), r#"« b">>" »« c">>" »"#);
    assert_eq!(shown(r##"<< f!(r#"">>"#) >>"##), r##"« f!(r#"">>"#) »"##);
    assert_eq!(shown(r#"<< '"' >>"<< '\'' >><< b'"' >>"#), r#"« '"' »"« '\'' »« b'"' »"#);
    assert_eq!(shown(r#"<< a|f('>') >>"#), r#"« a|f('>') »"#);
}

#[test]
fn operators_count_as_such_in_brackets() {
    assert_eq!(shown("<< (a >> 1) >>"), "« (a >> 1) »");
    assert_eq!(shown("<< a[b << 2] >>"), "« a[b << 2] »");
    assert_eq!(shown("<< 8 >> 1 >>"), "« 8 » 1 >>");
}

#[test]
fn generic_arguments_may_end_in_a_closing_delimiter() {
    let source = "<< a.collect::<Vec<Vec<u8>>>() >>";
    assert_eq!(shown(source), "« a.collect::<Vec<Vec<u8>>>() »");
    assert_eq!(shown("<< T::<Vec<u8>>>>"), "« T::<Vec<u8>>»");
    assert_eq!(shown("<< a::b >>"), "« a::b »");
}

#[test]
fn arguments_of_rust_macros_are_rust() {
    assert_eq!(shown("<< f!(\"\" /* \" >> */, 'a) >>"), "« f!(\"\" /* \" >> */, 'a) »");
    assert_eq!(shown("<< f!{ // \"\n } >>"), "« f!{ // \"\n } »");
    assert_eq!(shown("{% if !(a) %}<< a /*b >>"), "{% if !(a) %}« a /*b »");
}

#[test]
fn blocks_and_comments_are_no_text() {
    assert_eq!(shown("{% let a = \"<<\" %}<< a >>"), "{% let a = \"<<\" %}« a »");
    assert_eq!(shown("{# << {# << #} << #}<< a >>"), "{# << {# << #} << #}« a »");
    assert_eq!(
        shown("{%- raw -%}<< a >>{%~ endraw +%}<< a >>"),
        "{%- raw -%}<< a >>{%~ endraw +%}« a »"
    );
    assert_eq!(
        shown("{% raw %}endraw{% endraw<< a >>{% endraw %}<<a>>"),
        "{% raw %}endraw{% endraw<< a >>{% endraw %}«a»"
    );
    assert_eq!(shown("{% rawly %}<< a >>"), "{% rawly %}« a »");
}

#[test]
fn errors_in_askamas_own_delimiters_are_left_to_askama() {
    assert_eq!(shown("<< a >>{# << b >>"), "« a »{# << b >>");
    assert_eq!(shown("<< a >>{% raw %}<< b >>"), "« a »{% raw %}<< b >>");
    assert_eq!(shown("<< a >>{% if << b >>"), "« a »{% if << b >>");
}

#[test]
fn an_unclosed_delimiter_is_an_error_at_its_byte() {
    let closed = "close it with \">>\"".to_owned();
    for source in ["é << a", "é << \"a >>", "é << a\n>", "é <<", "é << r\">>", "é << '\\"] {
        assert_eq!(error(source), (3, "unclosed \"<<\"".to_owned(), closed.clone()), "{source}");
    }
}

#[test]
fn an_expression_does_not_swallow_the_next_one() {
    let repair =
        "close it with \">>\"; a \"<<\" that is an operator needs parentheses around it".to_owned();
    for source in ["<< a <p><< b >>", "<< 1 << 2 >>", "<< (a <p><< b >>"] {
        assert_eq!(error(source), (0, "unclosed \"<<\"".to_owned(), repair.clone()), "{source}");
    }
}

#[test]
fn unbalanced_brackets_are_left_to_askama() {
    assert_eq!(shown("<< f(a >> b"), "« f(a » b");
    assert_eq!(shown("<< f(a >> b << c >>"), "« f(a » b « c »");
    assert_eq!(shown("<< a) >>"), "« a) »");
    assert_eq!(shown("<< f!(a >> b"), "« f!(a » b");
}

#[test]
fn a_stand_in_in_the_template_is_an_error_at_its_byte() {
    let (offset, message, repair) = error("é\u{92} << a >>");
    assert_eq!(offset, 2);
    assert_eq!(message, "character U+0092 stands for \">>\" and cannot be used in a template");
    assert_eq!(
        repair,
        "remove it; text converted from Windows-1252 often has it for a quotation mark"
    );
    assert_eq!(shown("\u{93}"), "\u{93}");
}

#[test]
fn the_unchecked_translation_leaves_the_opening_delimiter_to_askama() {
    let translated = angle().translate_unchecked("<< a >> << b").unwrap();
    assert_eq!(translated, "\u{91} a \u{92} \u{91} b");
    assert!(angle().translate_unchecked("\u{91}").is_err());
}

#[test]
fn every_kind_of_delimiter_can_be_replaced() {
    let from = Delimiters {
        expression: Pair::new("<=", "=>>"),
        block: Pair::new("<%-", "->"),
        comment: Pair::new("<!--", "-->"),
    };
    let translation = Translation::new(from, &Kind::ALL);
    let source = "<!-- a <!-- --> --><%- raw -><= x =>><%-- endraw -><= x =>><%- if a ->";
    let translated = translation.translate(source).unwrap();
    assert_eq!(translated.len(), source.len());
    assert_eq!(
        translated,
        "\u{95}\u{95} a \u{95}\u{95} \u{fdd6} \u{fdd6}\u{fdd3} raw \u{94}<= x =>>\u{fdd3}- endraw \u{94}\
         \u{91} x \u{fdd2}\u{fdd3} if a \u{94}"
    );
    assert_eq!(translation.restore(&translated), source);
    assert_eq!(translation.translate("<%- raw ->").unwrap_err().to_string(), "unclosed \"<%-\"");
    assert_eq!(translation.translate("<!-- <!-- -->").unwrap_err().offset(), 0);
}

#[test]
fn a_text_to_diagnose_is_ascii_outside_of_code() {
    let source = "é<< \"é\" >>é{# é {# é #} #}{% if é %}é{% raw %}é{% endraw %}";
    let text = angle().in_ascii().diagnose(source).unwrap();
    assert_eq!(
        text,
        "xx\u{1}\u{1} \"é\" \u{2}\u{2}xx{# xx {# xx #} #}{% if é %}xx{% raw %}xx{% endraw %}"
    );
    assert_eq!(text.len(), source.len());
    assert_eq!(angle().in_ascii().restore("\u{1}\u{1}\\u{2}\\u{2}"), "<<>>");
    assert!(angle().in_ascii().diagnose("\u{1}").is_err());
}

#[test]
fn messages_of_askama_name_the_original_delimiters() {
    assert_eq!(
        angle().restore("unclosed expression, missing \"\\u{92}\" after \u{91}"),
        "unclosed expression, missing \">>\" after <<"
    );
}

#[test]
fn hostile_templates_take_linear_time() {
    for piece in ["a!(", "::<", "<<", "{#", "{% raw %}endraw", "/*", "r#", "'\\", "(", "{# #}"] {
        let source = format!("<< {}", piece.repeat(20_000));
        let _ = angle().translate(&source);
    }
}

/// Pieces that templates are made of, so that random ones are interesting.
fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<<", ">>", "{%", "%}", "{#", "#}", "{{", "}}", "raw", "endraw", "-", "~", "\"", "'",
            "\\", "(", ")", "[", "]", "{", "}", "::<", ">", "!", "//", "/*", "*/", "\n", " ",
            "r#\"", "\"#", "b", "é", "a", "\u{fdd1}",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_translation_has_the_same_length_and_can_be_undone(source in template()) {
        if let Ok(translated) = angle().translate(&source) {
            prop_assert_eq!(translated.len(), source.len());
            let restored = translated.replace('\u{91}', "<<").replace('\u{92}', ">>");
            prop_assert_eq!(restored, source);
        }
    }

    #[test]
    fn no_text_makes_any_kind_of_delimiter_panic(source in template()) {
        let from = Delimiters {
            expression: Pair::new("<<", "!>>"),
            block: Pair::new("{%", ".%}"),
            comment: Pair::new("{#", "-#}"),
        };
        let translation = Translation::new(from, &Kind::ALL);
        if let Ok(translated) = translation.translate_unchecked(&source) {
            prop_assert_eq!(translated.len(), source.len());
            prop_assert_eq!(translation.restore(&translated), source.clone());
        }
        if let Ok(text) = translation.in_ascii().diagnose(&source) {
            prop_assert_eq!(text.len(), source.len());
        }
    }

    #[test]
    fn text_without_opening_delimiters_is_left_alone(source in "[^<\u{91}\u{92}]*") {
        prop_assert_eq!(angle().translate(&source), Ok(source));
    }
}

#[test]
fn a_run_of_white_space_is_passed_over_once() {
    let started = std::time::Instant::now();
    for space in [" ", "\n", "\t"] {
        let space = space.repeat(150_000);
        assert_eq!(shown(&format!("<< a{space}>>")), format!("« a{space}»"));
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
