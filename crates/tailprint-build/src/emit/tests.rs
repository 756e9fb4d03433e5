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
fn what_is_watched_is_sorted_and_said_once() {
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
fn what_lies_in_an_announced_folder_is_not_announced() {
    let watch = Watch {
        paths: vec!["/a/b/c".into(), "/a".into(), "/ab".into(), "/a/d".into()],
        lists: vec!["/a/e".into()],
        ..Watch::default()
    };
    assert_eq!(printed(&watch, &[]), "cargo::rerun-if-changed=/a\ncargo::rerun-if-changed=/ab\n");
}

#[cfg(target_os = "linux")]
#[test]
fn the_list_of_a_folder_is_announced_by_a_path_too_long_for_what_is_in_it() {
    for name in ["x", "some-folder", "a folder"] {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("f"), "").unwrap();
        let path = long(&folder).unwrap();
        assert_eq!(std::fs::canonicalize(&path).unwrap(), folder.canonicalize().unwrap());
        assert!(path.ends_with(name) && path.starts_with(folder.to_str().unwrap()));
        assert!(std::fs::metadata(format!("{path}/f")).is_err());
        // as Cargo shortens and lengthens it
        let inner = Path::new(&path).strip_prefix(&folder).unwrap();
        assert_eq!(folder.join(inner).as_os_str().len(), path.len());
    }
    assert_eq!(long(Path::new("/")), None);
    assert_eq!(long(Path::new("/nosuch")), None);
}

#[test]
fn a_tree_holds_exactly_the_files_of_this_build() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree { files: vec![("css/a.1.css".into(), b"a"), ("b.png".into(), b"b")] };
    assert!(write_tree(folder.path(), &tree).is_empty());
    let tree = Tree { files: vec![("css/a.2.css".into(), b"a")] };
    assert!(write_tree(folder.path(), &tree).is_empty());
    let left: Vec<String> = fs::files_below(folder.path()).into_iter().map(|file| file.0).collect();
    assert_eq!(left, ["css/a.2.css"]);
}
