//! TypeScript sources of the user.

use super::super::*;

const APP: &str = "import { one } from './util.ts';\nconst two: number = one;\nexport { two };\n";

fn package() -> Package {
    Package::new(&[
        ("static/js/app.ts", APP),
        ("static/js/util.ts", "export const one: 1 = 1;\n"),
        ("static/js/old.js", "import './util.js';\n"),
        ("static/js/types.d.ts", "declare const a: 1;\n"),
        ("static/video/0001.ts", "a: stream"),
    ])
}

#[test]
fn a_source_is_published_as_a_script_and_other_files_of_the_ending_as_they_are() {
    let output = package().output(Config::new().mode(Mode::Plain));
    let paths: Vec<&str> = output.published.iter().map(|asset| &*asset.path).collect();
    let all = ["js/app.js", "js/old.js", "js/types.d.ts", "js/util.js", "video/0001.ts"];
    assert_eq!(paths, all);
    let types: Vec<&str> = output.published.iter().map(|asset| &*asset.content_type).collect();
    assert_eq!(types[0], types[1]);

    let output = package().output(&Config::new());
    assert_eq!(text(&output, "js/util.js"), "export const one    = 1;\n");
    assert!(text(&output, "js/app.js").ends_with("const two         = one;\nexport { two };\n"));
    assert_eq!(text(&output, "video/0001.ts"), "a: stream");
    assert!(output.generated.import_map.contains("\"/static/js/util.js\":"));
}

#[test]
fn imports_of_a_source_lead_to_the_script_by_either_name() {
    let output = package().output(&Config::new());
    let util = names(&output)["js/util.js"].rsplit('/').next().unwrap().to_owned();
    // Without rewriting, the import map leads from the logical path to the hashed one.
    let named = if cfg!(feature = "js_modules") { &*util } else { "util.js" };
    assert!(text(&output, "js/app.js").contains(&format!("'./{named}'")));
    assert!(text(&output, "js/old.js").contains(&format!("'./{named}'")));
}

#[test]
fn a_debug_build_serves_the_script_and_hides_the_source() {
    let output = package().output(Config::new().mode(Mode::Plain));
    assert!(crate::output::out_dir::write(&output).is_empty());
    let script = output.folder.join("typescript/js/util.js");
    assert_eq!(fs::read_to_string(script).unwrap(), "export const one    = 1;\n");
    let module = &output.generated.module;
    assert!(module.contains("/tailprint/typescript/js/app.js"), "{module}");
    assert!(module.contains("hidden: &[\"js/app.ts\", \"js/util.ts\"]"), "{module}");
    // A hashed build has the scripts in its tree.
    let output = package().output(&Config::new());
    assert!(output.typescript.is_empty());
}

#[test]
fn a_source_beside_a_script_of_its_name_is_an_error() {
    let package = package();
    package.write("static/js/app.js", "");
    let told = package.report(&Config::new());
    let clash = "static/js/app.ts: static/js/app.js becomes the same script, \"js/app.js\" (delete or rename one of them)";
    assert!(told.contains(clash), "{told}");
}

#[test]
fn faults_of_all_sources_are_told_with_their_places() {
    let package = package();
    package.write("static/js/app.ts", "\n  enum A { B }");
    package.write("static/js/util.ts", b"\xff");
    let told = package.report(&Config::new());
    for fault in [
        "static/js/app.ts:2:3: an enum is more than types (write `const Color = { Red: 0 } as const`)",
        "static/js/util.ts:1:1: not UTF-8, so it cannot be read as TypeScript (save it as UTF-8)",
    ] {
        assert!(told.contains(fault), "{told}");
    }
}

#[test]
fn problems_behind_the_types_have_the_places_of_the_source() {
    let package = Package::new(&[(
        "static/js/app.ts",
        "const é: string = 'é';\n  const a: A = 1; import 'unpinned';\n",
    )]);
    let warnings = package.output(&Config::new()).warnings;
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert!(told[0].starts_with("static/js/app.ts:2:27: \"unpinned\" is imported"), "{told:?}");
}

#[test]
fn a_name_of_a_source_in_a_template_is_answered_with_that_of_the_script() {
    let package = package();
    package.write("templates/a.html", "{{ \"js/app.ts\"|static }}");
    let told = package.report(&Config::new());
    let answer =
        "\"js/app.ts\" is TypeScript, and its script has another name (write \"js/app.js\")";
    assert!(told.contains(answer), "{told}");
}

#[test]
fn the_sources_are_chosen_by_globs() {
    let package = package();
    package.write("templates/a.html", "{{ \"js/app.js\"|static }}");
    let told = package.report(Config::new().typescript("scripts/**"));
    let answer = "no static asset \"js/app.js\": its source js/app.ts is left as it is (compile it to JavaScript, or name it in `Config::typescript(\"js/app.ts\")`)";
    assert!(told.contains(answer), "{told}");
    package.output(Config::new().typescript("js/app.ts").typescript("js/util.ts"));
}
