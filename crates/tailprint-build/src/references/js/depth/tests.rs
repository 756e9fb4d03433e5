use super::*;

#[test]
fn brackets_and_chains_add_up() {
    assert_eq!(needed("f(a, [b]); g(c)"), 2 * PER_BRACKET + PER_LINK);
    assert_eq!(needed("!!a;!b"), 2 * PER_LINK);
    assert_eq!(needed(")))(x)"), PER_BRACKET);
}

#[test]
fn ordinary_code_of_any_length_fits() {
    let code = "function f(a) { if (a) { return [a, { b: a => !a }]; } }\n".repeat(100_000);
    assert!(fits(&code, 100 << 20));
}

#[test]
fn a_million_levels_do_not_fit() {
    for link in ["(", "[", "!", "a=>", "new ", "a.b()+", "for(;;)", "`${", "if(a){}else "] {
        assert!(!fits(&link.repeat(1_000_000), 768 << 20), "{link}");
    }
}
