use super::*;

#[test]
fn paths_below_another_one_are_removed_and_paths_that_only_begin_alike_are_not() {
    let all = ["/a", "/a b", "/a-b", "/a.c/d", "/a/b", "/a/b/c", "/ab", "/e/f"];
    let mut paths: BTreeSet<PathBuf> = all.into_iter().map(PathBuf::from).collect();
    outermost(&mut paths);
    let expected = ["/a", "/a b", "/a-b", "/a.c/d", "/ab", "/e/f"];
    assert_eq!(paths, expected.into_iter().map(PathBuf::from).collect());
}

#[test]
fn an_unreadable_file_is_named_with_the_reason() {
    let problem = read(Path::new("/nowhere/a.css"), "static/a.css").unwrap_err();
    assert_eq!(problem.to_string(), "static/a.css: cannot be read: no such file or directory");
}
