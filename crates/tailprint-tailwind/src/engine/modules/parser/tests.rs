use super::*;

fn is_module(source: &str) -> bool {
    Parser::default().module(source).is_ok()
}

#[test]
fn every_spelling_of_an_export_or_import_makes_a_module() {
    for source in [
        "export var V = 1",
        "export\tconst a = 1",
        "export\nconst a = 1",
        "export/**/{ a }; let a",
        "let a; export{a as default}",
        "export * from './x'",
        "export default class {}",
        "export async function f() {}",
        "import'x'",
        "import\n{ a }\nfrom 'x'",
        "await 1",
        "import.meta.url",
        "const require = 1; export {}",
        "import json from './x.json' with { type: 'json' }; json",
    ] {
        assert!(is_module(source), "{source}");
    }
}

#[test]
fn a_text_that_is_no_module_is_refused_where_it_goes_wrong() {
    let parser = Parser::default();
    assert!(!is_module("let 1x"));
    assert!(!is_module("return 1"), "CommonJS only");
    let GaveUp(line, _) = parser.module("export default 1;\n\nlet 1x;\n").unwrap_err();
    assert_eq!(line, 3);
    assert!(parser.module("export default 2").is_ok(), "an error leaves nothing behind");
    assert!(parser.module("export default 3").is_ok(), "nor does a module");
}
