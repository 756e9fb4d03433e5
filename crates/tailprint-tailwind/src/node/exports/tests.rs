use super::*;
use crate::node::Manifest;

fn exports(text: &str) -> Target {
    Manifest::parse(format!("{{\"exports\":{text}}}").as_bytes()).unwrap().exports.unwrap()
}

/// The files that `path` may mean where `conditions` hold.
fn files(exports: &Target, path: &str, conditions: &[&str]) -> Vec<String> {
    let Some((target, star)) = exports.entry(path) else { return Vec::new() };
    let paths = target.paths(&|condition| conditions.contains(&condition));
    paths.into_iter().map(|path| fill_star(path, star)).collect()
}

#[test]
fn paths_are_in_the_order_of_the_text() {
    let exports = exports(
        r#"{ ".": { "types": "./t", "require": "./r", "import": { "node": "./n", "default": "./d" } } }"#,
    );
    assert_eq!(files(&exports, ".", &["import", "require", "node"]), ["./r", "./n", "./d"]);
    assert_eq!(files(&exports, ".", &["import"]), ["./d"]);
    assert!(files(&exports, ".", &[]).is_empty());
}

#[test]
fn one_value_stands_for_the_package_itself() {
    assert_eq!(files(&exports(r#""./a.js""#), ".", &[]), ["./a.js"]);
    assert_eq!(files(&exports(r#"[null, "./a.js"]"#), ".", &[]), ["./a.js"]);
    assert!(files(&exports(r#"{ "import": "./a.js" }"#), "./a.js", &["import"]).is_empty());
}

#[test]
fn the_most_specific_pattern_wins() {
    let exports = exports(r#"{ "./*": "./any/*", "./a/*.js": "./js/*", "./a/": "./folder/" }"#);
    assert_eq!(files(&exports, "./b", &[]), ["./any/b"]);
    assert_eq!(files(&exports, "./a/b.js", &[]), ["./js/b"]);
    assert_eq!(files(&exports, "./a/b.css", &[]), ["./folder/b.css"]);
}
