use proptest::prelude::*;

use super::*;

fn urls(source: &str) -> Vec<String> {
    let found = find(source);
    assert_eq!(found.problems, [], "{source}");
    found
        .references
        .into_iter()
        .map(|reference| {
            assert_eq!(reference.kind, Kind::Optional);
            assert!(
                source[reference.span.clone()].ends_with(reference.url.rsplit('/').next().unwrap())
            );
            reference.url
        })
        .collect()
}

#[test]
fn file_and_sources_are_found_in_the_order_of_their_places() {
    let source = r#"{"version":3,"sources":["../src/a.scss","b.scss",null,3],"file":"a.css","mappings":"AAAA"}"#;
    assert_eq!(urls(source), ["../src/a.scss", "b.scss", "a.css"]);
}

#[test]
fn sources_are_below_the_source_root() {
    assert_eq!(urls(r#"{"sourceRoot":"../src","sources":["a.ts"]}"#), ["../src/a.ts"]);
    assert_eq!(urls(r#"{"sources":["a.ts"],"sourceRoot":"src/"}"#), ["src/a.ts"]);
    assert_eq!(urls(r#"{"sources":["a.ts"],"sourceRoot":null}"#), ["a.ts"]);
    let found = find(r#"{"sourceRoot":"s","sources":["a.ts"]}"#);
    assert_eq!(found.references[0].span, 30..34);
    assert_eq!(found.references[0].offsets.as_deref(), Some(&[30, 30, 30, 31, 32, 33][..]));
}

#[test]
fn a_source_root_with_a_query_or_fragment_is_no_folder() {
    assert_eq!(urls(r#"{"file":"a.js","sourceRoot":"b.js?","sources":["c.ts"]}"#), ["a.js"]);
    assert_eq!(urls(r#"{"file":"a.js","sourceRoot":"b.js#x","sources":["c.ts"]}"#), ["a.js"]);
}

#[test]
fn the_sections_of_an_indexed_map_are_read() {
    let source = r#"{"version":3,"sections":[
            {"offset":{"line":0,"column":0},"map":{"file":"a.js","sources":["a.ts"],"sourceRoot":"src"}},
            {"offset":{"line":9,"column":0},"url":"b.map"}]}"#;
    assert_eq!(urls(source), ["a.js", "src/a.ts", "b.map"]);
}

#[test]
fn the_last_of_equal_members_counts() {
    assert_eq!(urls(r#"{"file":"a.js","file":"b.js"}"#), ["b.js"]);
}

#[test]
fn a_guard_and_a_byte_order_mark_may_precede_the_map() {
    assert_eq!(urls(")]}'\n{\"file\":\"a.js\"}"), ["a.js"]);
    assert_eq!(urls(")]}\r\n{\"file\":\"a.js\"}"), ["a.js"]);
    assert_eq!(urls("\u{FEFF}{\"file\":\"a.js\"}"), ["a.js"]);
}

#[test]
fn escapes_are_decoded_with_their_places() {
    let found = find(r#"{"file":"\u00e9\/\ud83d\ude00.js"}"#);
    assert_eq!(found.references[0].url, "é/😀.js");
    assert_eq!(found.references[0].span, 9..32);
    let expected = [9, 9, 15, 17, 17, 17, 17, 29, 30, 31];
    assert_eq!(found.references[0].offsets.as_deref(), Some(&expected[..]));
}

#[test]
fn other_json_has_no_references() {
    for source in ["", "not a map", "[1]", "null", r#"{"file":3,"sources":{},"sections":0}"#] {
        assert_eq!(find(source), Found::default(), "{source}");
    }
}

#[test]
fn broken_json_is_a_warning_at_its_place() {
    let source = ")]}'\n{\"file\":\"a.js\",\n  \"sources\":[}";
    let found = find(source);
    let (at, problem) = found.problems[0].clone();
    assert_eq!(
        problem.at_byte("a.js.map", source.as_bytes(), at).to_string(),
        "a.js.map:3:14: not valid JSON: expected value"
    );
    assert_eq!(found.references, []);
}

#[test]
fn a_root_of_sources_that_is_longer_than_a_path_leads_to_no_asset() {
    for (length, found) in [(4_000, 1), (5_000, 0)] {
        let root = "r".repeat(length);
        let map = format!("{{\"sourceRoot\":\"{root}\",\"sources\":[\"a.ts\"]}}");
        assert_eq!(find(&map).references.len(), found, "{length}");
    }
}

proptest! {
    #[test]
    fn any_name_is_found_where_it_stands(name in "[^#].{0,12}", source in any::<String>()) {
        let json = serde_json::to_string(&serde_json::json!({ "file": name, "sources": [name] })).unwrap();
        for reference in find(&json).references {
            prop_assert_eq!(&reference.url, name.trim_matches(|c| c <= ' '));
            prop_assert!(json.get(reference.span).is_some());
        }
        find(&source);
    }
}
