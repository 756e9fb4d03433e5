//! Files at the root of the host.

use super::super::*;

const MANIFEST: &str = r#"{"icons":[{"src":"/static/img/icon.png"},{"src":"/favicon.ico"}]}"#;

fn site() -> Package {
    Package::new(&[
        ("static/css/app.css", "a{b:url(/favicon.ico);c:url(../../favicon.ico)}"),
        ("static/favicon.ico", "ico"),
        ("static/img/icon.png", "png"),
        ("public/site.webmanifest", MANIFEST),
        ("public/sw.js", "importScripts('/static/js/lib.js');\n"),
        ("static/js/lib.js", "self.lib = 1;\n"),
        ("public/.well-known/security.txt", "Contact: x"),
    ])
}

fn config() -> Config {
    Config::new().at_root("favicon.ico").root_files("public").clone()
}

fn url<'a>(output: &'a Output, path: &str) -> &'a str {
    &output.published.iter().find(|asset| asset.path == path).unwrap().url
}

#[test]
fn they_have_their_own_names_and_urls_and_are_revalidated_in_both_modes() {
    let package = site();
    for mode in [Mode::Hashed, Mode::Plain] {
        let output = package.output(config().mode(mode));
        for path in ["favicon.ico", "site.webmanifest", "sw.js", ".well-known/security.txt"] {
            let asset = output.published.iter().find(|asset| asset.path == path).unwrap();
            let seen = (&*asset.name, &*asset.url, asset.at_root, asset.immutable);
            assert_eq!(seen, (path, &*format!("/{path}"), true, false));
        }
        assert!(url(&output, "css/app.css").starts_with("/static/css/app."));
        let table = table(&output);
        let favicon = table.find_path("favicon.ico").unwrap();
        assert!(table.is_at_root(favicon) && !table.is_immutable(favicon));
        assert!(
            output.generated.module.contains("pub const FAVICON_ICO: &str = \"/favicon.ico\";")
        );
        assert_eq!(output.warnings, []);
    }
}

#[test]
fn references_between_them_and_hashed_files_are_rewritten() {
    let package = site();
    let output = package.output(&config());
    let icon = url(&output, "img/icon.png");
    assert_eq!(text(&output, "site.webmanifest"), MANIFEST.replace("/static/img/icon.png", icon));
    assert_eq!(
        text(&output, "css/app.css"),
        "a{b:url(../../favicon.ico);c:url(../../favicon.ico)}"
    );
    let places = |path: &str| {
        let asset = output.published.iter().find(|asset| asset.path == path).unwrap();
        let paths = asset.references.iter().map(|index| &*output.published[*index].path);
        paths.collect::<Vec<_>>()
    };
    assert_eq!(places("css/app.css"), ["favicon.ico"]);
    assert_eq!(places("site.webmanifest"), ["favicon.ico", "img/icon.png"]);
}

