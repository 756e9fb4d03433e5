use super::*;
use crate::report::Source;
use crate::report::tests::build;

fn against(assets: &[(&str, u64, &[&str])], former: &[u8]) -> Against {
    let mut report = Report::new(&Source::of(&build(assets)));
    report.compare(&Former::read(former).unwrap());
    report.against.unwrap()
}

fn chain<'a>(against: &'a Against, path: &str) -> (Vec<&'a str>, bool) {
    let change = against.changed.iter().find(|change| change.path == path).unwrap();
    (change.chain.iter().map(String::as_str).collect(), change.own)
}

#[test]
fn a_changed_leaf_is_the_reason_of_all_that_leads_to_it() {
    let assets: &[(&str, u64, &[&str])] = &[
        ("a.css", 1, &["b.css"]),
        ("b.css", 2, &["c.png", "d.png"]),
        ("c.png", 3, &[]),
        ("d.png", 4, &[]),
        ("e.js", 5, &[]),
    ];
    let former = br#"{"version":"1.1","paths":{
        "a.css":"x","b.css":"x","c.png":"c.png-3","d.png":"x","e.js":"x","gone.js":"x"}}"#;
    let found = against(assets, former);
    assert_eq!(chain(&found, "a.css"), (vec!["d.png", "b.css", "a.css"], false));
    assert_eq!(chain(&found, "b.css"), (vec!["d.png", "b.css"], false));
    assert_eq!(chain(&found, "d.png"), (vec!["d.png"], true));
    assert_eq!(chain(&found, "e.js"), (vec!["e.js"], true));
    assert_eq!((found.same, found.removed, found.added), (1, vec!["gone.js".to_owned()], vec![]));
}

#[test]
fn an_asset_whose_size_or_references_changed_is_a_reason_itself() {
    let assets: &[(&str, u64, &[&str])] = &[
        ("a.css", 9, &["c.png"]),
        ("b.css", 8, &["new.png"]),
        ("c.png", 3, &[]),
        ("new.png", 1, &[]),
    ];
    let former = br#"{"version":1,"mode":"hashed","assets":[
        {"path":"a.css","name":"x","size":7},
        {"path":"b.css","name":"x","size":8},
        {"path":"c.png","name":"x","size":3}]}"#;
    let found = against(assets, former);
    assert_eq!(chain(&found, "a.css"), (vec!["a.css"], true));
    assert_eq!(chain(&found, "b.css"), (vec!["b.css"], true));
    assert_eq!(found.added, ["new.png"]);
}

#[test]
fn a_circle_that_changed_alone_is_a_reason() {
    let assets: &[(&str, u64, &[&str])] =
        &[("a.js", 1, &["b.js"]), ("b.js", 2, &["a.js"]), ("c.css", 3, &["a.js"])];
    let former = br#"{"paths":{"a.js":"x","b.js":"x","c.css":"x"}}"#;
    let found = against(assets, former);
    assert_eq!(chain(&found, "a.js"), (vec!["a.js"], true));
    assert_eq!(chain(&found, "c.css"), (vec!["a.js", "c.css"], false));
}

#[test]
fn a_report_is_compared_with_a_report() {
    let assets: &[(&str, u64, &[&str])] = &[("a.css", 1, &["b.png"]), ("b.png", 2, &[])];
    let report = Report::new(&Source::of(&build(assets)));
    let found = against(assets, &serde_json::to_vec(&report).unwrap());
    assert_eq!((found.changed.len(), found.same), (0, 2));
}

#[test]
fn a_file_of_another_form_is_refused_with_those_that_are_taken() {
    let error = |json: &str| Former::read(json.as_bytes()).unwrap_err();
    let taken = "(give staticfiles.json, build.json, or the output of `cargo tailprint report --format json`)";
    assert_eq!(error("{}"), format!("not understood {taken}"));
    assert_eq!(
        error("{"),
        format!("not understood: EOF while parsing an object at line 1 column 1 {taken}")
    );
    assert_eq!(
        error(r#"{"mode":"plain","assets":[]}"#),
        "has plain names, so no name can have changed (take that of a build with `--release`)"
    );
}
