use super::*;

#[test]
fn all_files_that_a_package_may_mean_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let ask = |manifest: &str, specifier: &str, asked| {
        let package = folder.path().join("node_modules/@a/b");
        std::fs::create_dir_all(&package).unwrap();
        std::fs::write(package.join("package.json"), manifest).unwrap();
        let named = named(&folder.path().join("css"), specifier, asked).unwrap();
        let files = named.files.iter().map(|file| file.strip_prefix(&package).unwrap());
        files.map(|file| file.to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let exports = r#"{"main": "no.js", "exports": {
            ".": {"style": "./a.css", "import": {"types": "./t.d.ts", "default": "./a.mjs"}, "require": "./a.cjs"},
            "./x/*": "./src/*.js"}}"#;
    assert_eq!(ask(exports, "@a/b", Asked::Sheet), ["a.css"]);
    assert_eq!(ask(exports, "@a/b", Asked::Module), ["a.mjs", "a.cjs"]);
    assert_eq!(ask(exports, "@a/b/x/y", Asked::Module), ["src/y.js"]);
    assert_eq!(ask(r#"{"style": "s.css"}"#, "@a/b", Asked::Sheet), ["s.css", "index.css"]);
    assert_eq!(ask("{}", "@a/b/c/d.css", Asked::Sheet), ["c/d.css"]);
    assert_eq!(ask("no JSON", "@a/b", Asked::Module), ["index"]);
}

#[test]
fn a_specifier_without_a_package_names_none() {
    let here = Path::new("/nowhere");
    for specifier in ["", "./a", "/a", "https://a/b", "a", "@a"] {
        assert!(named(here, specifier, Asked::Module).is_none(), "{specifier}");
    }
}
