//! `new`: an app that builds and answers; `doctor` finds it well.

use crate::cargo::{App, build, copy_lock, environment};
use crate::nested;
use crate::world::{Ran, World};

fn doctor(world: &World, args: &str) -> Ran {
    let mut command = world.command(&format!("doctor {args}"));
    environment(&mut command);
    let _turn = nested::turn();
    Ran::of(command.current_dir(world.file("hello-new")))
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
    assert_eq!(files(&world).len(), 12, "{:?}", files(&world));
    assert!(world.file("hello-new/.git/HEAD").is_file());

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
    let (head, page) = app.get("/none");
    assert!(head.starts_with("http/1.1 404 ") && head.contains("text/html"), "{head}");
    assert!(page.contains("There is no such page") && page.contains("/static/css/"), "{page}");

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
        serde_json::json!({"dev": false, "release": false})
    );
    assert!(report["facts"]["tailwind"][0]["classes"].as_u64().unwrap() > 20, "{report}");

    world.write("hello-new/static/css/bad.css", "a{background:url(none.png)}");
    let ran = doctor(&world, "");
    assert_eq!(ran.code, Some(1));
    let error = "\nerror: the assets have errors, so nothing else about them is known\n  \
                 static/css/bad.css:1:18: no static asset \"css/none.png\"";
    assert!(ran.out.contains(error), "{}", ran.out);
}

/// The files without those of the repository.
fn files(world: &World) -> Vec<String> {
    world.tree("").into_keys().filter(|path| !path.contains(".git/")).collect()
}

#[test]
fn the_current_folder_becomes_an_app_and_keeps_its_repository() {
    let world = World::new(&[("here/.git/HEAD", "ref: refs/heads/mine\n")]);
    let output = world.command("new .").current_dir(world.file("here")).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
    assert_eq!(err.as_deref(), Ok(""));
    assert_eq!(out.as_deref(), Ok("created here: `cargo tailprint dev` starts it\n"));
    assert_eq!(world.read("here/.git/HEAD"), "ref: refs/heads/mine\n");
    assert!(world.read("here/Cargo.toml").contains("name = \"here\"\n"));
    assert_eq!(files(&world).len(), 12, "{:?}", files(&world));

    let again = world.command("new .").current_dir(world.file("here")).output().unwrap();
    let error = "error: . exists and is not empty; `cargo tailprint init` adds tailprint to an existing package\n";
    assert_eq!(String::from_utf8(again.stderr).as_deref(), Ok(error));
}

#[test]
fn an_app_is_a_repository_unless_it_is_in_one_or_none_is_wanted() {
    let world = World::new(&[("shop/.git/HEAD", "ref: refs/heads/main\n")]);
    assert_eq!(world.run("new shop/web").code, Some(0));
    assert!(!world.file("shop/web/.git").exists());
    assert_eq!(world.run("new one").code, Some(0));
    assert!(world.file("one/.git/HEAD").is_file());
    assert_eq!(world.run("new two --vcs none").code, Some(0));
    assert!(!world.file("two/.git").exists() && world.file("two/Cargo.toml").is_file());
}

#[test]
#[cfg(unix)]
fn without_git_an_app_is_made_all_the_same() {
    let world = World::new(&[]);
    let cargo = std::path::Path::new(env!("CARGO")).parent().unwrap();
    let output = world.command("new hello").env("PATH", cargo).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error, "note: there is no git, so the app is in no repository\n");
    assert!(output.status.success() && world.file("hello/Cargo.toml").is_file());
}

#[test]
fn names_that_are_none_are_refused() {
    let world = World::new(&[]);
    let ran = world.run("new 2x");
    let error = "error: `2x` cannot be the name of a package (choose letters, digits, `-` and `_`, with a letter first)\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), error));
    for device in ["con", "sub/Aux", "./nul"] {
        let ran = world.run(&format!("new {device}"));
        let name = device.rsplit('/').next().unwrap();
        let error = format!(
            "error: `{name}` cannot be the name of a package, since it means something else\n"
        );
        assert_eq!((ran.code, ran.err), (Some(2), error));
    }
    assert_eq!(world.tree("").into_keys().collect::<Vec<_>>(), ["/"]);
}
