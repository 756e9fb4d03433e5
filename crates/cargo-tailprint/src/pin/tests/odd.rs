//! Packages that are rare, or hostile.

use super::*;

#[test]
fn commonjs_is_wrapped_in_all_its_shapes() {
    let world = World::new();
    let main = "#!/usr/bin/env node\nmodule.exports = { ...require('./a'), own: 1, with() {} };\n\
                const b = process.env.NODE_ENV !== 'production' ? require('./dev.js') : require('./b');\n";
    let files = [
        ("index.js", main),
        ("a.js", "exports.a = 1"),
        ("b.js", "exports.b = 07"),
        ("dev.js", "require('nothing')"),
    ];
    world.server.publish("odd", "1.0.0", json!({}), &files);
    let error = world.pin(&["odd"]).unwrap_err();
    assert_eq!(
        error,
        "odd@1.0.0: b.js is a CommonJS module that has an octal number, which no ES module may have, so it \
         cannot be wrapped (the package has no ES module)"
    );
    let mut files = files;
    files[2].1 = "exports.b = 7";
    world.server.publish("odd", "1.0.1", json!({}), &files);
    world.pin(&["odd"]).unwrap();
    assert_eq!(world.files(), [".gitattributes", "odd/a.js", "odd/b.js", "odd/index.js"]);
    let index = world.read("odd/index.js");
    assert!(
        index.starts_with("import * as r0 from \"./a.js\";\nimport * as r1 from \"./b.js\";"),
        "{index}"
    );
    assert!(!index.contains("#!") && !index.contains("dev.js"), "{index}");
    for (name, text) in [
        ("with", "function f(a) { with (a) { return b } } exports.f = f"),
        ("callee", "exports.f = function () { return arguments.callee }"),
        ("delete", "var a = 1; exports.f = function () { delete a; }; delete a"),
    ] {
        world.server.publish(name, "1.0.0", json!({}), &[("index.js", text)]);
        let error = world.pin(&[name]).unwrap_err();
        assert!(error.contains("which no ES module may"), "{error}");
    }
}

#[test]
fn a_package_for_require_alone_is_wrapped_and_null_ends_a_list_of_conditions() {
    let world = World::new();
    let only = json!({ "exports": { ".": { "require": "./a.cjs" } } });
    world.server.publish("only", "1.0.0", only, &[("a.cjs", "exports.a = 1")]);
    let packages = world.pin(&["only"]).unwrap();
    assert_eq!(packages[0].entries["only"], "a.cjs");
    let none = json!({ "exports": { ".": { "browser": null, "default": "./a.js" } } });
    world.server.publish("none", "1.0.0", none, &[("a.js", "export {}")]);
    let error = world.pin(&["none"]).unwrap_err();
    assert!(error.starts_with("none@1.0.0 has no module and no script of its own"), "{error}");
    world.server.publish("ts", "1.0.0", json!({ "main": "a.ts" }), &[("a.ts", "export {}")]);
    let error = world.pin(&["ts"]).unwrap_err();
    assert!(error.starts_with("ts@1.0.0 has no module and no script of its own"), "{error}");
}

#[test]
fn the_field_browser_replaces_the_main_module_and_what_is_asked_for() {
    let world = World::new();
    let manifest = json!({ "main": "./node.js", "browser": {
        "./node.js": "./web.js", "./lib/a.js": "./lib/b", "./gone.js": false
    } });
    let files = [
        ("node.js", "import 'fs'"),
        ("web.js", "export {}"),
        ("lib/a.js", "import 'fs'"),
        ("lib/b.js", "export {}"),
        ("gone.js", "import 'fs'"),
    ];
    world.server.publish("two", "1.0.0", manifest, &files);
    let packages = world.pin(&["two", "two/lib/a.js"]).unwrap();
    assert_eq!(packages[0].entries["two"], "web.js");
    assert_eq!(packages[0].entries["two/lib/a.js"], "lib/b.js");
}

