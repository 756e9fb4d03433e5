use super::*;

fn build(assets: &[(&str, &[&str])]) -> BuildJson {
    let assets = assets.iter().map(|(path, references)| Asset {
        path: (*path).to_owned(),
        references: references.iter().map(|&it| it.to_owned()).collect(),
        ..Asset::default()
    });
    BuildJson { assets: assets.collect(), url_prefix: "/static/".into(), ..BuildJson::default() }
}

fn texts(files: &[(&str, &str)]) -> Texts {
    Texts(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect())
}

#[test]
fn an_asset_is_used_by_its_path_its_folder_its_constant_or_another_asset() {
    let build = build(&[
        ("css/a.css", &["img/by-css.png"]),
        ("img/by-css.png", &[]),
        ("img/flags/de.svg", &[]),
        ("js/app.js", &[]),
        ("js/gone.js", &[]),
        ("favicon.ico", &[]),
    ]);
    let texts = texts(&[
        ("templates/a.html", "{{ \"css/a.css\"|static }} {{ \"img/flags/\"|static }}"),
        ("src/main.rs", "assets::js::APP_JS"),
    ]);
    assert_eq!(unused(&build, &texts, &BTreeMap::new()), ["js/gone.js"]);
    let at_root = Asset { path: "ads.txt".to_owned(), at_root: true, ..Asset::default() };
    let build = BuildJson { assets: vec![at_root], ..build };
    assert_eq!(unused(&build, &texts, &BTreeMap::new()), [""; 0], "asked for by its address");
}

#[test]
fn what_only_unused_assets_name_is_unused_as_well_and_imports_count() {
    let build = build(&[
        ("css/old.css", &["css/old.css", "img/old.png"]),
        ("img/old.png", &[]),
        ("js/app.js", &[]),
        ("js/dead.js", &["js/dead2.js"]),
        ("js/dead2.js", &["js/dead.js"]),
        ("js/part.js", &["img/by-part.png"]),
        ("img/by-part.png", &[]),
    ]);
    let texts = texts(&[("src/main.rs", "js/app.js")]);
    let loads = BTreeMap::from([("js/app.js".to_owned(), vec!["js/part.js".to_owned()])]);
    assert_eq!(
        unused(&build, &texts, &loads),
        ["css/old.css", "img/old.png", "js/dead.js", "js/dead2.js"]
    );
}

#[test]
fn a_path_that_is_put_together_in_a_folder_uses_the_folder() {
    let used = [
        "\"icons/\" ~ name",
        "'icons/' + name",
        "format!(\"icons/{name}.svg\")",
        "`/static/icons/${name}.svg`",
        "href=\"/static/icons/<< name >>.svg\"",
    ];
    for text in used {
        assert!(continues(text, "icons/"), "{text}");
    }
    for text in ["the folder icons/ has", "\"icons/a.svg\"", "\"my-icons/\""] {
        assert!(!continues(text, "icons/"), "{text}");
    }
}

#[test]
fn a_nested_service_serves_no_file_at_the_root() {
    let nested = ("src/main.rs", ".nest_service(assets::MOUNT, assets::service())");
    assert!(is_only_nested(&texts(&[nested])));
    assert!(!is_only_nested(&texts(&[nested, ("src/a.rs", "assets::service().with_mount()")])));
    assert!(!is_only_nested(&texts(&[("src/main.rs", ".merge(assets::service().router())")])));
    assert!(!is_only_nested(&texts(&[])));
}

#[test]
fn urls_that_are_written_out_are_found_under_both_names() {
    let build = build(&[("css/a.css", &[])]);
    let texts = texts(&[(
        "templates/a.html",
        "\n<link href=\"/static/css/a.css?v=1\"><link href='/static/css/a.4e3e58f1a4a4.css'>\n\
             <link href=\"/static/css/other.css\"> see /static/css/a.css",
    )]);
    let expected = [
        "templates/a.html:2: /static/css/a.css",
        "templates/a.html:2: /static/css/a.4e3e58f1a4a4.css",
    ];
    assert_eq!(written_out(&build, &texts), expected);
}
