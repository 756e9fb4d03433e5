use super::*;

fn globs(globs: &[&str]) -> Globs {
    let mut problems = Problems::default();
    let set = Globs::new("ignore", globs, &mut problems);
    assert!(!problems.has_errors());
    set
}

#[test]
fn a_glob_without_slash_matches_names_at_any_depth() {
    let set = globs(&["*.psd", "drafts"]);
    for path in ["a.psd", "img/deep/a.psd", "drafts/a.css", "img/drafts/b/a.css"] {
        assert!(set.matches_within(path), "{path}");
    }
    for path in ["a.psd.png", "img/drafts.css", "A.PSD"] {
        assert!(!set.matches_within(path), "{path}");
    }
}

#[test]
fn a_glob_with_slash_matches_whole_paths() {
    let set = globs(&["img/*.png", "/sw.js", "vendor/**/*.map"]);
    for path in ["img/a.png", "sw.js", "vendor/a.map", "vendor/x/y/a.map"] {
        assert!(set.matches_within(path), "{path}");
    }
    for path in ["img/deep/a.png", "js/sw.js", "a.map"] {
        assert!(!set.matches_within(path), "{path}");
    }
}

#[test]
fn a_malformed_glob_is_reported_with_its_setting() {
    let mut problems = Problems::default();
    let _ = Globs::new("keep_name", ["a/[b"], &mut problems);
    let report = problems.into_report();
    assert_eq!(
        report.to_string(),
        "keep_name: malformed glob \"a/[b\" at character 3 (invalid range pattern)"
    );
}
