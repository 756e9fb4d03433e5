use super::*;

#[test]
fn a_quoted_text_is_found_where_its_quote_opens() {
    assert_eq!(of_quoted("/* x */\n@plugin \"x\";", "x"), Some((2, 9)));
    assert_eq!(of_quoted("é 'x'", "x"), Some((1, 3)));
    assert_eq!(of_quoted("x \"xy\" 'x\"", "x"), None);
    assert_eq!(of_quoted("x", "x"), None);
}

#[test]
fn a_class_is_found_behind_apply_only() {
    assert_eq!(of_applied(".p-4 { @apply m-1\n p-4 !; }", "p-4"), Some((2, 2)));
    assert_eq!(of_applied(".p-4 { @apply m-1; } p-4", "p-4"), None);
    assert_eq!(of_applied("@apply", "p-4"), None);
    assert_eq!(of_applied("/* @apply p-4; */", "p-4"), None);
}

#[test]
fn a_piece_of_code_is_found_outside_of_comments() {
    assert_eq!(of_code("/* @x a */ @x ab; @x a;", "@x a"), [(1, 19)]);
    assert_eq!(of_code("a: f(x)\n f(x)", "f(x)"), [(1, 4), (2, 2)]);
    assert_eq!(of_code("'/*' \"\\\"/*\" @x /* @x */", "@x"), [(1, 13)]);
    assert_eq!(of_code("a", ""), []);
    assert_eq!(of_argument("@variant a:b { } @variant b {}", "@variant", "b"), Some((1, 18)));
}

#[test]
fn the_same_thing_many_times_takes_no_longer_than_its_length() {
    let started = std::time::Instant::now();
    let many = |piece: &str| piece.repeat(50_000);
    assert_eq!(of_code(&many("/**/@x "), "@x").first(), Some(&(1, 5)));
    assert_eq!(of_applied(&many("/**/@apply a;"), "b"), None);
    assert_eq!(of_applied(&many("@apply a "), "b"), None);
    assert_eq!(of_variant(&many("@variant a "), "b"), None);
    assert_eq!(of_call(&many("f("), "f", |_| false), None);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_call_is_found_by_the_text_between_its_brackets() {
    let found = |text: &str, values: &str| of_call(text, "f", |given| given == values);
    assert_eq!(found("a) f(b) f( g(c) )", "g(c)"), Some((1, 9)));
    assert_eq!(found("f(f(a)", "a"), Some((1, 3)));
    assert_eq!(found("f(f(a)", "f(a)"), None);
    assert_eq!(found("gf(a) -f(a) /* f(a) */ f()", ""), Some((1, 24)));
}
