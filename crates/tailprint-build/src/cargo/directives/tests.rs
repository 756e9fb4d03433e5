use super::*;

fn printed(watch: &Watch, problems: &[Problem]) -> String {
    let mut out = Vec::new();
    print(&mut out, watch, problems).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_problem_is_one_directive_whatever_is_in_it() {
    let problem = Problem::error("tailwind: one\r\ncargo::rustc-cfg=evil").in_file("a.css");
    assert_eq!(
        printed(&Watch::default(), &[problem, Problem::warning("two")]),
        "cargo::error=a.css: tailwind: one\\r\\ncargo::rustc-cfg=evil\ncargo::warning=two\n"
    );
}

#[test]
fn paths_are_sorted_and_announced_once() {
    let watch = Watch {
        paths: vec!["/b".into(), "/a".into(), "/b".into()],
        variables: vec!["TAILPRINT_MODE".into()],
        ..Watch::default()
    };
    assert_eq!(
        printed(&watch, &[]),
        "cargo::rerun-if-changed=/a\ncargo::rerun-if-changed=/b\n\
             cargo::rerun-if-env-changed=TAILPRINT_MODE\n"
    );
    assert_eq!(printed(&Watch { whole_package: true, ..watch }, &[]), "");
}

#[test]
fn a_path_in_an_announced_folder_is_not_announced() {
    let watch = Watch {
        paths: vec!["/a/b/c".into(), "/a".into(), "/ab".into(), "/a/d".into()],
        lists: vec!["/a/e".into()],
        ..Watch::default()
    };
    assert_eq!(printed(&watch, &[]), "cargo::rerun-if-changed=/a\ncargo::rerun-if-changed=/ab\n");
}

#[test]
fn a_file_name_begins_no_directive_and_commands_no_terminal() {
    let name = "a\ncargo::rustc-cfg=evil\u{1b}[2J\u{9b}\u{202e}\u{2028}.css";
    let problem = Problem::warning(format!("no static asset \"{name}\""))
        .at(name, 1, 2)
        .help(format!("did you mean \"{name}\"?"));
    let shown = r"a\ncargo::rustc-cfg=evil\u{1b}[2J\u{9b}\u{202e}\u{2028}.css";
    assert_eq!(
        printed(&Watch::default(), &[problem]),
        format!(
            "cargo::warning={shown}:1:2: no static asset \"{shown}\" (did you mean \"{shown}\"?)\n"
        )
    );
}

#[test]
fn a_path_that_cargo_cannot_read_is_announced_by_its_folder() {
    let watch = Watch {
        paths: vec!["/a/b\nc/d".into(), "/e/f ".into(), "/g/h".into()],
        lists: vec!["/i/j\n".into()],
        ..Watch::default()
    };
    assert_eq!(
        printed(&watch, &[]),
        "cargo::rerun-if-changed=/a\ncargo::rerun-if-changed=/e\n\
         cargo::rerun-if-changed=/g/h\ncargo::rerun-if-changed=/i\n"
    );
}
