//! Translated templates, compared with askama.

use proptest::prelude::*;
use tailprint_core::delimiters::{Delimiters, Kind, Translation};

use super::*;

/// Templates that askama accepts more often than not.
fn template() -> impl Strategy<Value = String> {
    let expression = prop::sample::select(vec![
        "x",
        "\"}}\"",
        "\"\\\"}}\"",
        "b\"{{\"",
        "'}'",
        "'\\''",
        "'\"'",
        "f!(r#\"\"}}\"#)",
        "f!(/* \" }} */ 'a)",
        "f![{ // }}\n}]",
        "S{a:T{b:1}}",
        "a[b[0]]",
        "f::<V<V<u8>>>(y)",
        "!(x)",
        "-1",
        "x|f(\"%}\")|g",
        "(x,)",
        "[x; 2]",
        "x is defined",
        "x.y.0",
        "1..2",
        "é",
        "a % b",
        "a::b",
        "x as u8",
        "not_a!",
        "a / b",
        "(a /*b)",
        "f(c = 1)",
    ]);
    let control = prop::sample::select(vec!["", "-", "+", "~", " "]);
    let piece = prop_oneof![
        (control.clone(), expression.clone(), control.clone())
            .prop_map(|(a, b, c)| format!("{{{{{a} {b} {c}}}}}")),
        (control.clone(), expression.clone(), control.clone())
            .prop_map(|(a, b, c)| format!("{{%{a} let x = {b} {c}%}}")),
        expression
            .clone()
            .prop_map(|b| format!("{{% if {b} %}}a{{% else if {b} %}}{{{{ {b} }}}}{{% endif %}}")),
        expression.clone().prop_map(|b| format!("{{% for a in {b} if !(x) %}}{{% endfor %}}")),
        expression.prop_map(|b| format!("{{# {b} {{# {{{{ #}} #}}")),
        (control.clone(), control).prop_map(|(a, b)| format!(
            "{{%{a} raw {b}%}}{{{{ {{# endraw {{% x{{%{b} endraw {a}%}}"
        )),
        prop::sample::select(vec![
            "{", "}", "}}", "%}", "#}", "\"", "'", "é", "\n", "<a>", "//", "{%", "{{", "{#"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// With askama's own delimiters translated, askama has to see the same template.
    #[test]
    fn delimiters_are_found_where_askama_finds_them(source in template()) {
        let original = Ast::from_str(&source, None, &askama_parser::Syntax::default());
        let translation = Translation::new(Delimiters::default(), &Kind::ALL);
        let syntax = config::builder(translation.translated()).to_syntax().unwrap();
        match (original, translation.translate(&source)) {
            (Ok(original), translated) => {
                let translated = translated.unwrap();
                let ast = Ast::from_str(&translated, None, &syntax).unwrap();
                let restored = translation.restore(&format!("{:?}", ast.nodes()));
                prop_assert_eq!(restored, format!("{:?}", original.nodes()));
            }
            (Err(_), Ok(translated)) => {
                let ast = Ast::from_str(&translated, None, &syntax);
                prop_assert!(ast.is_err(), "{}", source);
            }
            (Err(_), Err(_)) => {}
        }
    }
}
