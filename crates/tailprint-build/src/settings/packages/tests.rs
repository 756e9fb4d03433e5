use super::*;
use crate::config::Config;
use crate::pipeline::tests::Package as Site;

const INTEGRITY: &str = "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

/// An entry of the lock for a package whose one module is `index.js`.
fn locked(name: &str, version: &str, folder: &str, module: &str, more: &str) -> String {
    let digest = base16ct::lower::encode_string(&Sha256::digest(module));
    format!(
        "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nintegrity = \"{INTEGRITY}\"\nfolder = \"{folder}\"\n\
         [package.entries]\n\"{name}\" = \"index.js\"\n{more}[package.files]\n\"index.js\" = \"{digest}\"\n"
    )
}

fn site(packages: &[(&str, &str, &str, &str, &str)]) -> Site {
    let site = Site::new(&[("static/js/app.js", "import 'a'")]);
    let mut lock = "version = 1\n".to_owned();
    for (name, version, folder, module, more) in packages {
        lock += &locked(name, version, folder, module, more);
        site.write(&format!("third_party/js/{folder}/index.js"), module);
    }
    site.write("tailprint.lock", lock);
    site
}

fn import_map(site: &Site) -> String {
    let mut config = Config::new();
    config.mode(crate::config::Mode::Plain);
    site.output(&config).generated.import_map
}

#[test]
fn pinned_modules_are_assets_and_in_the_import_map_by_themselves() {
    let site = site(&[("a", "1.0.0", "a", "export default 1", "")]);
    assert_eq!(import_map(&site), r#"{"imports":{"a":"/static/vendor/js/a/index.js"}}"#);
    let output = site.output(&Config::new());
    let names: Vec<&str> = output.published.iter().map(|asset| &*asset.path).collect();
    assert_eq!(names, ["js/app.js", "vendor/js/a/index.js"]);
}

#[test]
fn an_entry_of_the_configuration_wins() {
    let site = site(&[("a", "1.0.0", "a", "export default 1", "")]);
    let mut config = Config::new();
    config.mode(crate::config::Mode::Plain).import_map("a", "js/app.js");
    let map = site.output(&config).generated.import_map;
    assert_eq!(map, r#"{"imports":{"a":"/static/js/app.js"}}"#);
}

#[test]
fn a_second_copy_is_in_the_scope_of_those_who_need_it() {
    let needs = "[package.dependencies]\nb = \"1.0.0\"\n";
    let site = site(&[
        ("a", "1.0.0", "a", "import 'b'", needs),
        ("b", "2.0.0", "b", "export default 2", ""),
        ("b", "1.0.0", "b@1.0.0", "export default 1", ""),
    ]);
    assert_eq!(
        import_map(&site),
        concat!(
            r#"{"imports":{"a":"/static/vendor/js/a/index.js","b":"/static/vendor/js/b/index.js"},"#,
            r#""scopes":{"/static/vendor/js/a/":{"b":"/static/vendor/js/b@1.0.0/index.js"},"#,
            r#""/static/vendor/js/b@1.0.0/":{"b":"/static/vendor/js/b@1.0.0/index.js"}}}"#
        )
    );
    let output = site.output(&Config::new());
    let copy = output.published.iter().find(|it| it.path.starts_with("vendor/js/b@")).unwrap();
    assert!(output.generated.import_map.contains(&format!("{{\"b\":\"{}\"}}", copy.url)));
}

#[test]
fn an_edit_is_an_error_that_names_both_repairs() {
    let site = site(&[("a", "1.0.0", "a", "export default 1", "")]);
    site.write("third_party/js/a/index.js", "export default 2");
    let report = site.report(&Config::new());
    assert!(
        report.contains("third_party/js/a/index.js: differs from tailprint.lock, which has the SHA-256 ")
            && report.contains(
                " (undo the edit with `cargo tailprint pin a`, or keep it with `cargo tailprint pin --patch a`)"
            ),
        "{report}"
    );
}

#[test]
fn a_file_that_is_missing_is_named_with_the_repair() {
    let site = site(&[("a", "1.0.0", "a", "export default 1", "")]);
    std::fs::remove_dir_all(site.folder().join("third_party")).unwrap();
    let report = site.report(&Config::new());
    let missing = "third_party/js/a/index.js: no such file, but tailprint.lock has it (restore it with `cargo tailprint pin a`)";
    assert!(report.contains(missing) && !report.contains("Config::import_map"), "{report}");
}

#[test]
fn a_path_that_leads_out_is_refused() {
    let site = site(&[("a", "1.0.0", "../../static", "", "")]);
    let report = site.report(&Config::new());
    assert!(
        report.contains("tailprint.lock:6:10: ")
            && report.contains("expected a path that does not lead out"),
        "{report}"
    );
}

#[test]
fn licences_are_no_assets_and_missing_source_maps_of_packages_no_warnings() {
    let site = Site::new(&[("third_party/js/a/LICENSE [old]", "MIT")]);
    let module = "export default 1\n//# sourceMappingURL=index.js.map\n";
    site.write("third_party/js/a/index.js", module);
    let lock = locked("a", "1.0.0", "a", module, "")
        .replace("[package.entries]", "notices = [\"LICENSE [old]\"]\n[package.entries]");
    site.write("tailprint.lock", format!("version = 1\n{lock}"));
    let output = site.output(&Config::new());
    assert_eq!(output.published.len(), 1, "{:?}", output.published);
    assert_eq!(output.warnings, []);
}

#[test]
fn an_import_that_is_not_pinned_is_a_warning_with_the_command() {
    let site = site(&[("a", "1.0.0", "a", "import 'c'", "")]);
    site.write(
        "static/js/app.js",
        "import 'a';\nimport 'a/more.js'; import('b');\nimport 'b'; import 'fs';",
    );
    let warnings = |config: &Config| {
        let warnings = site.output(config).warnings;
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        warnings(&Config::new()),
        [
            "static/js/app.js:2:9: \"a/more.js\" is imported, but no import map has it (add it with \
             `cargo tailprint pin a/more.js`, or if the page has a map of its own, \
             `Config::allow_missing(\"a/more.js\")`)",
            "static/js/app.js:2:29: \"b\" is imported here and in one more place, but no import map has it (add it \
             with `cargo tailprint pin b`, or if the page has a map of its own, `Config::allow_missing(\"b\")`)",
        ]
    );
    assert_eq!(warnings(Config::new().allow_missing("js/app.js")), Vec::<String>::new());
    site.write("templates/page.html", "<script type='importmap'>{}</script>");
    assert_eq!(warnings(&Config::new()), Vec::<String>::new());
}
