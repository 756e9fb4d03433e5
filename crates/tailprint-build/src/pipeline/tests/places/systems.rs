//! Paths, names and line ends of other systems. `cargo xtask windows` runs these tests on Windows as well.

use super::super::*;

const PAGE: [(&str, &str); 2] =
    [("web/assets/a.css", "a{background:url(b.png)}"), ("web/assets/b.png", "png")];

#[test]
fn a_root_that_canonicalize_gave_is_shown_and_generated_as_any_other() {
    let package = Package::new(&PAGE);
    let mut plain = Config::new();
    plain.mode(Mode::Plain).root("web/assets");
    let mut canonical = Config::new();
    let folder = fs::canonicalize(package.folder()).unwrap();
    canonical.mode(Mode::Plain).root(folder.join("web").join("assets"));
    let environment = folder.to_str().unwrap();
    let run = package.run(&canonical, &[("CARGO_MANIFEST_DIR", environment)]);
    let output = run.result.unwrap();
    assert_eq!(output.generated.module, package.output(&plain).generated.module);
    assert!(!output.generated.module.contains('?'), "{}", output.generated.module);

    package.write("web/assets/a.css", "a{background:url(none.png)}");
    let mut hashed = Config::new();
    hashed.root(folder.join("web").join("assets"));
    let run = package.run(&hashed, &[("CARGO_MANIFEST_DIR", environment)]);
    let report = run.result.map(|_| ()).unwrap_err().to_string();
    assert!(report.starts_with("web/assets/a.css:1:18: "), "{report}");
}

#[cfg(windows)]
#[test]
fn a_root_with_back_slashes_or_another_case_of_the_drive_is_one_with_slashes() {
    let package = Package::new(&PAGE);
    let module = |root: &str| {
        let mut config = Config::new();
        package.output(config.mode(Mode::Plain).root(root)).generated.module
    };
    let expected = module("web/assets");
    assert_eq!(module(r"web\assets"), expected);
    let absolute = package.folder().join(r"web\assets").to_str().unwrap().to_owned();
    let (drive, rest) = absolute.split_at(1);
    assert_eq!(module(&format!("{}{rest}", drive.to_lowercase())), expected);
    assert_eq!(module(&format!("{}{}", drive.to_uppercase(), rest.replace('\\', "/"))), expected);
}

#[test]
fn lines_that_end_as_on_windows_are_counted_and_kept() {
    let css = "@import 'b.css';\r\n.a {\r\n  background: url(b.png);\r\n}\r\n";
    let package =
        Package::new(&[("static/a.css", css), ("static/b.css", ""), ("static/b.png", "png")]);
    let output = package.output(&Config::new());
    let text = text(&output, "a.css");
    assert_eq!(text.matches("\r\n").count(), 4);
    assert_eq!(text.matches('\n').count(), 4);
    package.write("static/a.css", css.replace("b.png", "c.png"));
    let report = package.report(&Config::new());
    assert!(report.starts_with("static/a.css:3:19: "), "{report}");
}

// On Windows there is no such file.
#[cfg(not(windows))]
#[test]
fn a_name_that_windows_refuses_is_told_when_it_is_published_only() {
    let package = Package::new(&[("static/aux.svg", "<svg/>"), ("static/con.bak", "")]);
    let mut config = Config::new();
    let output = package.output(config.ignore("*.bak"));
    let warnings: Vec<String> = output.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("static/aux.svg: "), "{warnings:?}");
}
