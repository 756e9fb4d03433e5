//! Media types and `Cache-Control` of the configuration.

use super::*;

#[test]
fn a_media_type_of_the_configuration_decides_about_header_codings_and_cors_as_well() {
    let text = "{\"a\": 1}\n".repeat(100);
    let package = Package::new(&[
        ("static/apple-app-site-association", &text),
        ("static/data.odd", &text),
        ("static/face.odd2", "font"),
        ("static/photo.txt", &text),
    ]);
    let mut config = Config::new();
    config.at_root("apple-app-site-association");
    config.content_type("*.odd", "Application/JSON; X=Y").content_type("*.odd2", "FONT/odd");
    config.content_type("photo.txt", "image/png");
    let output = package.output(&config);
    let table = table(&output);
    let of = |path| {
        let asset = table.find_path(path).unwrap();
        let is_coded = table.variant(asset, Coding::Brotli).is_some();
        (table.content_type(asset), is_coded, table.headers(asset))
    };
    assert_eq!(of("apple-app-site-association"), ("application/json", true, ""));
    assert_eq!(of("data.odd"), ("application/json; X=Y", true, ""));
    assert_eq!(of("face.odd2"), ("font/odd", false, "access-control-allow-origin: *"));
    assert_eq!(of("photo.txt"), ("image/png", false, ""));
}

#[test]
fn cache_control_of_the_configuration_is_in_the_table_of_a_release() {
    let package = Package::new(&[("static/a.css", ""), ("static/b.css", ""), ("static/sw.js", "")]);
    let mut config = Config::new();
    config.keep_name("sw.js").cache_control("*", "private, max-age=604800");
    config.cache_control("sw.js", "max-age=60").no_transform("b.css");
    let read = |output: &Output| {
        let table = table(output);
        ["a.css", "b.css", "sw.js"].map(|path| {
            let asset = table.find_path(path).unwrap();
            (table.cache(asset), table.logical_cache(asset))
        })
    };
    assert_eq!(
        read(&package.output(&config)),
        [
            ("private, max-age=604800", ""),
            ("private, max-age=604800, no-transform", "no-cache, no-transform"),
            ("max-age=60", "max-age=60"),
        ]
    );
    let plain = ("no-cache, no-transform", "no-cache, no-transform");
    assert_eq!(read(&package.output(config.mode(Mode::Plain))), [("", ""), plain, ("", "")]);
}

#[test]
fn a_long_promise_for_a_name_without_a_hash_needs_force_in_both_modes() {
    let package = Package::new(&[
        ("static/a.css", ""),
        ("static/favicon.ico", ""),
        ("static/robots.txt", ""),
        ("static/sw.js", ""),
    ]);
    let mut config = Config::new();
    config.keep_name("sw.js").at_root("favicon.ico").at_root("robots.txt");
    config.cache_control("*", "public, max-age=31536000");
    let expected = "`Config::cache_control`: \"public, max-age=31536000\" promises that \"favicon.ico\" and 2 more files \
                    will not change for long, but the name has no hash \
                    (name at most 86400 seconds, or promise it with `Config::force_cache_control`)";
    for mode in [Mode::Hashed, Mode::Plain] {
        assert_eq!(package.report(config.clone().mode(mode)), expected);
    }
    config.force_cache_control("*", "public, max-age=31536000");
    let output = package.output(&config);
    assert_eq!(output.warnings, []);
}
