use proptest::prelude::*;

use super::*;

fn urls(source: &str) -> Vec<(Kind, String)> {
    let found = find(source);
    assert_eq!(found.problems, [], "{source}");
    found.references.into_iter().map(|reference| (reference.kind, reference.url)).collect()
}

#[test]
fn images_are_fetched_and_pages_are_addresses() {
    let source = r#"{
            "name": "a", "id": "/app.html", "scope": "/", "start_url": "../index.html",
            "icons": [{ "src": "icon.png", "sizes": "192x192" }, { "src": "/static/icon.svg" }, { "src": 3 }, null],
            "screenshots": [{ "src": "shot.webp" }],
            "shortcuts": [{ "name": "n", "url": "new.html", "icons": [{ "src": "new.png" }] }],
            "file_handlers": [{ "action": "/open", "icons": [{ "src": "file.png" }] }],
            "share_target": { "action": "share.html" }
        }"#;
    let expected = [
        (Kind::Address, "../index.html"),
        (Kind::Url, "icon.png"),
        (Kind::Url, "/static/icon.svg"),
        (Kind::Url, "shot.webp"),
        (Kind::Address, "new.html"),
        (Kind::Url, "new.png"),
        (Kind::Address, "/open"),
        (Kind::Url, "file.png"),
        (Kind::Address, "share.html"),
    ];
    let expected = expected.map(|(kind, url)| (kind, url.to_owned()));
    assert_eq!(urls(source), expected);
}

#[test]
fn every_member_with_images_or_addresses_is_known() {
    let source = r#"{
            "name": "a",
            "icons_localized": { "de": [{ "src": "1.png" }], "fr": [{ "src": "2.png" }] },
            "screenshots_localized": { "de": [{ "src": "3.png" }] },
            "shortcuts": [{ "name": "n", "icons_localized": { "de": [{ "src": "4.png" }] } }],
            "shortcuts_localized": { "de": [{ "url": "a.html", "icons": [{ "src": "5.png" }] }] },
            "widgets": [{
                "tag": "w", "ms_ac_template": "b.json", "data": "c.json",
                "icons": [{ "src": "6.png" }], "screenshots": [{ "src": "7.png" }],
                "backgrounds": [{ "src": "9.png" }]
            }],
            "protocol_handlers": [{ "protocol": "web+x", "url": "d.html?%s" }],
            "note_taking": { "new_note_url": "e.html" },
            "lock_screen": { "start_url": "f.html" },
            "tab_strip": { "home_tab": { "icons": [{ "src": "8.png" }] }, "new_tab_button": { "url": "g.html" } },
            "related_applications": [{ "platform": "webapp", "url": "h.webmanifest" }],
            "serviceworker": { "src": "sw.js", "scope": "i.html" }
        }"#;
    let found = urls(source);
    let of = |kind| found.iter().filter(move |it| it.0 == kind).map(|it| it.1.as_str());
    let images = ["1.png", "2.png", "3.png", "4.png", "5.png", "6.png", "7.png", "9.png", "8.png"];
    assert_eq!(of(Kind::Url).collect::<Vec<_>>(), images);
    let addresses = [
        "a.html",
        "b.json",
        "c.json",
        "d.html?%s",
        "e.html",
        "f.html",
        "g.html",
        "h.webmanifest",
        "sw.js",
    ];
    assert_eq!(of(Kind::Address).collect::<Vec<_>>(), addresses);
    assert_eq!(found.len(), images.len() + addresses.len());
}

#[test]
fn values_in_one_another_without_end_overflow_no_stack_and_take_no_quadratic_time() {
    let started = std::time::Instant::now();
    let nested = |(open, close): (&str, &str), levels: usize| {
        format!("{}null{}", open.repeat(levels), close.repeat(levels))
    };
    let tabs = |levels: usize| {
        let tab = nested((r#"{"url":"a.html","home_tab":"#, "}"), levels);
        urls(&format!(r#"{{"name":"a","tab_strip":{tab}}}"#)).len()
    };
    let maps = |levels: usize| {
        let map = nested((r#"{"file":"a.js","sections":[{"map":"#, "}]}"), levels);
        crate::references::source_map::find(&map).references.len()
    };
    assert_eq!((tabs(8), maps(8)), (8, 8));
    assert!((8..20_000).contains(&tabs(20_000)));
    assert!((8..20_000).contains(&maps(20_000)));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn of_two_members_with_one_name_the_last_counts() {
    let source = r#"{"icons":[{"src":"a.png"}],"icons":[{"src":"b.png","src":"c.png"}]}"#;
    assert_eq!(urls(source), [(Kind::Url, "c.png".to_owned())]);
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
