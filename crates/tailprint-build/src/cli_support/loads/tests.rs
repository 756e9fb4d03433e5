use tailprint_core::build_json::Asset;

use super::*;

#[test]
fn a_script_loads_what_its_imports_the_import_map_and_its_urls_name() {
    let asset =
        |path: &str, name: &str| Asset { path: path.into(), name: name.into(), ..Asset::default() };
    let build = BuildJson {
        url_prefix: "/static/".into(),
        assets: vec![
            asset("js/a.js", "js/a.0123456789ab.js"),
            asset("js/deep/ü b.js", "js/deep/ü b.js"),
            asset("js/worker.js", "js/worker.js"),
            asset("vendor/lit/index.js", "vendor/lit/index.4e3e58f1a4a4.js"),
            asset("vendor/lit/old/index.js", "vendor/lit/old/index.js"),
            asset("vendor/lit/html.js", "vendor/lit/html.js"),
        ],
        ..BuildJson::default()
    };
    let map = r#"{"imports":{"lit":"/static/vendor/lit/index.4e3e58f1a4a4.js","lit/":"/static/vendor/lit/"},
        "scopes":{"/static/js/deep/":{"lit":"/static/vendor/lit/old/index.js"}}}"#;
    let loads = Loads::new(&build, map.as_bytes()).unwrap();
    let source = "import './deep/%C3%BC%20b.js?x'; import {a} from \"lit\"; import(`lit/html.js`);\n\
                  new Worker(new URL('worker.js', import.meta.url)); export * from 'https://x/y.js';\n\
                  import '/static/js/a.js'; import '/js/a.js'; import './gone.js'; import 'react'; // import './worker.js'";
    assert_eq!(
        loads.of(source, "js/main.js"),
        ["js/a.js", "js/deep/ü b.js", "js/worker.js", "vendor/lit/html.js", "vendor/lit/index.js"]
    );
    assert_eq!(loads.of("import 'lit'", "js/deep/ü b.js"), ["vendor/lit/old/index.js"]);
    assert_eq!(Loads::new(&build, b"").unwrap().of(source, "js/main.js").len(), 3);
}
