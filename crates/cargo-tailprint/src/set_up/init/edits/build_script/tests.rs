use super::*;

const STATEMENT: &str = "tailprint_build::build();";

fn extended(text: &str) -> String {
    let Script::Extended(text) = extend(text, STATEMENT) else { panic!("{text}") };
    syn::parse_file(&text).unwrap();
    assert_eq!(extend(&text, STATEMENT), Script::Ready);
    text
}

#[test]
fn the_statement_comes_last_but_before_the_value() {
    for (text, expected) in [
        (
            "fn main() {\n    one();\n}\n",
            "fn main() {\n    one();\n    tailprint_build::build();\n}\n",
        ),
        (
            "fn main() -> Result<(), E> {\n    one()?;\n    // Well.\n    Ok(())\n}\n",
            "fn main() -> Result<(), E> {\n    one()?;\n    // Well.\n    tailprint_build::build();\n    Ok(())\n}\n",
        ),
        ("fn main() {}\n", "fn main() { tailprint_build::build(); }\n"),
        ("fn main() { one() }", "fn main() { one(); tailprint_build::build(); }"),
        ("fn main() -> R { Ok(()) }", "fn main() -> R { tailprint_build::build(); Ok(()) }"),
        (
            "fn main() {\n    // ü\n    for a in b {\n    }\n}",
            "fn main() {\n    // ü\n    for a in b {\n    }\n    tailprint_build::build();\n}",
        ),
        (
            "fn main() {\n    tonic()\n}",
            "fn main() {\n    tonic();\n    tailprint_build::build();\n}",
        ),
    ] {
        assert_eq!(extended(text), expected);
    }
}

#[test]
fn unclear_build_scripts_are_left_to_the_user() {
    for (text, why) in [
        ("fn main() {\n    if a {\n        return;\n    }\n}\n", "`main` returns in the middle"),
        ("include!(\"a.rs\");", "it has not exactly one `fn main`"),
        ("fn main( {", "it cannot be parsed"),
    ] {
        assert_eq!(extend(text, STATEMENT), Script::ByHand(why));
    }
    assert_eq!(extend("fn main() { tailprint_build::build() }", STATEMENT), Script::Ready);
    syn::parse_file(&create(STATEMENT)).unwrap();
}
