use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::budget::Budget;
use crate::report::Source;
use crate::report::tests::{build, template};

#[test]
fn the_policy_of_the_page_allows_its_script_and_nothing_else() {
    let digest = format!("sha256-{}", Base64::encode_string(&Sha256::digest(SCRIPT)));
    assert!(POLICY.contains(&format!("script-src '{digest}';")), "{digest}");
    // The text must not end the element that it is in.
    assert!(!SCRIPT.contains("</") && !STYLE.contains("</"));
}

#[test]
fn names_of_files_are_text_and_no_html() {
    let name = "<script>alert(1)</script>\"'&\u{202e}\n\u{ad}\u{e0041}👨\u{200d}👧.css";
    let mut build = build(&[(name, 10, &[]), ("b.css", 10, &[name])]);
    build.package = "/x/<b>app".into();
    build.templates.push(template("t/<i>.html", &[(1, 1, name)]));
    let mut report =
        Report::new(&Source { unused: Some(&[name.to_owned()]), ..Source::of(&build) });
    report.check(&[Budget::parse("**/*alert*/*=1").unwrap()]).unwrap();
    let page = html(&report);
    let bodies = page.split_once("<body>").unwrap().1;
    for part in
        ["<script>alert", "<b>app", "<i>.html", "\u{202e}", "\u{ad}", "\u{e0041}", "alert(1)</"]
    {
        assert!(!bodies.contains(part), "{part}");
    }
    assert!(page.contains("Assets of &lt;b&gt;app"));
    assert!(page.contains("\\u{202e}\\n\\u{ad}\\u{e0041}👨\u{200d}👧.css"));
}

#[test]
fn the_page_refers_to_nothing_outside_of_itself() {
    let build = build(&[("a.css", 10, &["b.png"]), ("b.png", 9, &[])]);
    let page = html(&Report::new(&Source::of(&build)));
    for part in page.split(['"', '\'', '(']) {
        assert!(!part.starts_with("http") && !part.starts_with("//"), "{part}");
    }
    let ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    for target in page.split("href=\"#").skip(1).filter_map(|it| it.split('"').next()) {
        assert!(ids.contains(&target), "#{target}");
    }
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "each id is there once");
}

#[test]
fn sections_without_content_are_left_out() {
    let page = html(&Report::new(&Source::of(&build(&[]))));
    let titles: Vec<&str> = page
        .split("<h2 id=\"")
        .skip(1)
        .filter_map(|it| it.split_once('>')?.1.split('<').next())
        .collect();
    assert_eq!(titles, ["Sizes", "All assets"]);
}

#[test]
fn a_picture_of_many_assets_shows_those_with_the_most_references() {
    let names: Vec<String> = (0..500).map(|at| format!("{at:03}.css")).collect();
    let assets: Vec<(&str, u64, &[&str])> =
        names.iter().map(|name| (name.as_str(), 1, &["000.css"][..])).collect();
    let page = html(&Report::new(&Source::of(&build(&assets))));
    assert_eq!(page.matches("<rect ").count(), 120);
    assert!(page.contains("The 120\u{a0}assets with the most references, of 500."));
}
