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
    let none = network(&[("HTTPS_PROXY", ""), ("SSL_CERT_FILE", "")]);
    assert_eq!((none.proxy, none.no_proxy, none.certificates), (None, None, None));
}

#[cfg(unix)]
#[test]
fn the_first_program_that_can_fetch_is_taken_and_none_is_told_apart() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let add = |name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, "").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    };
    let fetcher = || fetcher(&Env::of([("PATH", folder.path())]));
    assert_eq!(fetcher(), Fetcher::Missing);
    let wget = add("wget");
    assert_eq!(fetcher(), Fetcher::Wget(wget));
    let curl = add("curl");
    assert_eq!(fetcher(), Fetcher::Curl(curl));
    assert_eq!(self::fetcher(&Env::default()), Fetcher::Missing);
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