#[test]
fn a_module_that_begins_with_a_byte_order_mark_is_followed() {
    let world = World::new();
    let files = [("index.js", "\u{feff}import\u{a0}'./b.js'"), ("b.js", "export {}")];
    world.server.publish("marked", "1.0.0", json!({}), &files);
    let packages = world.pin(&["marked"]).unwrap();
    assert_eq!(packages[0].entries["marked"], "index.js");
    assert!(packages[0].files.contains_key("b.js"));
}

#[test]
fn a_refused_package_leaves_nothing_behind() {
    let world = World::new();
    let files = [("index.js", "import './A.js'; import './a.js'"), ("a.js", ""), ("A.js", "")];
    world.server.publish("case", "1.0.0", json!({}), &files);
    let error = world.pin(&["case"]).unwrap_err();
    assert!(error.contains("differ in upper and lower case alone"), "{error}");
    assert!(!world.root().join("third_party").exists());
}

#[test]
fn a_tarball_that_was_replaced_under_its_version_is_refused() {
    let world = World::new();
    world.server.publish("a", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.pin(&["a"]).unwrap();
    let whole = world.lock();
    world.server.publish("a", "1.0.0", json!({}), &[("index.js", "evil()")]);
    world.server.publish("b", "1.0.0", json!({}), &[("index.js", "export {}")]);
    for packages in [&["b"], &["a"]] {
        let error = world.pin(packages).unwrap_err();
        assert!(
            error.starts_with(
                "a@1.0.0: the registry has another tarball than the one that was pinned: "
            ),
            "{error}"
        );
    }
    assert_eq!(world.lock(), whole);
    assert_eq!(world.read("a/index.js"), "export {}");
}

#[test]
fn words_of_a_package_stay_in_the_line_of_their_error() {
    let world = World::new();
    let files = [("index.js", "import 'x\\nerror: evil\\u202e'")];
    world.server.publish("words", "1.0.0", json!({}), &files);
    let error = world.pin(&["words"]).unwrap_err();
    assert!(!error.contains(['\n', '\u{202e}']), "{error}");
}

#[test]
fn a_dependency_from_elsewhere_is_named() {
    let world = World::new();
    let manifest = json!({ "dependencies": { "a": "github:b/c" } });
    world.server.publish("fork", "1.0.0", manifest, &[("index.js", "import 'a'")]);
    assert_eq!(
        world.pin(&["fork"]).unwrap_err(),
        "fork@1.0.0: index.js imports a, which it takes from github:b/c, and packages are taken from the registry"
    );
}

#[test]
fn json_that_a_module_imports_becomes_a_module() {
    let world = World::new();
    let files = [
        ("index.js", "module.exports = require('./data.json'); exports.x = require('./dir/more')"),
        ("data.json", "\u{feff}{\"__proto__\": 1, \"a\": \"\u{2028}</script>\"}"),
        ("dir/more.js", "exports.x = 1"),
    ];
    world.server.publish("json", "1.0.0", json!({}), &files);
    world.pin(&["json"]).unwrap();
    let index = world.read("json/index.js");
    assert!(index.starts_with("import * as r0 from \"./data.json.js\";\n"), "{index}");
    let data = world.read("json/data.json.js");
    assert!(data.starts_with("const e = JSON.parse(\"{\\\"__proto__\\\": 1, "), "{data}");
    assert!(!world.files().contains(&"json/data.json".to_owned()));
    for (name, text, why) in [
        (
            "typed",
            "import d from './d.json' with { type: 'json' }",
            "./d.json is imported with a type",
        ),
        ("wrong", "import d from './e.json'", "imports e.json, which browsers cannot import"),
    ] {
        let files = [("index.js", text), ("d.json", "{}"), ("e.json", "{,}")];
        world.server.publish(name, "1.0.0", json!({}), &files);
        let error = world.pin(&[name]).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}
