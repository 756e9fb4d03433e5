use std::time::{Duration, Instant};

use glob::{MatchOptions, Pattern};
use proptest::prelude::*;

use super::*;

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

fn set(globs: &[&str]) -> GlobSet {
    GlobSet::new(globs).unwrap()
}

#[test]
fn a_glob_without_slash_matches_names_at_any_depth() {
    let set = set(&["*.psd", "drafts"]);
    for path in ["a.psd", "img/deep/a.psd", "drafts/a.css", "img/drafts/b/a.css"] {
        assert!(set.matches_within(path), "{path}");
    }
    for path in ["a.psd.png", "img/drafts.css", "A.PSD"] {
        assert!(!set.matches_within(path), "{path}");
    }
}

#[test]
fn a_glob_with_slash_matches_whole_paths() {
    let set = set(&["img/*.png", "/sw.js", "vendor/**/*.map"]);
    for path in ["img/a.png", "sw.js", "vendor/a.map", "vendor/x/y/a.map"] {
        assert!(set.matches_within(path), "{path}");
    }
    for path in ["img/deep/a.png", "js/sw.js", "a.map"] {
        assert!(!set.matches_within(path), "{path}");
    }
}

#[test]
fn an_empty_set_matches_nothing() {
    assert!(GlobSet::default().is_empty());
    assert!(!GlobSet::default().matches_within("a/b"));
}

#[test]
fn a_malformed_glob_is_reported_as_written_with_the_character() {
    for (glob, expected) in [
        ("a/[b", "malformed glob \"a/[b\" at character 3 (invalid range pattern)"),
        ("/a/[b/", "malformed glob \"/a/[b/\" at character 4 (invalid range pattern)"),
        (
            "a/***",
            "malformed glob \"a/***\" at character 5 (wildcards are either regular `*` or recursive `**`)",
        ),
        (
            "a**/b",
            "malformed glob \"a**/b\" at character 1 (recursive wildcards must form a single path component)",
        ),
        (
            "a/**b",
            "malformed glob \"a/**b\" at character 5 (recursive wildcards must form a single path component)",
        ),
        (
            "img/*.{png,svg}",
            "malformed glob \"img/*.{png,svg}\" at character 7 \
             (braces list no alternatives: give a glob for each, or write `[{]` for a brace)",
        ),
    ] {
        assert_eq!(GlobSet::new([glob]).unwrap_err().to_string(), expected);
    }
}

#[test]
fn braces_that_list_nothing_are_characters() {
    for (glob, path) in [("{a}.txt", "{a}.txt"), ("a{,b", "a{,b"), ("[{]a,b}", "{a,b}")] {
        assert!(Glob::new(glob).unwrap().matches(path), "{glob}");
    }
    assert!(Glob::new(&escape("{a,b}*.txt")).unwrap().matches("{a,b}*.txt"));
}

#[test]
fn many_stars_take_no_exponential_time() {
    let started = Instant::now();
    let glob = Glob::new(&format!("{}b", "a*".repeat(40))).unwrap();
    assert!(!glob.matches(&"a".repeat(400)));
    let glob = Glob::new(&format!("{}b", "**/*a*/".repeat(20))).unwrap();
    assert!(!glob.matches(&"aa/".repeat(200)));
    assert!(started.elapsed() < Duration::from_secs(5));
}

/// Texts of the characters that mean something in globs, and some that do not.
fn text(most: usize) -> impl Strategy<Value = String> {
    let character = prop::sample::select(vec![
        "a", "b", "-", "*", "**", "**/", "?", "/", "[", "]", "!", ".", "é", "A",
    ]);
    prop::collection::vec(character, 0..most).prop_map(|parts| parts.concat())
}

fn path() -> impl Strategy<Value = String> {
    let character = prop::sample::select(vec!["a", "b", "-", "/", ".", "]", "!", "é", "A"]);
    prop::collection::vec(character, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn globs_match_as_those_of_the_crate_glob(glob in text(7), path in path()) {
        match (Glob::new(&glob), Pattern::new(&glob)) {
            (Ok(own), Ok(other)) => {
                prop_assert_eq!(own.matches(&path), other.matches_with(&path, OPTIONS));
            }
            (Err(own), Err(other)) => {
                prop_assert_eq!((own.position, own.message), (other.pos + 1, other.msg));
            }
            (own, other) => prop_assert!(false, "{:?} {:?}", own, other),
        }
    }
}
