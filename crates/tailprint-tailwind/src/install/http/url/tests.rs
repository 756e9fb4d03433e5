use super::*;

#[test]
fn plain_http_is_safe_to_this_machine_alone() {
    for url in [
        "https://cdn.jsdelivr.net/npm/a.js",
        "https://user:secret@mirror.example:8443/a.js",
        "http://127.0.0.1:8080/a.js",
        "http://localhost/a.js",
        "http://[::1]:1/a.js",
    ] {
        assert!(safe(url), "{url}");
    }
    for url in [
        "http://cdn.jsdelivr.net/npm/a.js",
        "http://127.0.0.1.evil.org/",
        "http://127.0.0.1@evil.org/",
        "http://127.0.0.1:80@evil.org/",
        "http://evil.org\\@127.0.0.1/",
        "http://localhost:80a/",
        "https:///a.js",
        "https://a b/",
        "https://a/\"b",
        "https://a/\nfile = /etc/passwd",
        "https://ä.example/",
        "file:///etc/passwd",
        "-K/etc/passwd",
        "",
    ] {
        assert!(!safe(url), "{url}");
    }
}

#[test]
fn a_redirect_leads_to_where_a_browser_would_go() {
    let base = "https://a.example:8443/npm/tailwindcss/index.css?x=/y";
    for (location, address) in [
        ("https://b.example/c", "https://b.example/c"),
        ("http://b.example/c#d", "http://b.example/c"),
        ("//b.example/c", "https://b.example/c"),
        ("/c?d", "https://a.example:8443/c?d"),
        ("theme.css", "https://a.example:8443/npm/tailwindcss/theme.css"),
        ("?z", "https://a.example:8443/npm/tailwindcss/index.css?z"),
        ("c:8", "c:8"),
    ] {
        assert_eq!(joined(base, location), address, "{location}");
    }
    assert_eq!(joined("https://a.example", "c"), "https://a.example/c");
}