#[test]
fn they_are_left_out_of_the_manifest_of_django_and_of_the_import_map() {
    let output = site().output(&config());
    let manifest: serde_json::Value = serde_json::from_slice(&output.manifest).unwrap();
    let paths: Vec<&String> = manifest["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["css/app.css", "img/icon.png", "js/lib.js"]);
    assert!(!output.generated.import_map.contains("sw.js"));
}

#[test]
fn with_a_prefix_on_another_host_they_stay_on_that_of_the_app() {
    let package = Package::new(&[
        ("static/a.png", "png"),
        ("static/robots.txt", "x"),
        ("static/site.webmanifest", r#"{"icons":[{"src":"https://cdn.example.com/s/a.png"}]}"#),
    ]);
    let mut config = Config::new();
    config.url_prefix("https://cdn.example.com/s/").at_root("robots.txt").at_root("*.webmanifest");
    let output = package.output(&config);
    assert_eq!(url(&output, "robots.txt"), "/robots.txt");
    let png = url(&output, "a.png");
    assert!(png.starts_with("https://cdn.example.com/s/a."), "{png}");
    assert!(text(&output, "site.webmanifest").contains(png));
}

#[test]
fn a_page_at_the_root_gets_an_import_map_with_absolute_urls() {
    let package = Package::new(&[
        ("public/index.html", "<script type=module src=/static/js/a.js></script>"),
        ("static/js/a.js", "import './b.js';"),
        ("static/js/b.js", "import './a.js';"),
    ]);
    let mut config = Config::new();
    config.root_files("public");
    let output = package.output(&Config { no_js_modules: true, ..config });
    let page = text(&output, "index.html");
    let a = url(&output, "js/a.js");
    assert!(page.contains(&format!("\"/static/js/a.js\":\"{a}\"")), "{page}");
    assert!(page.contains(&format!("src={a}>")), "{page}");
}

/// The report of a package with the files and `at_root("*.ico")`.
fn problems(files: &[(&str, &str)], config: &Config) -> Vec<String> {
    let package = Package::new(files);
    let run = |mode| {
        let run = package.run(config.clone().mode(mode), &[]);
        match run.result {
            Ok(output) => output.warnings,
            Err(report) => report.problems().to_vec(),
        }
    };
    let found = run(Mode::Hashed);
    assert_eq!(found, run(Mode::Plain), "both modes check the same");
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn a_url_that_leads_to_nothing_is_an_error_with_a_repair() {
    let found = problems(
        &[
            ("static/css/app.css", "a{b:url(../favicon.ico)}"),
            ("static/favicon.ico", ""),
            ("static/img/a.png", ""),
            ("public/x.css", "a{b:url(img/a.png);c:url(y.png)}"),
            ("public/z.png", ""),
        ],
        Config::new().at_root("favicon.ico").root_files("public"),
    );
    assert_eq!(
        found,
        [
            "public/x.css:1:9: \"img/a.png\" leads to /img/a.png, where no file is served \
             (write \"/static/img/a.png\", or serve it there with `Config::at_root(\"img/a.png\")`)",
            "public/x.css:1:26: \"y.png\" leads to /y.png, where no file is served \
             (did you mean \"z.png\"?)",
            "static/css/app.css:1:9: \"../favicon.ico\" leads to /static/favicon.ico, \
             but \"favicon.ico\" is served at /favicon.ico (write \"/favicon.ico\")",
        ]
    );
}

#[test]
fn urls_that_clash_are_errors_and_a_glob_without_a_file_is_a_warning() {
    let files = [("static/favicon.ico", "1"), ("public/favicon.ico", "2")];
    let clash = |places: &str| {
        format!(
            "public/favicon.ico: static/favicon.ico has the same path \"favicon.ico\", and {places} \
             (delete or rename one of them)"
        )
    };
    let mut config = Config::new();
    config.root_files("public");
    assert_eq!(problems(&files, &config), [clash("one of them is to be served at the root")]);
    assert_eq!(
        problems(&files, Config::new().root_files("static")),
        [
            "static: this folder is given for the root of the host and for the URL prefix (move the files for the root of \
          the host into a folder of their own, or name them with `Config::at_root`)"
        ]
    );
    config.at_root("favicon.ico");
    assert_eq!(problems(&files, &config), [clash("both are to be served at /favicon.ico")]);
    assert_eq!(
        problems(&[("static/static/x", "")], Config::new().at_root("static/x")),
        ["static/static/x: /static/x is below the mount /static, where it would hide an asset \
          (rename the folder, or choose another `Config::url_prefix`)"]
    );
    assert_eq!(
        problems(&[("static/a", "")], Config::new().at_root("favicon.icon")),
        ["`Config::at_root`: no asset matches \"favicon.icon\" \
          (correct or remove it; globs are compared with paths below the roots)"]
    );
    assert_eq!(
        problems(&[("static/a", "")], Config::new().root_files("public")),
        ["public: no such folder, but it is given as a root \
          (create it, or correct `Config::root_files`)"]
    );
    assert_eq!(
        problems(&[("static/static/x", "")], Config::new().at_root("/static/x").url_prefix("/")),
        [""; 0]
    );
}
