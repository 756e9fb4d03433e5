use super::*;

#[test]
fn lines_are_understood_and_others_passed_over() {
    assert_eq!(parse(b"reload\n"), Some(Told::Reload));
    assert_eq!(parse(b"swap [\"/a.css\"]\r\n"), Some(Told::Swap("[\"/a.css\"]".to_owned())));
    assert_eq!(parse(b"problem\n"), Some(Told::Problem(None)));
    assert_eq!(parse(b"problem {}\n"), Some(Told::Problem(Some("{}".to_owned()))));
    assert_eq!(parse(b"report /a b.html\n"), Some(Told::Report("/a b.html".into())));
    assert_eq!(parse(b"welcome\n"), None);
    assert_eq!(parse(b"\xff\n"), None);
}

#[test]
fn only_loopback_addresses_are_connected_to() {
    assert!(Dev::parse("127.0.0.1:80 t").is_some() && Dev::parse("[::1]:80 t\n").is_some());
    assert!(Dev::parse("10.0.0.1:80 t").is_none() && Dev::parse("127.0.0.1:80").is_none());
}
