use crate::config::Config;
use crate::pipeline::tests::Package;

#[test]
fn the_setting_that_a_group_names_settles_urls_that_lead_out_of_the_static_files() {
    let sheet: String =
        (1..=4).map(|it| format!("a {{ background: url(../img/{it}.png) }}\n")).collect();
    let package = Package::new(&[("static/a.css", &sheet)]);
    assert_eq!(package.report(&Config::new()).lines().count(), 4);
    let output = package.output(Config::new().allow_missing("/img/**"));
    assert_eq!(output.warnings.len(), 4);
}

#[test]
fn a_message_quotes_a_url_as_it_is_written_behind_a_base() {
    let package = Package::new(&[(
        "static/d/a.html",
        "<base href=\"../x/\"><img src=\"a.png\"><img src=\"&#98;.png\">\
         <script type=importmap>{\"imports\":{\"a\":\"./c.js\"}}</script>",
    )]);
    let report = package.report(&Config::new());
    for (path, written) in [("x/a.png", "a.png"), ("x/b.png", "b.png"), ("x/c.js", "./c.js")] {
        let expected = format!("no static asset \"{path}\", written \"{written}\"");
        assert!(report.contains(&expected), "{report}");
    }
}

#[test]
fn an_import_that_begins_with_a_slash_and_lacks_the_prefix_is_reported_with_and_without_a_parser() {
    let package = Package::new(&[
        ("static/js/a.js", "import \"/js/b.js\";\nexport * from '/js/none.js'"),
        ("static/js/b.js", "export {}"),
        ("static/page.html", "<script type=module>import '/js/b.js'</script>"),
    ]);
    let warnings = package.output(&Config::new()).warnings;
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let what =
        "\"/js/b.js\" does not lead to the asset \"js/b.js\", which is served below /static/";
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings[0].starts_with(&format!("static/js/a.js:1:9: {what}")), "{warnings:?}");
    assert!(warnings[1].starts_with(&format!("static/page.html:1:29: {what}")), "{warnings:?}");
}

#[test]
fn no_relative_url_is_advised_in_a_page_with_a_base() {
    let page = "<base href=\"../x/\"><img src=\"/a.png\">";
    let package = Package::new(&[("static/d/a.html", page), ("static/a.png", "1")]);
    let warnings = package.output(&Config::new()).warnings;
    let text = warnings.iter().map(ToString::to_string).collect::<String>();
    assert!(text.contains("(write \"/static/a.png\", or serve the assets there"), "{text}");
}
