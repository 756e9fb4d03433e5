//! `askama.toml`, and delimiters that askama refuses.

use super::*;

#[test]
fn a_package_without_templates_gets_the_defaults_of_askama() {
    let package = Package::new(&[]);
    let templates = package.loaded();
    assert_eq!(names(&templates), ["askama.toml", "derive.txt"]);
    assert_eq!(templates.watch.paths, Vec::<PathBuf>::new());
    let absent = ["askama.toml", "templates"].map(|name| package.dir.path().join(name));
    assert_eq!(templates.watch.absent, absent);
    assert_eq!(
        package.copied("askama.toml"),
        "# Made by tailprint from askama.toml.\n[general]\ndirs = ['ROOT/templates']\ndefault_syntax = 'default'\n"
    );
}

#[test]
fn the_settings_of_the_user_are_kept() {
    let package = Package::new(&[
        (
            "askama.toml",
            "[general]\ndirs = [\"a\", 'b/*']\nwhitespace = \"minimize\"\n[[syntax]]\nname = \"own\"\nexpr_start = \"{=\"\nexpr_end = \"=}\"\n[[escaper]]\npath = \"crate::Own\"\nextensions = [\"js\"]\n",
        ),
        ("a/x", ""),
        ("b/c/x", ""),
        ("b/d/x", ""),
        ("b/file", ""),
    ]);
    assert_eq!(
        package.copied("askama.toml"),
        "# Made by tailprint from askama.toml.\n[general]\ndirs = ['ROOT/a', 'ROOT/b/c', 'ROOT/b/d']\n\
         default_syntax = 'default'\nwhitespace = \"minimize\"\n\n[[syntax]]\nname = 'own'\n\
         expr_start = '{='\nexpr_end = '=}'\nblock_start = '{%'\nblock_end = '%}'\n\
         comment_start = '{#'\ncomment_end = '#}'\n\n[[escaper]]\npath = 'crate::Own'\nextensions = ['js']\n"
    );
    assert!(!package.copied("derive.txt").contains("refused"));
}

#[test]
fn a_refused_default_syntax_is_translated() {
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        ("templates/base.html", "é << a >> {{ vue }}\r\n"),
        ("templates/sub/page.html", "{% extends \"../base.html\" %}"),
    ]);
    assert_eq!(
        names(&package.loaded()),
        [
            "templates/base.html",
            "templates/sub/page.html",
            "askama.toml",
            "askama.plain.toml",
            "derive.txt"
        ]
    );
    assert_eq!(package.copied("templates/base.html"), "é \u{91} a \u{92} {{ vue }}\r\n");
    let config = package.copied("askama.toml");
    assert!(config.contains("dirs = ['OUT/templates']\ndefault_syntax = 'angle'\n"), "{config}");
    assert!(config.contains("expr_start = '\u{91}'\nexpr_end = '\u{92}'\n"), "{config}");
    assert!(!package.copied("askama.plain.toml").contains("[[syntax]]"));
    let file = DeriveFile::parse(&package.copied("derive.txt")).unwrap();
    let angle = file.syntax(None).unwrap();
    assert_eq!((angle.name.as_str(), angle.config.as_str()), ("angle", "askama.toml"));
    assert_eq!(angle.translation.as_ref().unwrap().original().expression.start, "<<");
    let [(folder, shown)] = &*angle.folders else { panic!("{:?}", angle.folders) };
    let shown = shown.replace(std::path::MAIN_SEPARATOR, "/");
    assert_eq!((&**folder, &*shown), ("templates", "ROOT/templates"));
    assert_eq!(file.syntax(Some("default")).unwrap().config, "askama.plain.toml");
}

#[test]
fn a_refused_syntax_that_is_not_the_default_has_a_configuration_of_its_own() {
    let package = Package::new(&[
        (
            "askama.toml",
            "[[syntax]]\nname = \"fine\"\nexpr_start = \"<%=\"\nexpr_end = \"=%>\"\n[[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\nexpr_end = \">>\"\n",
        ),
        ("templates/a.html", "<< \"a.css\"|static >>{{ \"b.css\"|static }}"),
        ("templates/b.html", "{{ 1 << 2 }}{% if \"c.css\"|static %}{% endif %}"),
    ]);
    let templates = package.loaded();
    assert_eq!(
        names(&templates),
        ["templates.2/a.html", "templates.2/b.html", "askama.2.toml", "askama.toml", "derive.txt"]
    );
    assert_eq!(
        package.uses(),
        [
            "templates/a.html:1:4 a.css",
            "templates/a.html:1:24 b.css",
            "templates/b.html:1:19 c.css"
        ]
    );
    let file = DeriveFile::parse(&package.copied("derive.txt")).unwrap();
    assert_eq!(file.syntax(None).unwrap().name, "default");
    assert_eq!(file.syntax(Some("angle")).unwrap().config, "askama.2.toml");
    assert_eq!(file.syntax(Some("fine")).unwrap().config, "askama.toml");
    let own = package.copied("askama.2.toml");
    assert!(own.contains("dirs = ['OUT/templates.2']\ndefault_syntax = 'angle'\n"), "{own}");
    assert!(!package.copied("askama.toml").contains("angle"));
}

