use super::*;

/// The texts of strings and patterns.
fn literals(source: &str) -> Vec<String> {
    let of = |lexeme: Lexeme<'_>| match lexeme.token {
        Token::Text(range) => Some(format!("\"{}\"", &source[range])),
        Token::Pattern(range) => Some(format!("/{}/", &source[range])),
        Token::Word(_) | Token::Part | Token::Sign(_) => None,
    };
    Lexer::new(source).filter_map(of).collect()
}

#[test]
fn strings_and_templates_have_their_content() {
    assert_eq!(
        literals(r#"a = "b\"c" + 'd' + `e` + `f${"g"}h`"#),
        [r#""b\"c""#, "\"d\"", "\"e\"", "\"g\""]
    );
    assert_eq!(literals("`${`${'a'}`}` + 'b'"), ["\"a\"", "\"b\""]);
    assert_eq!(literals("`${{a: '}'}.a}` + 'b'"), ["\"}\"", "\"b\""]);
    assert_eq!(literals("// 'a'\n/* 'b' */ 'c' # 'd"), ["\"c\"", "\"d\""]);
}

#[test]
fn a_slash_begins_a_pattern_where_an_operand_may_stand() {
    for source in [
        "/p/.test(a)",
        "a = /p/g",
        "f(/p/, 1)",
        "[/p/]",
        "return /p/",
        "typeof /p/",
        "a ? /p/ : 1",
        "a && /p/.test(b)",
        "if (a) /p/.test(b)",
        "while (a(b)) /p/.test(c)",
        "{ } /p/.test(a)",
        "function f() { } /p/.test(a)",
        "a => { } \n /p/.test(a)",
        "else /p/.test(a)",
        "x = `${/p/.source}`",
        "case /p/:",
        "!/p/.test(a)",
        "a.match(/p/)[1]",
    ] {
        assert_eq!(literals(source), ["/p/"], "{source}");
    }
    assert_eq!(literals(r"a = /[/\]]\//.b"), [r"/[/\]]\//"]);
}

#[test]
fn a_slash_divides_behind_an_operand() {
    for source in [
        "a / p / b",
        "a(b) / p / c",
        "a[b] / p / c",
        "1 / p / 2",
        "a++ / p / b",
        "this.if(a) / p / b",
        "a.return / p / b",
        "x = {a: 1} / p / b",
        "return {a: 1} / p / b",
        "`${a} ` / p / b",
    ] {
        assert!(!literals(source).iter().any(|it| it.starts_with('/')), "{source}");
    }
}

#[test]
fn top_level_is_outside_of_all_brackets() {
    let source = "import a; f(b, [c]); { d } `${e}`; g";
    let words = Lexer::new(source).filter_map(|lexeme| match lexeme.token {
        Token::Word(word) if lexeme.is_top_level => Some(word),
        _ => None,
    });
    assert_eq!(words.collect::<Vec<_>>(), ["import", "a", "f", "g"]);
}

#[test]
fn patterns_without_an_end_by_the_thousand_are_read_in_linear_time() {
    let started = std::time::Instant::now();
    for (part, end) in
        [("(/", ""), ("/[", ""), ("(/[", "]"), ("(/[", "]\\"), ("(/[]", ""), ("(/]", "[")]
    {
        let source = format!("{}{end}\n'a'", part.repeat(100_000));
        assert_eq!(literals(&source).last().map(String::as_str), Some("\"a\""), "{part}{end}");
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_text_has_tokens_in_order(source in "[a-z(){}\\[\\]/`'\"$\\\\ \n.+=;é]{0,60}") {
        let mut last = 0;
        for lexeme in Lexer::new(&source) {
            proptest::prop_assert!(last <= lexeme.start && lexeme.start < source.len());
            last = lexeme.start + 1;
            if let Token::Text(range) | Token::Pattern(range) = lexeme.token {
                proptest::prop_assert!(source.get(range).is_some());
            }
        }
    }

    #[test]
    fn patterns_that_were_looked_for_in_vain_change_no_token(source in "[a/\\[\\]\\\\(=\n]{0,60}") {
        let mut lexer = Lexer::new(&source);
        loop {
            let (at, open) = (lexer.at, lexer.open.clone());
            let Lexer { wants_operand, is_condition, previous, .. } = lexer;
            let mut forgetful =
                Lexer { at, open, wants_operand, is_condition, previous, ..Lexer::new(&source) };
            let token = lexer.next();
            proptest::prop_assert_eq!(&token, &forgetful.next());
            if token.is_none() {
                break;
            }
        }
    }
}
