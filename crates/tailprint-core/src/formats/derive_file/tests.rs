use super::*;

fn file() -> DeriveFile {
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
    DeriveFile { syntaxes: vec![angle, plain] }
}

#[test]
fn a_written_file_is_read_back() {
    assert_eq!(DeriveFile::parse(&file().to_text()), Some(file()));
    assert_eq!(DeriveFile::parse(&DeriveFile::default().to_text()), Some(DeriveFile::default()));
}

#[test]
fn a_syntax_is_found_by_its_name_or_is_the_first() {
    let file = file();
    assert_eq!(file.syntax(None).unwrap().name, "angle brackets");
    assert_eq!(file.syntax(Some("default")).unwrap().config, "askama.plain.toml");
    assert_eq!(file.syntax(Some("other")), None);
}

#[test]
fn a_text_that_is_not_ours_is_refused() {
    for text in [
        "",
        "tailprint derive 2\n",
        "tailprint derive 1\nx\ta\tb\n",
        "tailprint derive 1\nfolder\ta\tb\n",
    ] {
        assert_eq!(DeriveFile::parse(text), None, "{text:?}");
    }
}
