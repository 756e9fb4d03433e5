use super::*;

#[test]
fn rows_are_aligned_and_every_finding_has_its_repair() {
    let finding =
        Diagnosis::new("unused", Severity::Note, "1 asset is possibly unused", "remove it");
    let facts = Facts { node: Some("v22.1.0".into()), ..Facts::default() };
    let report = Report {
        version: 1,
        package: "app".into(),
        facts,
        findings: vec![finding.about(vec!["img/a.png".into()])],
    };
    let expected = "\
package        app
node           v22.1.0
npm            none
browserslist   none
build scripts  \n
\x1b[1;36mnote\x1b[0m: 1 asset is possibly unused
  img/a.png
  help: remove it
";
    assert_eq!(report.human(false), expected);
    assert!(!report.is_ill());
}

#[test]
fn sizes_are_short() {
    let shown = [999, 1_000, 26_310, 1_250_000].map(size);
    assert_eq!(shown, ["999 B", "1.0 kB", "26.3 kB", "1.2 MB"]);
}
