use super::*;

fn collected(files: &[(&str, &str)], change: impl FnOnce(&mut Folder)) -> Collected {
    let base = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let file = base.path().join("web").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
    }
    let mut folder = Folder { folder: "web".into(), base: base.path().into(), ..Folder::default() };
    change(&mut folder);
    collect(&folder)
}

#[test]
fn a_folder_needs_no_package_and_writes_nothing() {
    let made = collected(&[("a.css", "a{background:url(b.png)}"), ("b.png", "b")], |_| {});
    assert_eq!(made.problems, []);
    let names: Vec<&str> = made.assets.iter().map(|asset| &*asset.name).collect();
    assert_eq!(names[1], "b.3e23e8160039.png");
    assert_eq!(made.assets[0].bytes, b"a{background:url(b.3e23e8160039.png)}");
}

/// The problems as the command line shows them.
fn problems(files: &[(&str, &str)], change: impl FnOnce(&mut Folder)) -> Vec<String> {
    let show = |finding: Finding| match finding.help {
        Some(help) => format!("{} ({help})", finding.message),
        None => finding.message,
    };
    collected(files, change).problems.into_iter().map(show).collect()
}

#[test]
fn a_malformed_glob_is_reported_with_the_option_that_has_it() {
    let glob = || vec!["a[".to_owned()];
    let check = |option: &str, change: fn(&mut Folder, Vec<String>)| {
        let text =
            format!("`{option}`: malformed glob \"a[\" at character 2 (invalid range pattern)");
        assert_eq!(problems(&[("b.css", "")], |folder| change(folder, glob())), [text]);
    };
    check("--ignore", |folder, globs| folder.ignore = globs);
    check("--opaque", |folder, globs| folder.opaque = globs);
    check("--keep-name", |folder, globs| folder.keep_name = globs);
    check("--prehashed", |folder, globs| folder.prehashed = globs);
    check("--allow-missing", |folder, globs| folder.allow_missing = globs);
}

#[test]
fn a_malformed_prefix_is_reported_with_its_option() {
    let found = problems(&[("b.css", "")], |folder| folder.url_prefix = Some("static".into()));
    assert!(
        found[0].starts_with("`--url-prefix`: \"static\" is no URL prefix: it is neither a path")
    );
}

#[test]
fn a_repair_names_the_option_instead_of_the_method() {
    let found = problems(&[("b.png", "b"), ("b.3e23e8160039.png", "b")], |_| {});
    assert!(
        found[0]
            .ends_with("(remove the copy that already carries a hash, or name it in `--ignore`)")
    );
    let base = tempfile::tempdir().unwrap();
    let folder = Folder { folder: "web".into(), base: base.path().into(), ..Folder::default() };
    let help = collect(&folder).problems.remove(0).help;
    assert_eq!(help.as_deref(), Some("create it, or correct `--from`"));
}

#[cfg(unix)]
#[test]
fn a_repair_that_only_a_build_script_has_is_left_out() {
    let base = tempfile::tempdir().unwrap();
    std::fs::create_dir(base.path().join("web")).unwrap();
    std::fs::write(base.path().join("a.css"), "").unwrap();
    std::os::unix::fs::symlink("../a.css", base.path().join("web/a.css")).unwrap();
    let folder = Folder { folder: "web".into(), base: base.path().into(), ..Folder::default() };
    let help = collect(&folder).problems.remove(0).help;
    assert_eq!(help.as_deref(), Some("copy the file"));
}

#[cfg(feature = "js_modules")]
#[test]
fn modules_are_rewritten_on_demand() {
    let files = [("a.js", "import './b.js'"), ("b.js", "1")];
    let made = collected(&files, |folder| folder.js_modules = true);
    assert_eq!(made.assets[0].bytes, b"import './b.6b86b273ff34.js'");
    let made = collected(&files, |_| {});
    assert_eq!(made.assets[0].bytes, b"import './b.js'");
}
