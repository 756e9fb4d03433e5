//! Builds on other machines than the author's.

use super::super::*;

#[test]
fn on_docs_rs_there_are_constants_without_styles_and_errors_are_warnings() {
    let package = Package::new(&[
        ("static/css/source.css", "@import \"tailwindcss\";\n@plugin \"no-such-package\";\n"),
        ("static/css/site.css", "a{background:url(../img/gone.png)}"),
        ("templates/base.html", "{{ \"css/typo.css\"|static }}"),
    ]);
    let mut config = Config::new();
    config.root("static").root("no-such-folder").before(crate::Before::new("no-such-program"));
    let Run { result, watch, .. } = package.run(&config, &[("DOCS_RS", "1")]);
    let output = result.unwrap();
    for constant in ["SITE_CSS", "TAILWIND_CSS"] {
        assert!(output.generated.module.contains(constant), "{constant}");
    }
    assert!(text(&output, "css/tailwind.css").is_empty());
    let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
    for part in ["gone.png", "typo.css", "no-such-folder", "no-such-program"] {
        assert!(warnings.iter().any(|warning| warning.contains(part)), "{part}: {warnings:#?}");
    }
    assert!(watch.variables.contains(&"DOCS_RS".to_owned()));
    assert!(package.run(&config, &[]).result.is_err());
}

#[test]
fn a_package_with_nothing_but_its_manifest_builds() {
    let package = Package::new(&[("Cargo.toml", "[package]\nname = \"app\"\n")]);
    let output = package.output(&Config::new());
    assert!(output.published.is_empty());
    assert!(output.warnings.is_empty(), "{:?}", output.warnings);
}
