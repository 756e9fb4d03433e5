use super::*;

const VIEW: View = View { all: false, interface: Interface::CommandLine };

fn finding(line: usize, column: usize, message: &str) -> Finding {
    Finding {
        severity: FindingSeverity::Error,
        file: Some("a.css".into()),
        line: Some(line),
        column: Some(column),
        message: message.into(),
        help: Some("did you mean \"b.png\"?".into()),
        cause: None,
        path: None,
    }
}

#[test]
fn the_line_is_shown_with_a_caret_below_what_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.css"), "a{}\nö{background:url(x.png)}\n").unwrap();
    let findings = [finding(2, 18, "no static asset \"css/x.png\", written \"x.png\"")];
    let text = human(&findings, folder.path(), VIEW, &Renderer::plain());
    let expected = "\
error: no static asset \"css/x.png\", written \"x.png\"
 --> a.css:2:18
  |
2 | ö{background:url(x.png)}
  |                  ^^^^^
  |
  = help: did you mean \"b.png\"?

1 error
";
    assert_eq!(text, expected);
}

#[test]
fn a_place_that_is_gone_is_named_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let text = human(&[finding(7, 3, "what")], folder.path(), VIEW, &Renderer::plain());
    assert!(text.contains("--> a.css:7:3"), "{text}");
    std::fs::write(folder.path().join("a.css"), "a\n").unwrap();
    let text = human(&[finding(1, 99, "what")], folder.path(), VIEW, &Renderer::plain());
    assert!(text.contains("1 | a"), "{text}");
}

#[test]
fn json_is_one_object_per_line() {
    let expected = concat!(
        r#"{"severity":"error","file":"a.css","line":1,"column":2,"message":"what","#,
        r#""help":"did you mean \"b.png\"?"}"#,
        "\n"
    );
    assert_eq!(json(&[finding(1, 2, "what")]), expected);
}

#[test]
fn what_is_meant_is_underlined_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.css"), "\u{202e}a{b:url(x\u{7}.png)}\n").unwrap();
    let finding = finding(1, 10, r#"no static asset "x\u{7}.png""#);
    let text = human(&[finding], folder.path(), VIEW, &Renderer::plain());
    let expected = r"
1 | \u{202e}a{b:url(x\u{7}.png)}
  |                 ^^^^^^^^^^
";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_line_that_begins_with_tabs_is_shown_as_any_other() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.css"), "\n\t\ta { b: url(\"x.png\") }\n").unwrap();
    let text = human(&[finding(2, 15, "no \"x.png\"")], folder.path(), VIEW, &Renderer::plain());
    let expected = "\
error: no \"x.png\"
 --> a.css:2:15
  |
2 |   a { b: url(\"x.png\") }
  |               ^^^^^
";
    assert!(text.starts_with(expected), "{text}");
}
