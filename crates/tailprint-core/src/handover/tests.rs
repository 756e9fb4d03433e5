use super::*;

fn handover() -> Handover {
    let from = Delimiters { expression: Pair::new("<<", ">>"), ..Delimiters::default() };
    let angle = Syntax {
        name: "angle brackets".to_owned(),
        config: "askama.toml".to_owned(),
        translation: Some(Translation::new(from, &[Kind::Expression])),
        folders: vec![("templates/0".to_owned(), "/a b/templates".to_owned())],
    };
    let plain = Syntax {
        name: "default".to_owned(),
        config: "askama.plain.toml".to_owned(),
        translation: None,
        folders: Vec::new(),
    };
    Handover { syntaxes: vec![angle, plain] }
}

#[test]
fn what_was_written_is_read_back() {
    assert_eq!(Handover::parse(&handover().to_text()), Some(handover()));
    assert_eq!(Handover::parse(&Handover::default().to_text()), Some(Handover::default()));
}

#[test]
fn a_syntax_is_found_by_its_name_or_is_the_first() {
    let handover = handover();
    assert_eq!(handover.syntax(None).unwrap().name, "angle brackets");
    assert_eq!(handover.syntax(Some("default")).unwrap().config, "askama.plain.toml");
    assert_eq!(handover.syntax(Some("other")), None);
}

#[test]
fn a_text_that_is_not_ours_is_refused() {
    for text in [
        "",
        "tailprint derive 2\n",
        "tailprint derive 1\nx\ta\tb\n",
        "tailprint derive 1\nfolder\ta\tb\n",
    ] {
        assert_eq!(Handover::parse(text), None, "{text:?}");
    }
}
