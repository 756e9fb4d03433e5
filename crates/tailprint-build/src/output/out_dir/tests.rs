use super::*;

#[test]
fn a_tree_holds_exactly_the_files_of_this_build() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree {
        files: vec![("css/a.1.css".into(), b"a"), ("b.png".into(), b"b")],
        ..Tree::default()
    };
    assert!(write_tree(folder.path(), &tree).is_empty());
    let tree = Tree { files: vec![("css/a.2.css".into(), b"a")], ..Tree::default() };
    assert!(write_tree(folder.path(), &tree).is_empty());
    let left: Vec<String> = fs::files_below(folder.path()).into_iter().map(|file| file.0).collect();
    assert_eq!(left, ["css/a.2.css"]);
}
