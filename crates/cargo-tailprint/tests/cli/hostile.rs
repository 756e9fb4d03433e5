//! Names and texts of others that command a terminal, begin lines, or turn the direction of text.

#![cfg(unix)]

use crate::world::World;

/// A name with a line break, a control sequence in both of its forms, a bidirectional override and a line separator.
const NAME: &str = "a\nerror: evil\u{1b}[2J\u{9b}\u{202e}\u{2028}.css";
const SHOWN: &str = r"a\nerror: evil\u{1b}[2J\u{9b}\u{202e}\u{2028}.css";

/// A name that can be published.
const PUBLISHED: &str = "a\u{202e}\u{2028}.css";
const PUBLISHED_SHOWN: &str = r"a\u{202e}\u{2028}.css";

/// The characters of a text that a terminal would obey, without the ends of lines.
fn obeyed(text: &str) -> Vec<char> {
    let hostile = |letter: &char| {
        letter.is_control() && *letter != '\n' || matches!(letter, '\u{202e}' | '\u{2028}')
    };
    text.chars().filter(hostile).collect()
}

fn world(name: &str) -> World {
    let sheet = "/* \u{1b}]0;evil\u{7}\u{202e} */ a{background:url(\"b\u{202e}.png\")}";
    World::new(&[(&format!("web/{name}"), sheet), ("web/ok.css", "a{}")])
}

#[test]
fn a_finding_is_shown_with_escapes_in_its_place_its_line_and_its_message() {
    let ran = world(PUBLISHED).run("check --from web");
    assert_eq!(ran.code, Some(1));
    assert_eq!(obeyed(&ran.out), [], "{:?}", ran.out);
    let expected = format!(
        r#"error: no static asset "b\u{{202e}}.png"
 --> web/{PUBLISHED_SHOWN}:1:36
  |
 ::: 
1 | /* \u{{1b}}]0;evil\u{{7}}\u{{202e}} */ a{{background:url("b\u{{202e}}.png")}}
  |                                                    ^^^^^^^^^^^^^
"#
    );
    assert!(ran.out.starts_with(&expected), "{}\n{expected}", ran.out);
}

#[test]
fn a_name_that_is_refused_begins_no_line() {
    let ran = world(NAME).run("check --from web");
    assert_eq!(ran.code, Some(1));
    assert_eq!(obeyed(&ran.out), [], "{:?}", ran.out);
    assert!(ran.out.contains(&format!("--> web/{SHOWN}\n")), "{}", ran.out);
    assert_eq!(ran.out.matches("\nerror: ").count(), 0, "{}", ran.out);
}

#[test]
fn json_has_the_name_itself_and_no_hostile_byte() {
    let ran = world(NAME).run("check --from web --format json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(obeyed(&ran.out), [], "{:?}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{:?}", ran.out);
    let finding: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(finding["file"], format!("web/{NAME}"));
}

#[test]
fn an_argument_is_shown_with_escapes_in_an_error() {
    let world = world(NAME);
    let output = world.command("check --from").arg("web/\u{1b}[2J\u{202e}").output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains(r"web/\u{1b}[2J\u{202e}"), "{error:?}");
    assert_eq!(obeyed(&error), [], "{error:?}");
}

/// A shell puts names of files into the arguments.
#[test]
fn an_argument_that_is_refused_is_shown_without_its_control_characters() {
    let world = World::new(&[]);
    for args in
        ["completions x\x1b[31m\u{202e}y", "collect --x\x1b[31m\u{202e}y", "x\x1b[31m\u{202e}y"]
    {
        let ran = world.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.err.contains("\\u{202e}y"), "{:?}", ran.err);
        assert!(!ran.err.contains(['\x1b', '\u{202e}']), "{:?}", ran.err);
    }
}
