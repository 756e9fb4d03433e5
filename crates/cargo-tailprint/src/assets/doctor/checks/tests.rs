use tailprint_core::build_json::StyleSheet;

use super::*;

fn found(build: &BuildJson) -> Vec<Diagnosis> {
    of_build(build, Path::new("no folder of a build")).unwrap()
}

fn ids(build: &BuildJson) -> Vec<&'static str> {
    found(build).into_iter().map(|finding| finding.id).collect()
}

#[test]
fn every_weakness_of_the_assets_is_found() {
    let asset = |path: &str, size| Asset { path: path.into(), size, ..Asset::default() };
    let mut build = BuildJson {
        tailprint: env!("CARGO_PKG_VERSION").into(),
        url_prefix: "/static/".into(),
        encodings: vec!["br".into(), "gzip".into()],
        tailwind: vec![StyleSheet::default()],
        package: tempfile::tempdir().unwrap().path().to_owned(),
        ..BuildJson::default()
    };
    assert_eq!(ids(&build), [""; 0]);
    build.encodings.pop();
    build.assets = vec![
        asset("a.bmp", 9),
        asset("f/a.ttf", 9),
        asset("f/b.ttf", 9),
        asset("f/b.woff2", 9),
        asset("p.png", 2_500_000),
    ];
    assert_eq!(ids(&build), ["compression", "old-format", "large-image", "large", "unused"]);
    let formats = &found(&build)[1];
    assert_eq!(formats.subjects, ["a.bmp (9 B): as png, webp or avif", "f/a.ttf (9 B): as woff2"]);
}

#[test]
fn an_app_that_wants_no_tailwind_is_not_told_that_it_has_none() {
    let package = tempfile::tempdir().unwrap();
    let build = BuildJson {
        package: package.path().into(),
        url_prefix: "/static/".into(),
        ..BuildJson::default()
    };
    assert!(ids(&build).contains(&"no-tailwind"));
    let script = "fn main() {\n    tailprint_build::Config::new().no_tailwind().build();\n}\n";
    std::fs::write(package.path().join("build.rs"), script).unwrap();
    assert!(!ids(&build).contains(&"no-tailwind"));
}

#[test]
fn profiles_are_judged_by_what_costs_time() {
    let mut build = BuildJson {
        timings: vec![("hash".into(), 2100.0)],
        url_prefix: "/static/".into(),
        ..BuildJson::default()
    };
    let found = |toml: &str| profiles(&toml.parse().unwrap(), Some(&build)).len();
    assert_eq!(found(""), 2);
    assert_eq!(found("[profile.dev.build-override]\nopt-level = 2\n"), 1);
    assert_eq!(found("[profile.dev.build-override]\nopt-level = 0\n"), 2);
    assert_eq!(found("[profile.dev.package]\nbrotlic-sys.opt-level = 2\n"), 1);
    let said = profiles(&DocumentMut::new(), Some(&build));
    assert_eq!(
        said[0].message,
        "build scripts are not optimised in the profile dev; the last run took 2.1 s"
    );
    build.timings = vec![("hash".into(), 1900.0), ("tailwind".into(), 9000.0)];
    assert_eq!(profiles(&DocumentMut::new(), Some(&build)).len(), 0);
    assert_eq!(profiles(&DocumentMut::new(), None).len(), 0);
}
