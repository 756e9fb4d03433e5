use super::*;

#[test]
fn every_position_of_an_import_map_is_read() {
    let source = r#" {"imports": {"./old.js": "./new.js", "ui/": "./ui/", "none": null},
        "scopes": {"./app.js": {"lit": "./lit.js"}, "./e/": {}},
        "integrity": {"./new.js": "sha384-AAAA sha256-BB?x"}}"#;
    let (found, map) = find(source);
    let urls: Vec<&str> = found.references.iter().map(|it| it.url.as_str()).collect();
    assert_eq!(urls, ["./new.js", "./ui/", "./lit.js"]);
    let map = map.unwrap();
    assert_eq!(&source[..map.whole.start], " {");
    let imports = map.imports.unwrap();
    assert!(source[..imports.object.start].ends_with("\"imports\": {"));
    let keys: Vec<(&str, bool)> = imports
        .entries
        .iter()
        .map(|(key, address)| (key.url.as_str(), address.is_some()))
        .collect();
    assert_eq!(keys, [("./old.js", true), ("ui/", true), ("none", false)]);
    let scopes = map.scopes.unwrap().scopes;
    assert_eq!((scopes[0].0.url.as_str(), scopes[1].1.object.is_empty), ("./app.js", true));
    let claims = map.integrity.unwrap().claims;
    let digests = &claims[0].digests;
    assert_eq!(&source[digests[0].place.clone()], "AAAA");
    assert_eq!(
        (digests[1].algorithm.as_str(), &source[digests[1].place.clone()]),
        ("sha256", "BB")
    );
}

#[test]
fn other_json_is_no_import_map() {
    for source in ["", "[]", "{\"imports\": }", "1"] {
        let (found, map) = find(source);
        assert!(map.is_none() && found.problems.len() == 1, "{source}");
    }
    let (found, map) = find("{\"imports\": [], \"scopes\": 1}");
    assert!(found.references.is_empty() && map.unwrap().imports.unwrap().entries.is_empty());
}
