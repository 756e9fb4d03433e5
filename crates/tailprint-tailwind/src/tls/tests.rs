use ureq::http::Uri;

use super::*;

#[test]
fn a_host_that_needs_no_proxy_stands_for_those_below_it_as_well() {
    let proxy = proxy("http://proxy:3128", Some("example.org, .internal")).unwrap();
    for (host, is_direct) in [
        ("example.org", true),
        ("cdn.example.org", true),
        ("cdn.internal", true),
        ("badexample.org", false),
        ("example.com", false),
    ] {
        let uri: Uri = format!("https://{host}/").parse().unwrap();
        assert_eq!(proxy.is_no_proxy(&uri), is_direct, "{host}");
    }
}

#[test]
fn a_proxy_that_would_panic_is_refused_without_showing_its_password() {
    for scheme in ["socks4", "socks4a", "socks5"] {
        let text = proxy(&format!("{scheme}://user:secret@proxy:1080"), None).unwrap_err();
        assert!(text.contains("SOCKS"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn text_that_is_no_address_is_no_proxy() {
    assert_eq!(proxy("://", None).unwrap_err(), "\"://\" is not the address of a proxy");
}

#[test]
fn a_file_without_certificates_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roots.pem");
    assert!(roots(Some(&file)).unwrap_err().starts_with("cannot read "));
    std::fs::write(&file, "").unwrap();
    assert!(roots(Some(&file)).unwrap_err().ends_with("roots.pem: has no certificate"));
    assert!(roots(None).is_ok());
}
