use super::*;

fn published(ignore: &[&str], include: &[&str], path: &str) -> bool {
    Selection::new(ignore, include).unwrap().publishes("", path)
}

#[test]
fn a_rule_about_a_folder_leaves_out_everything_in_it() {
    assert!(!published(&[".*"], &[], ".git/config"));
    assert!(!published(&["drafts"], &[], "a/drafts/b/c.css"));
    assert!(published(&["drafts"], &[], "a/drafts.css"));
}

#[test]
fn an_included_folder_keeps_the_rules_inside_of_it() {
    assert!(published(&[".*"], &[".well-known"], ".well-known/a/b.txt"));
    assert!(!published(&[".*"], &[".well-known"], ".well-known/.DS_Store"));
    assert!(published(&[".*"], &[".well-known/**"], ".well-known/.a/.b"));
}

#[test]
fn an_included_file_is_published_out_of_an_ignored_folder() {
    let include = ["vendor/.dist/a.js"];
    assert!(published(&[".*"], &include, "vendor/.dist/a.js"));
    assert!(!published(&[".*"], &include, "vendor/.dist/b.js"));
    assert!(!published(&[".*"], &include, ".dist/a.js"));
    assert!(published(&[".*"], &["/vendor/.dist/**/a.js"], "vendor/.dist/x/y/a.js"));
    assert!(!published(&[".*"], &["vendor/.dist/**/a.js"], "vendor/.dist/x/.y/a.js"));
}

#[test]
fn stars_do_not_lead_into_ignored_folders() {
    let selection = Selection::new(["node_modules"], ["**/*.map", "*.map", "a/**"]).unwrap();
    assert_eq!(selection.enter(Folder::Open, "node_modules"), None);
    assert!(!selection.publishes("", "node_modules/x/a.map"));
    assert!(selection.publishes("", "a/node_modules/x.map"));
}

#[test]
fn the_rule_is_named_by_its_place() {
    let selection = Selection::new([".*", "*.psd", "art"], ["art/b.png"]).unwrap();
    assert_eq!(selection.left_out_by("", "x/.a/b.psd"), Some((0, ".*")));
    assert_eq!(selection.left_out_by("", "x/b.psd"), Some((1, "*.psd")));
    assert_eq!(selection.left_out_by("", "art/c.png"), Some((2, "art")));
    assert_eq!(selection.left_out_by("", "art/b.png"), None);
    assert_eq!(selection.left_out_by("", "css/b.png"), None);
}

#[test]
fn the_prefix_of_a_root_is_under_no_rule() {
    let selection = Selection::new([".*", "/.x/drafts"], [""; 0]).unwrap();
    assert!(selection.publishes(".x", ".x/a.css"));
    assert!(!selection.publishes(".x", ".x/.a.css"));
    assert!(!selection.publishes(".x", ".x/drafts/a.css"));
}
