use super::*;

const NESTED: &str = ".a { color: red; @media (width >= 40rem) { &:hover { color: blue } } }";

#[test]
fn nested_rules_and_media_ranges_are_flattened() {
    assert_eq!(
        minify(NESTED).unwrap().css,
        ".a{color:red}@media (min-width:40rem){.a:hover{color:#00f}}"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_does_not_stop_the_rest() {
    let minified = minify(".a { color: red }\n@media (width >= ) { .b { color: red } }").unwrap();
    assert_eq!(
        minified.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2:18: Unexpected end of input"]
    );
    assert!(minified.css.starts_with(".a{color:red}"), "{}", minified.css);
}

#[test]
fn what_does_not_come_to_an_end_is_an_error() {
    let css = format!(".a{{width:{}}}", "light-dark(".repeat(60));
    let run = move || both_passes(&css, true);
    let error = within(Duration::from_secs(1), run).unwrap_err();
    assert_eq!(error.to_string(), "Lightning CSS takes more than 1 seconds");
}

#[test]
fn a_panic_is_an_error() {
    let error = within::<()>(LIMIT, || panic!("for the test")).unwrap_err();
    assert_eq!(error.to_string(), "Lightning CSS panicked");
    assert!(minify(".a{opacity:min(.5,20%)}").is_err());
}

#[test]
fn pseudo_classes_of_frameworks_are_no_mistake() {
    let warnings = |css: &str| minify(css).unwrap().warnings.len();
    assert_eq!(warnings(".a:deep(.b) { color: red }"), 0);
    assert_eq!(warnings(".a:depe(.b) { color: red }"), 1);
}

#[test]
fn a_negated_media_query_names_a_media_type() {
    let css = "@media not (hover: hover) { .a { color: red } }";
    assert_eq!(minify(css).unwrap().css, "@media not all and (hover:hover){.a{color:red}}");
}

#[test]
fn depth_is_not_length() {
    assert!(is_too_deep(&"a{".repeat(5000)));
    assert!(!is_too_deep(&"a{b:\"(\"}".repeat(3000)));
    assert!(!is_too_deep(&"a{b{c:d(e[f])}}".repeat(5000)));
}

#[test]
fn what_looks_like_the_end_of_a_block_hides_no_depth() {
    for piece in [
        "a{b:);",
        "a{b:\"}\";",
        "a{b:'}';",
        "a{b:\"\\\"}\";",
        "a{b:\"\\\r\n}\";",
        "a{b:\"\\41\n}\";",
        "a{/*}*/",
        "a{b:\\};",
        "a{b:url(});",
        "a{b:URL(\\)});",
        "a{b:url(x\"});",
        "a{b:url( \\)});",
        "a{b:<!--url(\"});",
        "a{b:#url(\")}\");",
        "a{b:\\75rl(\"});",
    ] {
        let css = piece.repeat(100_000);
        let error = minify(&css).unwrap_err();
        assert!(error.message.starts_with("it is nested more deeply"), "{piece}: {error}");
    }
    for piece in [
        "a{b:\"{\"}",
        "a{b:'\\'{'}",
        "a{/*{*/}",
        ".w-\\[calc\\(1px{}",
        "a{b:url(data:x,{)}",
        "a{b:url( \"{\" )}",
        "a{b:url('\\)')}",
        "a{b:\"\n}",
    ] {
        assert!(!is_too_deep(&piece.repeat(5000)), "{piece}");
    }
}
