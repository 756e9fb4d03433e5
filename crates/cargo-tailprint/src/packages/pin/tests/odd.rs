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

#[test]
fn a_package_without_scripts_names_its_style_sheet_or_a_picture() {
    let world = World::new();
    let files = [("dist/deep/icons.css", ""), ("font/icons.css", ""), ("font/icons.min.css", "")];
    world.server.publish("sheets", "1.0.0", json!({}), &files);
    let error = world.pin(&["sheets"]).unwrap_err();
    assert!(error.ends_with("(name a file, such as sheets/font/icons.css)"), "{error}");
    world.server.publish("pictures", "1.0.0", json!({}), &[("svg/a.svg", ""), ("README.md", "")]);
    let error = world.pin(&["pictures"]).unwrap_err();
    assert!(error.ends_with("(name a file, such as pictures/svg/a.svg)"), "{error}");
    world.server.publish("words", "1.0.0", json!({}), &[("README.md", "")]);
    let error = world.pin(&["words"]).unwrap_err();
    assert!(error.ends_with("(name a file)"), "{error}");
    world.pin(&["sheets/font/icons.css", "pictures/svg/a.svg"]).unwrap();
}

#[test]
fn webassembly_that_a_string_names_comes_with_its_script() {
    let world = World::new();
    let code = "var module; function find(name) {} find('./a.wasm'); const b = \"../b.wasm\";\n\
                fetch(cdn + \"c.wasm\"); ''.concat(cdn, 'c.wasm'); // c.wasm\n\
                const d = `d.wasm`; const e = 'it\\'s gone.wasm'";
    let files = ["dist/a.wasm", "b.wasm", "dist/c.wasm", "dist/d.wasm"].map(|path| (path, "wasm"));
    let files: Vec<(&str, &str)> = [("dist/index.js", code)].into_iter().chain(files).collect();
    world.server.publish("sql", "1.0.0", json!({ "main": "dist/index.js" }), &files);
    world.pin(&["sql"]).unwrap();
    assert_eq!(
        world.files(),
        [".gitattributes", "sql/b.wasm", "sql/dist/a.wasm", "sql/dist/d.wasm", "sql/dist/index.js"]
    );
}

#[test]
fn modules_of_node_that_a_file_may_import_are_one_note() {
    let world = World::new();
    let code = "if (node) { import('node:fs'); import('path'); import('node:url'); }\nexport {}";
    world.server.publish("both", "1.0.0", json!({}), &[("index.js", code)]);
    assert_eq!(
        world.notes(&["both"]),
        [
            "both@1.0.0: index.js imports node:fs, node:url, path, modules of Node.js, which browsers lack"
        ]
    );
    let code = "if (node) import('node:fs');\nexport {}";
    world.server.publish("one", "1.0.0", json!({}), &[("index.js", code)]);
    assert_eq!(
        world.notes(&["one"]),
        ["one@1.0.0: index.js imports node:fs, a module of Node.js, which browsers lack"]
    );
}

#[test]
fn a_build_for_bundlers_names_the_other_build_of_the_package() {
    let world = World::new();
    let manifest = json!({ "exports": { ".": {
        "browser": { "import": "./bundler.js" }, "import": "./plain.js"
    } } });
    let files = [
        ("bundler.js", "import * as wasm from './a.wasm'; export { wasm }"),
        ("plain.js", "export {}"),
        ("a.wasm", "wasm"),
    ];
    world.server.publish("merge", "1.0.0", manifest, &files);
    assert_eq!(
        world.pin(&["merge"]).unwrap_err(),
        "merge@1.0.0: bundler.js imports a.wasm, which browsers cannot import (only bundlers can; \
         another build: `cargo tailprint pin merge/plain.js`)"
    );
    assert_eq!(world.pin(&["merge/plain.js"]).unwrap()[0].entries["merge/plain.js"], "plain.js");
}

#[test]
fn a_script_beside_a_module_that_sets_no_global_name_is_noted_with_the_script_to_pin() {
    let world = World::new();
    let manifest = json!({ "main": "dist/q.js", "exports": { ".": {
        "import": "./dist/q.mjs", "default": "./dist/q.js"
    }, "./dist/*": "./dist/*" } });
    let global = "typeof exports === 'object' ? module.exports = f() : globalThis.q = f()";
    let files = [("dist/q.js", global), ("dist/q.mjs", "export default 1")];
    world.server.publish("q", "3.0.0", manifest, &files);
    let plugin = json!({ "main": "slide.js", "peerDependencies": { "q": ">=2" } });
    world.server.publish("slide", "1.0.0", plugin, &[("slide.js", "q.fn.slide = 1")]);
    assert_eq!(
        world.notes(&["q", "slide"]),
        [
            "slide@1.0.0 expects q >=2 beside it, and q is pinned as a module, which sets no global name for a script \
          (pin its script: `cargo tailprint pin q/dist/q.js`)"
        ]
    );
    assert_eq!(world.notes(&["q", "q/dist/q.js", "slide"]), [""; 0]);
    world.pin(&["q", "q/dist/q.js", "slide"]).unwrap();
    assert!(world.files().contains(&"q/dist/q.js".to_owned()));
}
