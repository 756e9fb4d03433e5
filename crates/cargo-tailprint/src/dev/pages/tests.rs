use super::*;

#[test]
fn the_overlay_gets_text_in_which_hostile_characters_are_escaped() {
    let text = "a\u{202e}.css:1:2: \u{1b}[2J</pre><script>\nnext".to_owned();
    let pages = Pages {
        build: Some(Problem { title: "The build\u{2028} failed".to_owned(), text }),
        ..Pages::default()
    };
    let line = pages.problem_line();
    assert_eq!(
        line,
        r#"problem {"title":"The build\\u{2028} failed","text":"a\\u{202e}.css:1:2: \\u{1b}[2J</pre><script>\nnext"}"#
    );
}
