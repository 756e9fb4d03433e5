use proptest::prelude::*;

use super::*;

fn urls(source: &str) -> Vec<(Kind, String)> {
    let found = find(source);
    assert_eq!(found.problems, [], "{source}");
    found.references.into_iter().map(|reference| (reference.kind, reference.url)).collect()
}

#[test]
fn images_are_found_and_pages_are_optional() {
    let source = r#"{
            "name": "a", "id": "/app.html", "scope": "/", "start_url": "../index.html",
            "icons": [{ "src": "icon.png", "sizes": "192x192" }, { "src": "/static/icon.svg" }, { "src": 3 }, null],
            "screenshots": [{ "src": "shot.webp" }],
            "shortcuts": [{ "name": "n", "url": "new.html", "icons": [{ "src": "new.png" }] }],
            "file_handlers": [{ "action": "/open", "icons": [{ "src": "file.png" }] }],
            "share_target": { "action": "share.html" }
        }"#;
    let expected = [
        (Kind::Optional, "../index.html"),
        (Kind::Url, "icon.png"),
        (Kind::Url, "/static/icon.svg"),
        (Kind::Url, "shot.webp"),
        (Kind::Optional, "new.html"),
        (Kind::Url, "new.png"),
        (Kind::Url, "file.png"),
    ];
    let expected = expected.map(|(kind, url)| (kind, url.to_owned()));
    assert_eq!(urls(source), expected);
}

#[test]
fn other_manifests_are_left_alone() {
    for source in [
        r#"{"manifest_version":3,"name":"x","icons":[{"src":"a.png"}]}"#,
        r#"{"src/main.js":{"file":"assets/main.js","src":"src/main.js","isEntry":true}}"#,
        r#"{"icons":{"16":"a.png"},"name":"x"}"#,
    ] {
        assert_eq!(urls(source), [], "{source}");
    }
}

#[test]
fn broken_json_is_a_warning_at_its_place() {
    let source = "{\n  \"name\": \"é\" x }";
    let found = find(source);
    let (at, problem) = found.problems[0].clone();
    assert_eq!(
        problem.at_byte("site.webmanifest", source.as_bytes(), at).to_string(),
        "site.webmanifest:2:15: not valid JSON: expected `,` or `}`"
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(source in any::<String>()) {
        find(&source);
    }

    #[test]
    fn any_icon_is_found_where_it_stands(name in "[^#].{0,12}") {
        let json = serde_json::to_string_pretty(&serde_json::json!({ "icons": [{ "src": name }] })).unwrap();
        for reference in find(&json).references {
            prop_assert_eq!(&reference.url, name.trim_matches(|c| c <= ' '));
            prop_assert!(json.get(reference.span).is_some());
        }
    }
}
