use super::*;

fn lines(path: &str, headers: &[Header]) -> String {
    super::lines(path, tailprint_core::media_type(path), headers)
}

fn header(glob: &str, name: &str, value: &str) -> Header {
    let mut problems = Problems::default();
    let header = Header::new(glob, name, value, &mut problems);
    assert!(!problems.has_errors());
    header
}

#[test]
fn fonts_allow_every_origin_unless_told_otherwise() {
    assert_eq!(lines("a.woff2", &[]), "access-control-allow-origin: *");
    let other = header("*.woff2", "Access-Control-Allow-Origin", "https://a.example");
    assert_eq!(lines("a.woff2", &[other]), "access-control-allow-origin: https://a.example");
    let none = header("*", "access-control-allow-origin", "");
    assert_eq!(lines("a.woff2", &[none]), "");
}

#[test]
fn a_header_goes_to_what_its_glob_matches() {
    let headers = [
        header("svg/**", "Content-Security-Policy", "script-src 'none'"),
        header("*", "Cross-Origin-Resource-Policy", "cross-origin"),
    ];
    assert_eq!(
        lines("svg/a.svg", &headers),
        "content-security-policy: script-src 'none'\ncross-origin-resource-policy: cross-origin"
    );
    assert_eq!(lines("a.css", &headers), "cross-origin-resource-policy: cross-origin");
}

#[test]
fn a_malformed_header_is_reported() {
    let mut problems = Problems::default();
    for (name, value) in
        [("a b", "c"), ("x", "a\nb: c"), ("ETag", "\"1\""), ("Cache-Control", "no-store")]
    {
        let _ = Header::new("*", name, value, &mut problems);
    }
    assert_eq!(
        problems.into_report().to_string(),
        "`Config::header`: malformed name in \"a b: c\" (names are letters, digits and `-`)\n\
         `Config::header`: malformed value in \"x: a\\nb: c\" (values are printable ASCII)\n\
         `Config::header`: not yours to set in \"Cache-Control: no-store\" \
         (this header follows from the asset, or from `Config::cache_control`)\n\
         `Config::header`: not yours to set in \"ETag: \"1\"\" (this header follows from the asset)"
    );
}
