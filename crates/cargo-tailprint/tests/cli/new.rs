//! `new`: an app that builds and answers; `doctor` finds it well.

use crate::cargo::{App, build, copy_lock, environment};
use crate::nested;
use crate::world::{Ran, World};

fn doctor(world: &World, args: &str) -> Ran {
    let mut command = world.command(&format!("doctor {args}"));
    environment(&mut command);
    let _turn = nested::turn();
    let output = command.current_dir(world.file("hello-new")).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn the_app_builds_answers_and_is_well() {
    let world = World::new(&[("hello-new/.keep", "")]);
    let new = format!("new hello-new --path {}", nested::root().display());
    let ran = world.run(&new);
    let error = "error: hello-new exists and is not empty; `cargo tailprint init` adds tailprint to an existing package\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), error));
    std::fs::remove_file(world.file("hello-new/.keep")).unwrap();

    let ran = world.run(&new);
    let out = "created hello-new: `cd hello-new`, then `cargo tailprint dev`\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), out, ""));
    let names: Vec<String> = world.tree("").into_keys().collect();
    assert_eq!(names.len(), 11, "{names:?}");

    copy_lock(&world, "hello-new");
    build(&world, "hello-new");
    let app = App::start("hello-new", world.path());
    let (_, page) = app.get("/");
    assert!(
        page.contains("href=\"/static/css/tailwind.css\"") && page.contains("Hello, hello-new"),
        "{page}"
    );
    let (_, css) = app.get("/static/css/tailwind.css");
    assert!(
        css.contains("../img/waves.svg") && css.contains("prefers-color-scheme: dark"),
        "{css}"
    );
    assert!(app.get("/static/img/waves.svg").0.contains("image/svg+xml"));

    let ran = doctor(&world, "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.ends_with("\nall is well\n"), "{}", ran.out);
    assert!(ran.out.contains("static/css/source.css → css/tailwind.css, "), "{}", ran.out);

    world.write("hello-new/static/js/gone.js", "1");
    world.write("hello-new/static/js/mapped.js", "1\n//# sourceMappingURL=mapped.js.map\n");
    let page = world.read("hello-new/templates/index.html");
    let page = page.replace("</main>", "<script src=\"/static/js/mapped.js\"></script>\n</main>");
    world.write("hello-new/templates/index.html", &page);
    let ran = doctor(&world, "--format json");
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let ids: Vec<&str> = findings.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["missing-source-map", "written-out-url", "unused"]);
    assert_eq!(findings[2]["subjects"], serde_json::json!(["js/gone.js"]));
    assert_eq!(
        report["facts"]["optimised_build_scripts"],
        serde_json::json!({"dev": true, "release": true})
    );
    assert!(report["facts"]["tailwind"][0]["classes"].as_u64().unwrap() > 20, "{report}");

    world.write("hello-new/static/css/bad.css", "a{background:url(none.png)}");
    let ran = doctor(&world, "");
    assert_eq!(ran.code, Some(1));
    let error = "\nerror: the assets have errors, so nothing else about them is known\n  \
                 static/css/bad.css:1:18: no static asset \"css/none.png\"";
    assert!(ran.out.contains(error), "{}", ran.out);
}

#[test]
fn names_that_are_none_are_refused() {
    let world = World::new(&[]);
    let ran = world.run("new 2x");
    let error = "error: `2x` cannot be the name of a package (choose letters, digits, `-` and `_`, with a letter first)\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), error));
    assert_eq!(world.tree("").into_keys().collect::<Vec<_>>(), ["/"]);
}
