use super::*;

#[test]
fn rows_are_aligned_and_every_finding_has_its_repair() {
    let finding =
        Diagnosis::new("unused", Severity::Note, "1 asset is possibly unused", "remove it");
    let at_root = vec!["/favicon.ico".into(), "/sw.js".into()];
    let facts = Facts { node: Some("v22.1.0".into()), at_root, ..Facts::default() };
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
build scripts  \nat the root    /favicon.ico, /sw.js

\x1b[1;36mnote\x1b[0m: 1 asset is possibly unused
  img/a.png
  help: remove it
";
    assert_eq!(report.human(false), expected);
    assert!(!report.is_ill());
}

#[test]
fn templates_are_listed_with_the_uses_that_were_checked() {
    let used = tailprint_core::build_json::Use {
        line: 3,
        column: 7,
        filter: "static".into(),
        path: "css/site.css".into(),
    };
    let template = Template {
        file: "templates/base.html".into(),
        uses: vec![used],
        written: vec![Default::default(); 2],
        ..Template::default()
    };
    let empty = Template { file: "templates/empty.html".into(), ..Template::default() };
    let facts = Facts { templates: vec![template, empty], ..Facts::default() };
    let report = Report { version: 1, package: "app".into(), facts, findings: Vec::new() };
    let line = "\ntemplates      templates/base.html: 1 checked, 2 written out\n";
    let each = "                 3:7 static \"css/site.css\"\n";
    let (short, long) = (report.human(false), report.human(true));
    assert!(short.contains(line) && !short.contains(each), "{short}");
    assert!(long.contains(&format!("{line}{each}")), "{long}");
    assert!(!long.contains("empty.html"), "{long}");
}

#[test]
fn the_total_says_what_is_in_the_program_if_not_all_is() {
    let totals = |on_disk| Totals { count: 1200, bytes: 2000 + on_disk, embedded: 2000, on_disk };
    assert_eq!(totals(0).human(), "1,200, 2.0 kB");
    assert_eq!(totals(3000).human(), "1,200, 5.0 kB: 2.0 kB in the program, 3.0 kB on the disk");
}

#[test]
fn names_of_others_are_shown_with_escapes() {
    let hostile = "a\n\u{1b}[2J\u{202e}";
    let finding = Diagnosis::new("unused", Severity::Note, hostile, hostile);
    let report = Report {
        package: hostile.to_owned(),
        findings: vec![finding.about(vec![hostile.to_owned()])],
        ..Report::default()
    };
    let text = report.human(false);
    let shown = r"a\n\u{1b}[2J\u{202e}";
    for line in [
        format!("package        {shown}\n"),
        format!("note\u{1b}[0m: {shown}\n"),
        format!("\n  {shown}\n"),
        format!("\n  help: {shown}\n"),
    ] {
        assert!(text.contains(&line), "{text:?}");
    }
}
