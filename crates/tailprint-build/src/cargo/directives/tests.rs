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
        "cargo::error=a.css: tailwind: one cargo::rustc-cfg=evil\ncargo::warning=two\n"
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
