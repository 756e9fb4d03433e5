use ureq::http::Uri;

use super::*;

#[test]
fn a_host_that_needs_no_proxy_stands_for_those_below_it_as_well() {
    let network = Network {
        proxy: Some("http://proxy:3128".into()),
        no_proxy: Some("example.org, .internal".into()),
        ..Network::default()
    };
    let proxy = proxy(&network).unwrap().unwrap();
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
        let address = format!("{scheme}://user:secret@proxy:1080");
        let network = Network { proxy: Some(address), ..Network::default() };
        let text = proxy(&network).unwrap_err().to_string();
        assert!(text.contains("SOCKS"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn text_that_is_no_address_is_no_proxy() {
    let network = Network { proxy: Some("://".into()), ..Network::default() };
    assert_eq!(proxy(&network).unwrap_err().to_string(), "\"://\" is not the address of a proxy");
}
