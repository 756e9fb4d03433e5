use std::collections::BTreeSet;
use std::fs;

use serde_json::json;
use tailprint_core::lock::Package;

use super::super::tests::World;
use super::super::{Plan, keep_edits, keys, merged};
use super::{Kind, oxc};
use crate::packages::npm::spec::Request;

const MODULE: &str = "\
/*! the terms */
import { other } from \"base\";

// Adds one.
export function add(theFirstArgument) {
  const theResult = theFirstArgument + other;
  return theResult;
}
";

const CLASSIC: &str = "\
var theGlobalName = 1;
function theGlobalFunction(theFirstArgument) {
  return theFirstArgument + theGlobalName;
}
";

/// A package with a module, a classic script and a module that is small already, which imports another package.
fn world() -> World {
    let world = World::new();
    let manifest = json!({ "type": "module", "main": "index.js", "dependencies": { "base": "1" } });
    let files = [("index.js", MODULE), ("classic.js", CLASSIC), ("tiny.js", "export{}")];
    world.server.publish("kit", "1.0.0", manifest, &files);
    let other =
        "export const other = 1;\n\n// A comment that is longer than the name of a source map.\n\n";
    let files = [("index.js", other)];
    world.server.publish("base", "1.0.0", json!({ "type": "module" }), &files);
    world
}

/// Pins packages, those named `minify` with `--minify`.
fn pin(world: &World, packages: &[&str], minify: &[&str]) -> Result<Vec<Package>, String> {
    let lock = world.lock();
    let new: Vec<Request> = packages.iter().map(|it| Request::parse(it).unwrap()).collect();
    let named = new.iter().map(|request| request.name.clone()).collect();
    let minify = minify.iter().map(|name| (*name).to_owned()).collect();
    let kept = keys(&lock.packages).collect();
    world.change(&lock, &Plan { requests: merged(&lock, new), kept, named, minify })
}

fn smaller(text: &str, kind: Kind) -> Option<String> {
    let made = oxc::smaller(text, kind, "npm:///a@1.0.0/a.js", Some("a.js.map"))?;
    Some(String::from_utf8(made.code).unwrap())
}

#[test]
fn a_minified_package_is_smaller_with_source_maps_and_so_is_what_it_imports() {
    let world = world();
    let packages = pin(&world, &["kit", "kit/classic.js", "kit/tiny.js"], &["kit"]).unwrap();
    assert_eq!(world.lock().packages, packages);
    let [base, kit] = &packages[..] else { panic!("{packages:?}") };
    assert!(base.minify && base.minified.contains_key("index.js"), "{base:?}");
    let minified: Vec<&String> = kit.minified.keys().collect();
    assert_eq!(minified, ["classic.js", "index.js"]);
    assert_eq!(
        world.read("kit/index.js"),
        "/*! the terms */\nimport{other as e}from\"base\";export function add(t){return t+e}\n\
         //# sourceMappingURL=index.js.map\n"
    );
    // Names that other scripts may use stay, and so does a script that would get no smaller.
    let classic = world.read("kit/classic.js");
    assert!(
        classic.contains("theGlobalName") && classic.contains("theGlobalFunction("),
        "{classic}"
    );
    assert!(classic.len() < CLASSIC.len() && !classic.contains("theFirstArgument"), "{classic}");
    assert_eq!(world.read("kit/tiny.js"), "export{}");
    let map: serde_json::Value = serde_json::from_str(&world.read("kit/index.js.map")).unwrap();
    assert_eq!(map["sources"], json!(["npm:///kit@1.0.0/index.js"]));
    assert_eq!(map["sourcesContent"], json!([MODULE]));
    assert!(kit.files.contains_key("index.js.map") && !kit.files.contains_key("tiny.js.map"));
}

#[test]
fn a_package_that_the_user_has_asked_for_by_itself_is_minified_only_if_the_user_says_so() {
    let world = world();
    let packages = pin(&world, &["kit", "base"], &["kit"]).unwrap();
    let minify: Vec<bool> = packages.iter().map(|package| package.minify).collect();
    assert_eq!(minify, [false, true]);
    let packages = pin(&world, &["kit"], &[]).unwrap();
    assert!(packages.iter().all(|package| !package.minify && package.minified.is_empty()));
    assert_eq!(world.read("kit/index.js"), MODULE);
    assert!(!world.files().contains(&"kit/index.js.map".to_owned()));
}

