use super::*;

fn told(paths: &[&str]) -> String {
    let file = |path: &&str| SourceFile {
        path: (*path).to_owned(),
        file: path.into(),
        shown: format!("static/{path}"),
        at_root: false,
        typescript: None,
    };
    let files: Vec<SourceFile> = paths.iter().map(file).collect();
    let mut problems = Problems::default();
    check(&files, &mut problems);
    problems.into_report().to_string()
}

#[test]
fn a_file_that_windows_cannot_hold_is_told() {
    assert_eq!(
        told(&["aux.svg", "css/con.css", "icons./a.svg", "a:b.css"]),
        "static/a:b.css: a checkout on Windows cannot hold this file: \"a:b.css\" has the character ':', which no \
         name may have there (rename it, or leave it out by `Config::ignore`)\n\
         static/aux.svg: a checkout on Windows cannot hold this file: \"aux.svg\" is the name of a device there \
         (rename it, or leave it out by `Config::ignore`)\n\
         static/css/con.css: a checkout on Windows cannot hold this file: \"con.css\" is the name of a device \
         there (rename it, or leave it out by `Config::ignore`)\n\
         static/icons./a.svg: a checkout on Windows cannot hold this file: \"icons.\" ends with a dot or a space, \
         which Windows leaves out (rename it, or leave it out by `Config::ignore`)"
    );
}

#[test]
fn files_that_differ_only_in_case_or_normalization_are_told() {
    assert_eq!(
        told(&["A.css", "a.css", "e\u{301}.svg", "\u{e9}.svg"]),
        "static/a.css: Windows and macOS hold only one of this file and static/A.css: only upper and lower case \
         differ (rename one of them)\n\
         static/\u{e9}.svg: Windows and macOS hold only one of this file and static/e\u{301}.svg: only the \
         Unicode normalization differs: the name of the file is NFD, this is NFC (rename one of them)"
    );
}

#[test]
fn folders_that_differ_only_in_case_are_told_once() {
    assert_eq!(
        told(&["Img/a.svg", "Img/b.svg", "img/a.svg", "img/b.svg", "img/c/d.svg"]),
        "static/img/a.svg: Windows and macOS take the folders \"Img\" and \"img\" for one: only upper and lower \
         case differ (rename one of them)"
    );
}

#[test]
fn names_that_every_system_holds_are_not_told() {
    assert_eq!(
        told(&["a.css", "a/a.css", "b/A.css", ".well-known/x", "icon@2x.png", "日本/é.svg"]),
        ""
    );
}
