use super::*;

#[cfg(target_os = "linux")]
#[test]
fn the_cache_is_where_the_system_keeps_caches() {
    let folder = |vars: &[(&str, &str)]| cache(&Env::of(vars.iter().copied()));
    assert_eq!(folder(&[("HOME", "/h")]), Some("/h/.cache/tailprint".into()));
    assert_eq!(folder(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/x")]), Some("/x/tailprint".into()));
    assert_eq!(
        folder(&[("HOME", "/h"), ("XDG_CACHE_HOME", "x")]),
        Some("/h/.cache/tailprint".into())
    );
    assert_eq!(folder(&[("HOME", "/h"), ("TAILPRINT_CACHE_DIR", "/t")]), Some("/t".into()));
    assert_eq!(folder(&[("HOME", "")]), None);
}

#[test]
fn servers_are_reached_as_cargo_reaches_them() {
    let network = |vars: &[(&str, &str)]| network(&Env::of(vars.iter().copied()));
    let machine = [("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", "x"), ("SSL_CERT_FILE", "/c")];
    let of_machine = network(&machine);
    assert_eq!(of_machine.proxy.as_deref(), Some("http://p:1"));
    assert_eq!(of_machine.no_proxy.as_deref(), Some("x"));
    assert_eq!(of_machine.certificates, Some("/c".into()));
    let cargo = [("CARGO_HTTP_PROXY", "q:2"), ("CARGO_HTTP_CAINFO", "/d")];
    let of_cargo = network(&[&machine[..], &cargo[..]].concat());
    assert_eq!(of_cargo.proxy.as_deref(), Some("q:2"));
    assert_eq!(of_cargo.certificates, Some("/d".into()));
    assert_eq!(network(&[("HTTPS_PROXY", ""), ("SSL_CERT_FILE", "")]), Default::default());
}

#[test]
fn each_way_to_be_offline_is_named() {
    let none = Supply::default();
    let env = |key: &str, value: &str| Env::of([(key.to_owned(), value.to_owned())]);
    assert_eq!(offline(&none, &Env::default()), None);
    for value in ["true", "1", "TRUE", "yes", "on", " true "] {
        assert_eq!(
            offline(&none, &env("CARGO_NET_OFFLINE", value)),
            Some("cargo is offline (CARGO_NET_OFFLINE)")
        );
        assert_eq!(
            offline(&none, &env("TAILPRINT_OFFLINE", value)),
            Some("TAILPRINT_OFFLINE is set")
        );
    }
    for value in ["", "0", "false", "False", "no", "off"] {
        assert_eq!(offline(&none, &env("CARGO_NET_OFFLINE", value)), None);
        assert_eq!(offline(&none, &env("TAILPRINT_OFFLINE", value)), None);
    }
    let configured = Supply { offline: true, ..Supply::default() };
    assert_eq!(offline(&configured, &Env::default()), Some("`Config::tailwind_offline` is set"));
}
