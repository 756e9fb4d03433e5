use super::*;

#[test]
fn random_numbers_and_the_time_are_found_outside_of_comments_and_strings() {
    for (text, words) in [
        ("x = Math.random()", "Math.random"),
        ("const { x } = Math;\nconst r = Math . random;", "Math.random"),
        ("`${Date.now()}`", "Date.now"),
        ("y = new Date().getFullYear()", "new Date()"),
        ("y = new Date", "new Date()"),
        ("y = +new Date;", "new Date()"),
        ("y = Date()", "Date()"),
        ("y = globalThis.performance.now()", "performance.now"),
        ("import { randomUUID } from 'node:crypto'", "randomUUID"),
        ("crypto.getRandomValues(a)", "getRandomValues"),
        ("process.hrtime.bigint()", "process.hrtime"),
    ] {
        assert_eq!(find(text).map(|place| place.words).as_deref(), Some(words), "{text}");
    }
    for text in [
        "// Math.random()",
        "/* Date.now() */ x",
        "x = 'Math.random()'",
        "x = `Date.now()`",
        "x = /Math.random/",
        "y = new Date(0)",
        "y = new Date(2026, 1)",
        "y = Date.UTC(2000, 0)",
        "y = Date.parse(x)",
        "y = x instanceof Date",
        "y = a.Date()",
        "Math.floor(random)",
        "randomly()",
        "",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn the_first_place_of_a_module_is_told() {
    let place = find("let a = 1;\nlet b = Date.now() + Math.random();").unwrap();
    assert_eq!((place.offset, place.asked), (19, Asked::Time));
}
