use super::*;

#[test]
fn a_stub_exports_everything_of_the_module_beside_it() {
    let stub = Stub { has_default: false };
    assert_eq!(stub.text("js/a b.mjs", "0123"), "export * from \"./a%20b.0123.mjs\";\n");
    let stub = Stub { has_default: true };
    assert_eq!(
        stub.text("app.js", "0123"),
        "export * from \"./app.0123.js\";\nexport { default } from \"./app.0123.js\";\n"
    );
}
