use super::*;

#[test]
fn a_media_type_has_a_type_a_subtype_and_parameters() {
    for good in [
        "application/json",
        "text/html; charset=utf-8",
        "text/html;charset=UTF-8;  a=\"b; \\\" c\"",
        "application/vnd.a-b+json ; q=1",
        "multipart/x;boundary=\"\"",
    ] {
        assert!(is_media_type(good), "{good:?}");
    }
    for bad in [
        "",
        "text",
        "text/",
        "/html",
        "*/*",
        "text/*",
        "text/html/x",
        "text html",
        "text/ html",
        " text/html",
        "text/html;",
        "text/html; charset",
        "text/html; =x",
        "text/html; charset=",
        "text/html; a=\"b",
        "text/html; a=\"b\"c",
        "text/html, text/plain",
        "text/html\r\nx: y",
        "text/h\u{e4}",
    ] {
        assert!(!is_media_type(bad), "{bad:?}");
    }
}

#[test]
fn the_last_type_wins_and_others_follow_from_the_name() {
    let mut problems = Problems::default();
    let configured = [["*.x", "text/a"], ["b.x", "text/b"], ["a[", "text"]];
    let configured = configured.map(|pair| pair.map(str::to_owned));
    let types = ContentTypes::new(&configured, &mut problems);
    let of = ["d/a.x", "d/b.x", "c.css"].map(|path| types.of(path));
    assert_eq!(of, ["text/a", "text/b", "text/css; charset=utf-8"]);
    assert_eq!(
        problems.into_report().to_string(),
        "`Config::content_type`: \"text\" is no media type (write type and subtype, such as \"application/json\")\n\
         `Config::content_type`: malformed glob \"a[\" at character 2 (invalid range pattern)"
    );
}
