use super::*;

/// The answer to a request for a host with one more header.
fn checked(hosts: &[&str], more: Option<(&str, &'static str)>) -> Result<(), String> {
    let header = |name: &'static str| more.filter(|(it, _)| *it == name).map(|(_, value)| value);
    check(hosts, header)
}

#[test]
fn names_of_this_machine_and_addresses_are_answered() {
    for host in [
        "localhost",
        "LOCALHOST:3000",
        "localhost.:80",
        "app.localhost",
        "127.0.0.1:3000",
        "127.8.9.1",
        "[::1]:3000",
        "192.168.1.20:3000",
        "[fe80::1]",
        "0.0.0.0:3000",
    ] {
        assert_eq!(checked(&[host], None), Ok(()), "{host}");
    }
}

#[test]
fn names_of_other_hosts_are_refused_with_the_variable_that_allows_them() {
    assert_eq!(
        checked(&["Evil.example:7303"], None).unwrap_err(),
        "the live reload of tailprint does not answer for the host \"Evil.example:7303\" (if that is this app, start it \
         with TAILPRINT_ALLOWED_HOSTS=evil.example)\n"
    );
    for host in [
        "",
        "localhost.evil.example",
        "notlocalhost",
        "127.0.0.1.evil.example",
        "evil@localhost",
        "localhost@evil.example",
        "1.2.3",
        "[::1].evil.example",
        "[evil]",
        "local host",
        "localhost:evil",
        "[::1",
        "[::1]3000",
        "\u{fffd}",
        ".",
    ] {
        checked(&[host], None).expect_err(host);
        checked(&["localhost", host], None).expect_err(host);
        checked(&[host, "localhost"], None).expect_err(host);
    }
    assert_eq!(
        checked(&[], None).unwrap_err(),
        "a request for the live reload of tailprint needs a `Host`\n"
    );
}

#[test]
fn an_allowed_name_is_answered_and_one_with_a_dot_allows_what_is_below() {
    for allowed in [
        "app.test",
        "other, APP.test",
        "other app.test",
        ".test",
        ".app.test",
        "app.test:3000",
        ".TEST.",
    ] {
        assert!(is_own("App.test:3000", allowed), "{allowed}");
    }
    assert!(is_own("a.b.app.test", ".app.test"));
    for allowed in
        ["", "test", "xapp.test", ".pp.test", ".", "..", ",", "app.test.evil", "*", ":80"]
    {
        assert!(!is_own("app.test", allowed), "{allowed}");
    }
    assert!(!is_own("a.app.test", "app.test"));
}

#[test]
fn requests_of_other_sites_are_refused() {
    let host = ["localhost:3000"];
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", "http://localhost:3000"),
        ("origin", "https://LOCALHOST:3000"),
    ] {
        assert_eq!(checked(&host, Some((name, value))), Ok(()), "{name}: {value}");
    }
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "http://evil.example"),
        ("origin", "http://localhost:4000"),
        ("origin", "null"),
        ("origin", ""),
    ] {
        checked(&host, Some((name, value))).expect_err(value);
    }
    assert_eq!(
        checked(&host, Some(("origin", "http://evil.example"))).unwrap_err(),
        "the live reload of tailprint answers the pages of this app only, and the request comes from \
         \"http://evil.example\" (open a page of the app; if a proxy has another name for it, start the app with \
         TAILPRINT_ALLOWED_HOSTS=NAME)\n"
    );
    assert!(is_of("https://app.test", "127.0.0.1:3000", "app.test"), "behind a proxy");
    assert!(!is_of("http://localhost:4000", "localhost:3000", "app.test"));
    let both = |name: &'static str| match name {
        "origin" => Some("http://localhost:3000"),
        "sec-fetch-site" => Some("cross-site"),
        _ => None,
    };
    check(&host, both).unwrap_err();
}
