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
fn an_equal_file_keeps_its_modification_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep/er/a.txt");
    write_if_changed(&file, b"one").unwrap();
    let old = fs::File::open(&file).unwrap();
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1);
    old.set_modified(past).unwrap();
    write_if_changed(&file, b"one").unwrap();
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), past);
    write_if_changed(&file, b"two").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"two");
    assert_eq!(files_below(folder.path()).len(), 1, "no temporary file stays");
}

#[test]
fn an_unreadable_file_is_named_with_the_reason() {
    let problem = read(Path::new("/nowhere/a.css"), "static/a.css").unwrap_err();
    assert_eq!(problem.to_string(), "static/a.css: cannot be read: no such file or directory");
}
