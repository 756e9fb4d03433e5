use tailprint_core::build_json::Root;
use tailprint_core::build_json::{StyleSheet, Template, Use};

use super::*;

/// A package with an image in two roots, a page and a source that name it, and a style sheet of Tailwind.
fn package() -> (tempfile::TempDir, BuildJson) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("own/img/a.png", "own"),
        ("other/img/a.png", "other"),
        ("own/css/source.css", ""),
        ("templates/a.html", "<img src=\"/static/img/a.png\">\n<img src=\"/static/img/aa.png\">"),
        ("src/main.rs", "fn a() {\n    assets::img::A_PNG;\n    \"my-img/a.png\";\n}\n"),
    ] {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let root = |folder: &str| Root { folder: folder.into(), ..Root::default() };
    let asset = |path: &str, name: &str, references: &[&str]| Asset {
        path: path.to_owned(),
        name: name.to_owned(),
        url: format!("/static/{name}"),
        references: references.iter().map(|&it| it.to_owned()).collect(),
        ..Asset::default()
    };
    let used = Use { line: 7, path: "img/a.png?v=1".to_owned(), ..Use::default() };
    let build = BuildJson {
        package: folder.path().to_owned(),
        url_prefix: "/static/".to_owned(),
        roots: vec![root("own"), root("other")],
        assets: vec![
            asset("css/app.css", "css/app.0123456789ab.css", &["img/a.png"]),
            asset("img/a.png", "img/a.0123456789ab.png", &[]),
        ],
        tailwind: vec![StyleSheet {
            source: "own/css/source.css".to_owned(),
            output: "css/app.css".to_owned(),
            ..StyleSheet::default()
        }],
        templates: vec![Template {
            file: "templates/b.html".to_owned(),
            uses: vec![used],
            ..Template::default()
        }],
        ..BuildJson::default()
    };
    (folder, build)
}

#[test]
fn an_asset_is_found_by_its_path_its_url_its_name_and_its_file() {
    let (folder, build) = package();
    let path = |what: &str| find(&build, what).map(|asset| asset.path.clone());
    let file = |name: &str| path(folder.path().join(name).to_str().unwrap());
    for what in [
        "img/a.png",
        "/img/a.png",
        "/static/img/a.png",
        "img/a.0123456789ab.png",
        "/static/img/a.0123456789ab.png",
    ] {
        assert_eq!(path(what).as_deref(), Some("img/a.png"), "{what}");
    }
    assert_eq!(file("own/img/a.png").as_deref(), Some("img/a.png"));
    assert_eq!(file("other/img/a.png").as_deref(), Some("img/a.png"));
    assert_eq!(file("own/css/source.css").as_deref(), Some("css/app.css"));
    assert_eq!(file("src/main.rs"), None);
    assert_eq!(path("p-4"), None);
    assert_eq!(
        question(&build, "/static/img/b.png").as_deref(),
        Some("did you mean \"img/a.png\"?")
    );
    assert_eq!(question(&build, "p-4"), None);
}

#[test]
fn the_root_the_hidden_files_the_name_and_everything_that_refers_to_it_are_told() {
    let (_folder, build) = package();
    let expected = "\
img/a.png
  root        own
  file        own/img/a.png
  hides       other/img/a.png
  name        img/a.0123456789ab.png
  url         /static/img/a.0123456789ab.png
  size        0 bytes
  used by     css/app.css
  loaded by   js/app.js
  named in    src/main.rs:2
  named in    templates/a.html:1
  named in    templates/b.html:7
";
    let loads = BTreeMap::from([("js/app.js".to_owned(), vec!["img/a.png".to_owned()])]);
    let of = |path: &str| explained(&build, find(&build, path).unwrap(), &loads);
    assert_eq!(of("img/a.png"), expected);
    let sheet = of("css/app.css");
    assert!(sheet.starts_with("css/app.css\n  made of     own/css/source.css\n  name "), "{sheet}");
}