#[test]
fn copies_keep_their_distance() {
    let config = ANGLE
        .replace("[general]", "[general]\ndirs = [\"a/x\", \"a/y\", \"a/x/z\", \"./a/../a/x\"]");
    let package = Package::new(&[
        ("askama.toml", &config),
        ("a/x/t", "{% include \"../y/t\" %}"),
        ("a/y/t", "y"),
        ("a/x/z/t", "z"),
    ]);
    let templates = package.loaded();
    assert_eq!(names(&templates)[..3], ["templates/x/t", "templates/x/z/t", "templates/y/t"]);
    let toml = package.copied("askama.toml");
    let dirs =
        "dirs = ['OUT/templates/x', 'OUT/templates/y', 'OUT/templates/x/z', 'OUT/templates/x']";
    assert!(toml.contains(dirs), "{toml}");
}

#[test]
fn errors_in_a_translated_template_are_reported_at_their_places() {
    let package = Package::new(&[
        ("askama.toml", ANGLE),
        ("templates/a.html", "a\né << b"),
        ("templates/b.html", "a\né << b << c >>"),
        ("templates/c.html", "a\né << b c >>"),
        ("templates/d.html", "\u{92}"),
        ("templates/e.html", "{% if a %}<< b >>"),
        ("templates/f.html", "<< b >>{% nonsense %}"),
        ("templates/g.html", "é<< f(a >>"),
    ]);
    package.write("templates/h.html", b"\xc3\xa9 << a >>\xff");
    package.write("templates/i.png", b"\0\xff << ");
    package.write("templates/j.bin", b"\xff");
    assert_eq!(
        package.problems(),
        [
            "templates/a.html:2:3: unclosed \"<<\" (close it with \">>\")",
            "templates/b.html:2:3: unclosed \"<<\" (close it with \">>\"; a \"<<\" that is an operator needs parentheses around it)",
            "templates/c.html:2:8: unknown node `c`",
            "templates/d.html:1:1: character U+0092 stands for \">>\" and cannot be used in a template (remove it; text converted from Windows-1252 often has it for a quotation mark)",
            "templates/e.html:1:4: expected `endif` to terminate `if` node, found nothing",
            "templates/f.html:1:11: unknown node `nonsense`",
            "templates/g.html:1:6: matching closing `)` is missing",
            "templates/h.html:1:10: not UTF-8 (save the template as UTF-8, or move it out of the template folders)",
        ]
    );
}

#[test]
fn errors_in_askama_toml_are_reported_at_their_places() {
    let problem = |toml: &str| Package::new(&[("askama.toml", toml)]).problems().join("\n");
    let syntax = |rest: &str| problem(&format!("\n[[syntax]]\nname = \"a\"\n{rest}\n"));
    assert_eq!(problem("a = \"é\" b\n"), "askama.toml:1:9: expected newline, found an identifier");
    assert_eq!(problem("[general\n"), "askama.toml:1:9: expected a right bracket, found a newline");
    assert_eq!(
        problem("[general]\ndirs = \"a\"\n"),
        "askama.toml:2:8: invalid type: string \"a\", expected a sequence for key `general.dirs`"
    );
    assert_eq!(
        syntax("expr_start = \"<\""),
        "askama.toml:2:1: delimiters must be at least two characters long. The opening expression delimiter (\"<\") is too short"
    );
    assert_eq!(
        syntax("expr_end = \"> >\""),
        "askama.toml:2:1: delimiters may not contain white spaces. The closing expression delimiter (\"> >\") contains white spaces"
    );
    assert_eq!(
        syntax("expr_start = \"<<\"\nexpr_end = \">>\"\nblock_start = \"<<%\""),
        "askama.toml:2:1: an opening delimiter may not be the prefix of another delimiter. The expression delimiter (\"<<\") clashes with the block delimiter (\"<<%\")"
    );
    assert_eq!(
        syntax("[[syntax]]\nname = \"a\""),
        "askama.toml:4:1: syntax \"a\" is already defined"
    );
    assert_eq!(
        problem("[general]\ndefault_syntax = \"b\""),
        "askama.toml: default syntax \"b\" not found (add a [[syntax]] with that name)"
    );
    let package = Package::new(&[]);
    package.write("askama.toml", b"# \xc3\xa9\n\xff");
    assert_eq!(package.problems(), ["askama.toml:2:1: not UTF-8"]);
}

#[test]
fn every_operator_that_askama_refuses_is_translated() {
    for end in [">>", "->", "!}", "|}", ".}", "&}", "~}", "%&", "**", "==", "/="] {
        let config = ANGLE.replace("\">>\"", &format!("{end:?}"));
        let package =
            Package::new(&[("askama.toml", &config), ("templates/a", &format!("<< a {end}"))]);
        assert_eq!(package.copied("templates/a"), "\u{91} a \u{92}", "{end}");
    }
    let config =
        ANGLE.replace("expr_start", "comment_start = \"<!--\"\ncomment_end = \"-->\"\nexpr_start");
    let package = Package::new(&[("askama.toml", &config), ("templates/a", "<!-- << --><< a >>")]);
    assert_eq!(package.copied("templates/a"), "\u{95}\u{95} << \u{fdd6}\u{91} a \u{92}");
}

#[test]
fn an_accepted_closing_delimiter_is_left_alone() {
    let config = ANGLE.replace("\">>\"", "\"]]\"");
    let package = Package::new(&[("askama.toml", &config), ("templates/a", "<< a ]]")]);
    assert_eq!(names(&package.loaded()), ["askama.toml", "derive.txt"]);
}
