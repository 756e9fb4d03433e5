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

#[test]
fn repairs_name_options_instead_of_methods() {
    let files = [("b.png", "b"), ("b.3e23e8160039.png", "b")];
    let made = collected(&files, |_| {});
    assert_eq!(
        made.problems[0].help.as_deref(),
        Some("remove the copy that already carries a hash, or name it in `--ignore`")
    );
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
