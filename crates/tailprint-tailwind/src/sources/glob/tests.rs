use globset::GlobBuilder;
use proptest::prelude::*;

use super::*;

fn reference(glob: &str, in_ignore_file: bool) -> Option<globset::GlobMatcher> {
    let mut builder = GlobBuilder::new(glob);
    builder.literal_separator(true);
    if in_ignore_file {
        builder.backslash_escape(true).allow_unclosed_class(true);
    }
    Some(builder.build().ok()?.compile_matcher())
}

/// Compares a glob with the crate whose language it is. Returns true if it is well-formed.
fn compare(glob: &str, paths: &[&str]) -> bool {
    let mut is_glob = false;
    for in_ignore_file in [false, true] {
        let ours = if in_ignore_file { Glob::of_ignore_file } else { Glob::of_source }(glob);
        let theirs = reference(glob, in_ignore_file);
        assert_eq!(
            ours.is_some(),
            theirs.is_some(),
            "{glob:?} in an ignore file: {in_ignore_file}"
        );
        let Some((ours, theirs)) = ours.zip(theirs) else { continue };
        is_glob = true;
        for path in paths {
            let matches = ours.matches(Path::new(path));
            assert_eq!(matches, theirs.is_match(path), "{glob:?} and {path:?}: {:?}", ours.form);
        }
    }
    is_glob
}

const PATHS: [&str; 16] = [
    "", "a", "b", "ab", "a/b", "a/b/c", "/a", "a/", "a.b", "x/a.b", ".b", "{a", "[a", "a,b", "é",
    "x/y/é.a",
];

#[test]
fn a_glob_means_what_it_means_to_the_scanner() {
    let globs = [
        "**",
        "**/a",
        "a/**",
        "a/**/c",
        "**/**/a",
        "a/**/**",
        "**a",
        "a**",
        "a/**b",
        "*.b",
        "**/*.b",
        "?",
        "[a-b]",
        "[!a]",
        "[^a]",
        "[]a]",
        "[a-]",
        "[-a]",
        "[a-é]",
        "é",
        "[é]",
        "**/[!x]",
        "{a,b}",
        "{a,}",
        "{,}",
        "{a/**,b}",
        "x/{**/é,a}*",
        "{**/a,b}",
        "\\*",
        "\\{a",
        "a\\,b",
        "{a\\,b,c}",
        "/a",
        "a/",
        "**/",
        "/**",
        "{a,{b,c}}/b",
    ];
    for glob in globs {
        assert!(compare(glob, &PATHS), "{glob}");
    }
    // On Windows a back-slash separates folders.
    let end = if cfg!(windows) { "[" } else { "a\\" };
    for malformed in ["{a", "a}", "[b-a]", end, "{[a,b}"] {
        assert!(Glob::of_source(malformed).is_none(), "{malformed}");
        compare(malformed, &PATHS);
    }
}

#[test]
fn a_long_path_takes_no_longer_than_its_length() {
    let glob = Glob::of_source("**/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b/**/*c").unwrap();
    assert!(!glob.matches(Path::new(&format!("{}c", "a/aaaa".repeat(200)))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_random_glob_means_what_it_means_to_the_scanner(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b", "/", "*", "**", "**/", "/**", "?", "[", "]", "!", "-", "{", "}", ",", "\\", "é", ".",
            ]),
            0..9,
        ),
        paths in prop::collection::vec("[ab/.é,\\[-]{0,6}", 8),
    ) {
        let paths: Vec<&str> = paths.iter().map(String::as_str).chain(PATHS).collect();
        compare(&parts.concat(), &paths);
    }
}

#[test]
fn braces_that_are_too_deep_are_an_error() {
    let nested = |depth: usize| format!("{}a{}", "{".repeat(depth), "}".repeat(depth));
    for new in [Glob::of_source, Glob::of_ignore_file] {
        assert!(new(&nested(100)).unwrap().matches(Path::new("a")));
        assert!(new(&nested(100_000)).is_none());
    }
}
