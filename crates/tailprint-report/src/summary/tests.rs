use super::*;
use crate::against::Former;
use crate::report::Source;
use crate::report::tests::{build, template};

#[test]
fn a_report_is_a_few_lines() {
    let mut build = build(&[
        ("a.css", 2_000, &["b.png", "c.css"]),
        ("b.png", 500, &[]),
        ("c.css", 10, &["a.css"]),
        ("d.png", 500, &[]),
    ]);
    build.assets[0].encoded = [("br".to_owned(), 700), ("gzip".to_owned(), 900)].into();
    build.templates.push(template("t/x.html", &[(1, 1, "a.css")]));
    let unused = ["d.png".to_owned()];
    let mut report = Report::new(&Source { unused: Some(&unused), ..Source::of(&build) });
    let former = br#"{"paths":{"a.css":"x","b.png":"x","c.css":"c.css-10","e.js":"x"}}"#;
    report.compare(&Former::read(former).unwrap());
    let expected = "\
total  4 assets, 3.0 kB, 1.7 kB as Brotli, 1.9 kB as gzip
css    2 assets, 2.0 kB, 710 B as Brotli, 910 B as gzip
image  2 assets, 1.0 kB, 1.0 kB as Brotli, 1.0 kB as gzip
first visit (1):
  t/x.html: 1.2 kB in 3 files
unused (1):
  d.png
duplicates (1):
  b.png = d.png: 500 B too much
cycles (1):
  a.css, c.css
changed (2):
  a.css: b.png → a.css
  b.png: its own content
added (1):
  d.png
removed (1):
  e.js
1 asset with the same name as before
";
    assert_eq!(text(&report), expected);
}

#[test]
fn long_lines_are_cut() {
    let paths: Vec<String> = (0..9).map(|at| at.to_string()).collect();
    assert_eq!(few(&paths, " = "), "0 = 1 = 2 = 3 = 4 and 4 more");
    assert_eq!(few(&paths[..5], ", "), "0, 1, 2, 3, 4");
    assert_eq!(way(&paths), "0 → 1 → 2 → … 3 more … → 6 → 7 → 8");
    assert_eq!(way(&paths[..7]), "0 → 1 → 2 → 3 → 4 → 5 → 6");
}

#[test]
fn long_lists_are_cut() {
    let unused: Vec<String> = (0..7).map(|at| format!("{at}.png")).collect();
    let report = Report::new(&Source { unused: Some(&unused), ..Source::of(&build(&[])) });
    assert!(
        text(&report)
            .ends_with("unused (7):\n  0.png\n  1.png\n  2.png\n  3.png\n  4.png\n  and 2 more\n")
    );
}
