use super::*;

const PATH: &str = "/_tailprint/";

#[test]
fn the_nonce_of_scripts_is_found() {
    for (policy, found) in [
        ("script-src 'nonce-abc+/='", Some("abc+/=")),
        ("default-src 'none', script-src 'self' 'NONCE-x_-1' 'strict-dynamic'", Some("x_-1")),
        ("style-src 'nonce-abc'", None),
        ("script-src 'nonce-\"onload='", None),
        ("script-src 'self'", None),
        ("", None),
    ] {
        assert_eq!(nonce(policy), found, "{policy}");
    }
}

#[test]
fn a_policy_allows_the_script_and_nothing_else() {
    assert_eq!(
        allow("default-src 'none'; script-src 'self'; img-src *", Some("localhost:3000"), PATH),
        "default-src 'none'; script-src 'self'; img-src *; \
             script-src-elem 'self' localhost:3000/_tailprint/; \
             connect-src localhost:3000/_tailprint/; \
             worker-src 'self' localhost:3000/_tailprint/"
    );
}

#[test]
fn a_policy_without_restrictions_stays_as_it_is() {
    for policy in ["img-src 'self'", "", "frame-ancestors 'none'; base-uri 'none'"] {
        assert_eq!(allow(policy, Some("localhost"), PATH), policy);
    }
}

#[test]
fn existing_directives_are_extended_in_place_and_each_policy_on_its_own() {
    assert_eq!(
        allow("connect-src 'none'; CONNECT-SRC x, default-src 'self'", Some("[::1]:3000"), PATH),
        "connect-src 'self'; CONNECT-SRC x,default-src 'self'; \
             script-src-elem 'self' 'self'; connect-src 'self' 'self'; worker-src 'self' 'self'"
    );
}