#[test]
fn a_minified_script_is_not_made_again_until_its_text_is_another_one() {
    let world = world();
    pin(&world, &["kit"], &["kit"]).unwrap();
    // As another version of the minifier would have written it.
    let file = world.root().join("third_party/js/kit/index.js");
    let other = world.read("kit/index.js").replace("add(t){return t+e}", "add(x){return x+e}");
    fs::write(&file, &other).unwrap();
    let mut lock = world.lock();
    let kit = lock.packages.iter_mut().find(|package| package.name == "kit").unwrap();
    kit.files.insert("index.js".to_owned(), super::sha256_hex(other.as_bytes()));
    super::super::lockfile::write(world.root(), &lock.packages).unwrap();
    world.server.publish("more", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.pin(&["more"]).unwrap();
    assert_eq!(world.read("kit/index.js"), other);
    // A new version has another text.
    let manifest = json!({ "type": "module", "main": "index.js", "dependencies": { "base": "1" } });
    let text = MODULE.replace("add(", "plus(");
    world.server.publish("kit", "1.1.0", manifest, &[("index.js", &text)]);
    let lock = world.lock();
    let requests = super::super::lockfile::requests(&lock.packages);
    let (kept, named) = (BTreeSet::new(), BTreeSet::new());
    let plan = Plan { requests, kept, named, minify: super::wanted(&lock) };
    let packages = world.change(&lock, &plan).unwrap();
    assert_eq!(packages[1].version, "1.1.0");
    assert!(world.read("kit/index.js").contains("export function plus(t){return t+e}"));
}

#[test]
fn an_edit_of_a_minified_script_is_told_kept_and_undone() {
    let world = world();
    let whole = pin(&world, &["kit"], &["kit"]).unwrap();
    let file = world.root().join("third_party/js/kit/index.js");
    let before = world.read("kit/index.js");
    fs::write(&file, "export const mine = 1;").unwrap();
    world.server.publish("more", "1.0.0", json!({}), &[("index.js", "export {}")]);
    let error = world.pin(&["more"]).unwrap_err();
    assert!(error.contains("kit/index.js: differs from tailprint.lock"), "{error}");
    world.pin(&["kit"]).unwrap();
    assert_eq!(world.read("kit/index.js"), before);
    assert_eq!(world.lock().packages, whole);
    fs::write(&file, "export const mine = 1;").unwrap();
    keep_edits(world.root(), &world.lock(), &[Request::parse("kit").unwrap()]).unwrap();
    world.pin(&["more"]).unwrap();
    assert_eq!(world.read("kit/index.js"), "export const mine = 1;");
    assert_eq!(world.lock().packages[1].patched, ["index.js"]);
}

#[test]
fn a_script_that_cannot_be_read_or_would_load_something_else_stays_as_it_was() {
    for text in [
        "export const a = ;                                                          ",
        "export default   <a/>                                                       ",
        // The minifier leaves out what never runs, and the file lies there for it.
        "const dead = false; if (dead) { import('./lazy.js') }; export const a = 1;            ",
    ] {
        assert_eq!(smaller(text, Kind::Module), None, "{text}");
    }
    let text = "export const f = () => import('./a.js'), u = new URL('./b.wasm', import.meta.url);\n\n\n\n\n";
    let text = format!("{text}// {}\n", "long ".repeat(20));
    assert!(smaller(&text, Kind::Module).unwrap().contains("import(`./a.js`)"));
}

#[test]
fn a_script_that_is_nested_deeply_stays_as_it_was() {
    let end = " ".repeat(100);
    for (open, close) in [("[", "]"), ("(", ")"), ("!", ""), ("a=>", ""), ("1+", ""), ("x?y:", "")]
    {
        for depth in [500, 5_000, 200_000] {
            let text =
                format!("export default {}1{}{end}", open.repeat(depth), close.repeat(depth));
            let made = smaller(&text, Kind::Module);
            assert!(depth > 500 || made.is_some(), "{open} {depth}");
        }
    }
    for link in [".b", "?b:c", "()", "[0]"] {
        for depth in [500, 5_000, 200_000] {
            let text = format!("export default a{}{end}", link.repeat(depth));
            let made = smaller(&text, Kind::Module);
            assert!(depth > 500 || made.is_some(), "{link} {depth}");
        }
    }
}

#[test]
fn names_that_eval_and_with_can_see_stay() {
    let text = "export function f(theArgument) {\n  return eval('theArgument');\n}\n// A comment that takes more than the map.\n";
    let made = smaller(text, Kind::Module).unwrap();
    assert!(made.contains("theArgument)") && made.contains("eval("), "{made}");
    let text = "function f(theObject, theOther) {\n  with (theObject) {\n    return theName;\n  }\n}\n\n\n\n// comment\n";
    let made = smaller(text, Kind::Classic).unwrap();
    assert!(made.contains("return theName"), "{made}");
}
