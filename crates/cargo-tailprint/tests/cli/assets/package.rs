//! `collect` and `check` of a package, which Cargo builds.

use crate::nested;
use crate::world::{Ran, World};

/// A package that uses the crates of this workspace and its target folder, so that they are compiled once.
fn package(files: &[(&str, &str)]) -> World {
    let world = World::new(files);
    world.write("Cargo.toml", &format!("{}\n[workspace]\n", manifest("app")));
    world.write("build.rs", "fn main() { tailprint_build::build() }");
    world.write("src/lib.rs", "");
    // Cargo would look for newer versions otherwise.
    let lock = nested::root().join("Cargo.lock");
    std::fs::copy(lock, world.file("Cargo.lock")).unwrap();
    world
}

const MANIFEST: &str = "\
[package]
name = \"{name}\"
version = \"0.1.0\"
edition = \"2024\"

[build-dependencies]
tailprint-build = { path = {path} }
";

fn manifest(name: &str) -> String {
    let path = format!("{:?}", nested::root().join("crates/tailprint-build"));
    MANIFEST.replace("{name}", name).replace("{path}", &path)
}

/// Two packages with assets and one without.
fn workspace() -> World {
    let world = World::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"shop\", \"tool\"]\nresolver = \"3\"\n"),
        (
            "tool/Cargo.toml",
            "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        ),
        ("tool/src/lib.rs", ""),
        ("app/static/a.css", &"a{color:red}".repeat(100)),
        ("shop/static/s.css", "s{}"),
    ]);
    for name in ["app", "shop"] {
        world.write(&format!("{name}/Cargo.toml"), &manifest(name));
        world.write(&format!("{name}/build.rs"), "fn main() { tailprint_build::build() }");
        world.write(&format!("{name}/src/lib.rs"), "");
    }
    std::fs::copy(nested::root().join("Cargo.lock"), world.file("Cargo.lock")).unwrap();
    world
}

fn run(world: &World, args: &str) -> Ran {
    let mut command = world.command(args);
    nested::environment(&mut command);
    let _turn = nested::turn();
    Ran::of(&mut command)
}

/// One test, since its parts would wait for Cargo's lock anyway.
#[test]
fn a_package_is_exported_and_checked() {
    let world = package(&[
        ("static/a.css", "a{background:url(b.png)}"),
        ("static/b.png", "b"),
        ("templates/t.html", ""),
    ]);

    let ran = run(&world, "collect --out out");
    assert_eq!(ran.summary(), "2 assets, 2 written, 0 unmodified, 0 removed");
    let hashed = "a{background:url(b.3e23e8160039.png)}";
    assert_eq!(world.read("out/a.css"), hashed);
    assert!(world.names("out").contains(&"b.3e23e8160039.png".to_owned()));
    assert!(world.read("out/staticfiles.json").contains("\"b.png\":\"b.3e23e8160039.png\""));

    let ran = run(&world, "collect --out static/out");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("where the assets come from"), "{}", ran.err);

    reports(&world);
    knows_what_modules_load(&world);

    let ran = run(&world, "check");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "no problems\n"), "{}", ran.err);

    world.write("static/a.css", "a{background:url(gone.png)}");
    let before = world.tree("out");
    let ran = run(&world, "check");
    let expected = "\
error: no static asset \"gone.png\"
 --> static/a.css:1:18
  |
1 | a{background:url(gone.png)}
  |                  ^^^^^^^^

1 error
";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(1), expected, ""));
    let ran = run(&world, "check --format json");
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains(r#""file":"static/a.css","line":1,"column":18"#), "{}", ran.out);
    let ran = run(&world, "collect --out out");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("error: app@0.1.0: static/a.css:1:18: no static asset"),
        "{}",
        ran.err
    );
    assert_eq!(world.tree("out"), before);

    shows_a_flood(&world);
    names_the_rule_that_ignores_a_file(&world);

    world.write("static/a.css", "a{}");
    world.write("src/lib.rs", "syntax error");
    let ran = run(&world, "check");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`cargo build` failed, but not because of the assets"), "{}", ran.err);

    world.write("build.rs", "fn main() {}");
    world.write("src/lib.rs", "");
    let ran = run(&world, "collect --out out -p app");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains(
            "`app` does not build its assets with tailprint-build (run `cargo tailprint init`; "
        ),
        "{}",
        ran.err
    );
}

/// `cargo check` would compile the build dependencies once more that an app uses as well.
#[test]
fn check_and_doctor_compile_nothing_that_a_build_has_compiled() {
    let world = package(&[("static/a.css", "a{}")]);
    world.write("Cargo.toml", &format!("{}\n[workspace]\n", manifest("built-before")));
    crate::cargo::build(&world, "");
    let compiled = || {
        let entries = std::fs::read_dir(nested::target().join("debug/deps")).unwrap();
        let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name.contains("built_before")).collect();
        names.sort();
        names
    };
    let before = compiled();
    assert!(!before.is_empty());
    for command in ["check", "doctor"] {
        let ran = run(&world, command);
        assert_ne!(ran.code, Some(2), "{command}: {}", ran.err);
        assert_eq!(compiled(), before, "{command}");
    }
}

/// Errors of one cause are one line of `doctor`, and with `--all` each has its own.
fn shows_a_flood(world: &World) {
    let css: String =
        (0..40).map(|it| format!(".c{it}{{background:url(img/{it}.png)}}\n")).collect();
    world.write("static/a.css", &css);
    let ran = run(world, "doctor");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let group = "40 references lead to missing static assets in \"img\"";
    assert!(ran.out.contains(group), "{}", ran.out);
    assert_eq!(ran.out.matches("no static asset").count(), 0, "{}", ran.out);
    let ran = run(world, "doctor --all");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for line in 1..=40 {
        let place = format!(
            "static/a.css:{line}:{}: no static asset \"img/{}.png\"",
            19 + (line - 1_usize).to_string().len(),
            line - 1
        );
        assert!(ran.out.contains(&place), "{place}: {}", ran.out);
    }
}

/// A template that names an ignored file.
fn names_the_rule_that_ignores_a_file(world: &World) {
    world.write("static/a.css", "a{}");
    world.write("static/.theme.css", "b{}");
    world.write(
        "templates/t.html",
        "<link rel=\"stylesheet\" href=\"{{ \".theme.css\"|static }}\">",
    );
    let ran = run(world, "check");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let message =
        "error: \".theme.css\" is ignored by the default rule `.*`\n --> templates/t.html:1:";
    assert!(ran.out.contains(message), "{}", ran.out);
    let help = "publish it with `Config::include(\".theme.css\")`";
    assert!(ran.out.contains(help), "{}", ran.out);
    let build = world.read("build.rs");
    let script = "fn main() { tailprint_build::Config::new().include(\".theme.css\").build() }";
    world.write("build.rs", script);
    let ran = run(world, "check");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "no problems\n"), "{}", ran.err);
    world.write("build.rs", &build);
    world.write("templates/t.html", "");
}

/// A script that imports another one, without the feature `js_modules`.
fn knows_what_modules_load(world: &World) {
    world.write("static/js/app.js", "import { a } from './part.js?v=1'; console.log(a)");
    world.write("static/js/part.js", "import './app.js'; export const a = 1");
    let script = "<script type=\"module\" src=\"{{ \"js/app.js\"|static }}\"></script>";
    world.write("templates/t.html", script);
    let ran = run(world, "report --format json");
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["unused"], serde_json::json!(["a.css", "b.png"]));
    let both = serde_json::json!(["js/app.js", "js/part.js"]);
    assert_eq!(report["pages"][0]["downloads"], both);
    assert_eq!(report["cycles"], serde_json::json!([both]));
    let ran = run(world, "explain js/part.js");
    assert!(ran.out.contains("\n  loaded by   js/app.js\n"), "{}{}", ran.out, ran.err);
    std::fs::remove_dir_all(world.file("static/js")).unwrap();
    world.write("templates/t.html", "");
}

/// The reports about the build of `a_package_is_exported_and_checked`.
fn reports(world: &World) {
    let ran = run(world, "report --against out/staticfiles.json --fail-above image=1B");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (summary, page) = ran.out.trim_end().rsplit_once('\n').unwrap();
    let expected = "\
total  2 assets, 38 B, 36 B as Brotli, 38 B as gzip
css    1 asset, 37 B, 35 B as Brotli, 37 B as gzip
image  1 asset, 1 B, 1 B as Brotli, 1 B as gzip
unused (2):
  a.css
  b.png
2 assets with the same name as before
image 1 B is within its budget of 1 B";
    assert_eq!(summary, expected);
    assert!(page.ends_with("tailprint/report.html"), "{page}");
    assert!(std::fs::read_to_string(page).unwrap().starts_with("<!doctype html>"));

    let manifest = r#"{"paths":{"a.css":"a.0.css","b.png":"b.0.png"}}"#;
    world.write("before.json", manifest);
    let ran = run(world, "report --format json --against before.json --fail-above *.css=34B");
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err.lines().last(), Some("error: *.css 35 B is above its budget of 34 B"));
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["against"]["changed"][0]["chain"], serde_json::json!(["b.png", "a.css"]));

    let refused = |args: &str| {
        let ran = run(world, args);
        assert_eq!(ran.code, Some(2), "{args}");
        ran.err.lines().last().unwrap_or_default().to_owned()
    };
    assert!(refused("report --against no.json").starts_with("error: no.json: cannot be read: "));
    assert!(refused("report --against Cargo.toml").contains("staticfiles.json, build.json"));
    assert!(refused("report --fail-above gone/*=1B").contains("no asset matches \"gone/*\""));
    assert!(refused("report --open --format json").contains("no page to open"));
}

#[test]
fn a_film_beside_the_program_is_exported_and_counted() {
    let world =
        package(&[("static/a.css", "a{background:url(film.mp4)}"), ("static/film.mp4", "a film")]);
    let script = "fn main() { tailprint_build::Config::new().on_disk(\"*.mp4\").build() }";
    world.write("build.rs", script);
    let ran = run(&world, "collect --out out");
    assert_eq!(ran.summary(), "2 assets, 2 written, 0 unmodified, 0 removed");
    assert_eq!(world.read("out/a.css"), "a{background:url(film.eb4d67fa94a1.mp4)}");
    for name in ["film.mp4", "film.eb4d67fa94a1.mp4"] {
        assert_eq!(world.read(&format!("out/{name}")), "a film");
    }
    let ran = run(&world, "collect --out out");
    assert_eq!(ran.summary(), "2 assets, 0 written, 2 unmodified, 0 removed");
    let ran = run(&world, "doctor");
    let row = "2, 33 B: 27 B in the program, 6 B on the disk\n";
    assert!(ran.out.contains(row), "{}", ran.out);
}

#[test]
fn of_several_packages_one_is_chosen() {
    let world = workspace();
    let ran = run(&world, "collect --out out");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("several packages have assets; choose one with -p: "), "{}", ran.err);
    assert!(!world.file("out").exists());

    let ran = run(&world, "collect --out out -p app");
    assert_eq!(ran.summary(), "1 asset, 1 written, 0 unmodified, 0 removed");
    let css = "a.3fbfd9f3837b.css";
    let names = world.names("out");
    let expected = [css, "a.css"].map(|name| ["", ".br", ".gz"].map(|end| format!("{name}{end}")));
    let mut expected: Vec<String> = expected.into_iter().flatten().collect();
    expected.extend(["importmap.json", "staticfiles.json"].map(String::from));
    expected.sort();
    assert_eq!(names, expected, "with the precompressed files that the build made");

    let ran = run(&world, "collect --out gz -p app --encodings gz");
    assert_eq!(ran.summary(), "1 asset, 1 written, 0 unmodified, 0 removed");
    let precompressed = world.names("gz").into_iter().filter(|name| !name.ends_with(".css"));
    assert_eq!(
        precompressed.collect::<Vec<_>>(),
        [&*format!("{css}.gz"), "a.css.gz", "importmap.json", "staticfiles.json"]
    );

    let ran = run(&world, "collect --out shop-out --manifest-path shop/Cargo.toml");
    assert_eq!(ran.summary(), "1 asset, 1 written, 0 unmodified, 0 removed");
    assert!(world.file("shop-out/s.css").is_file());

    let ran = run(&world, "collect --out none -p tool");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("`tool` does not build its assets with tailprint-build"),
        "{}",
        ran.err
    );

    // Both failed within a second, and only one was asked for.
    world.write("app/static/a.css", "a{background:url(app.png)}");
    world.write("shop/static/s.css", "s{background:url(shop.png)}");
    assert!(run(&world, "check -p shop").out.contains("no static asset \"shop.png\""));
    let ran = run(&world, "check -p app");
    assert!(ran.out.contains("no static asset \"app.png\""), "{}", ran.out);
    assert!(ran.out.ends_with("\n1 error\n"), "{}", ran.out);
}

#[test]
fn urls_that_templates_write_out_are_replaced_all_at_once_and_only_once() {
    let page = "<link rel=\"stylesheet\" href=\"/static/css/a.css?v=1\">\n\
                <img src='/static/gone.png' srcset=\"/static/b%20c.png 2x\">\n\
                <p data-own=\"/static/lost.png\" data-other=\"/static/no.png\"></p>\n";
    let world = package(&[
        ("static/css/a.css", "a{}"),
        ("static/b c.png", "b"),
        ("templates/page.html", page),
        ("templates/other.html", "<p>\r\n<img src=\"/static/b%20c.png\">\r\n"),
    ]);
    // The prefix of a package without a program has its name.
    let script = "fn main() { tailprint_build::Config::new().url_prefix(\"/static/\").html_attribute(\"data-own\").build() }";
    world.write("build.rs", script);
    // Optional, so that nothing compiles it.
    let engine = "\n[dependencies]\nminijinja = { version = \"2\", optional = true }\n";
    world.write("Cargo.toml", &format!("{}{engine}", world.read("Cargo.toml")));
    world.write("src/lib.rs", "pub const URL: &str = \"/static/css/a.css\";\n");

    let diff = "\
--- a/templates/other.html
+++ b/templates/other.html
@@ -1,2 +1,2 @@
 <p>\r
-<img src=\"/static/b%20c.png\">\r
+<img src=\"{{ \"b c.png\"|static }}\">\r
--- a/templates/page.html
+++ b/templates/page.html
@@ -1,3 +1,3 @@
-<link rel=\"stylesheet\" href=\"/static/css/a.css?v=1\">
-<img src='/static/gone.png' srcset=\"/static/b%20c.png 2x\">
+<link rel=\"stylesheet\" href=\"{{ \"css/a.css\"|static }}?v=1\">
+<img src='/static/gone.png' srcset=\"{{ \"b c.png\"|static }} 2x\">
 <p data-own=\"/static/lost.png\" data-other=\"/static/no.png\"></p>
";
    let left = "\
Left as they are:
- templates/page.html:2:11: /static/gone.png: there is no such asset
- templates/page.html:3:14: /static/lost.png: there is no such asset
- src/lib.rs:1: /static/css/a.css: Rust code is not rewritten (write a constant of the module `assets` there)
";
    let ran = run(&world, "fix --dry-run");
    assert_eq!((ran.code, ran.out), (Some(0), format!("{diff}{left}")), "{}", ran.err);
    let ran = run(&world, "fix");
    assert_eq!(ran.code, Some(2), "there is no terminal to ask on");
    assert_eq!(world.read("templates/page.html"), page);

    let ran = run(&world, "fix --yes");
    assert_eq!((ran.code, ran.out), (Some(0), format!("{diff}{left}2 files written\n")));
    let other = "<p>\r\n<img src=\"{{ \"b c.png\"|static }}\">\r\n";
    assert_eq!(world.read("templates/other.html"), other, "the line endings stay");
    let ran = run(&world, "fix --yes");
    assert_eq!((ran.code, ran.out), (Some(0), format!("{left}nothing to do\n")));
    let ran = run(&world, "check");
    assert_eq!(ran.code, Some(0), "what was written is checked, and right: {}", ran.out);
}

/// The other tests of this crate build in the build script; this build script asks the program that is tested.
#[test]
fn a_build_script_with_the_feature_tool_gets_the_same_build_from_this_program() {
    let files = [
        ("static/css/source.css", "@import \"tailwindcss\";\n.card { @apply p-4 rounded-lg }\n"),
        ("static/app.js", &*"export const answer = 42;\n".repeat(100)),
        ("more/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("more/a.psd", "ignored"),
        ("templates/t.html", "<p class=\"md:m-2 text-red-500 hover:underline\">"),
    ];
    let build = "fn main() {
        let mut config = tailprint_build::Config::new();
        match config.root(\"static\").root_at(\"more\", \"more\").ignore(\"*.psd\").try_build() {
            Ok(build) => {
                assert!(build.folder().join(\"staticfiles.json\").is_file());
                println!(\"cargo::warning={} warnings\", build.warnings().len());
            }
            Err(report) => println!(\"cargo::error={report}\"),
        }
    }";
    let run = |world: &World, args: &str| {
        let path = std::env::var_os("PATH").unwrap();
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_cargo-tailprint")).parent().unwrap();
        let paths = std::iter::once(program.to_owned()).chain(std::env::split_paths(&path));
        let mut command = world.command(args);
        nested::environment(&mut command);
        command.env("PATH", std::env::join_paths(paths).unwrap());
        let _turn = nested::turn();
        Ran::of(&mut command)
    };
    let with_stages = package(&files);
    let without = package(&files);
    let manifest = manifest("app").replace(
        "tailprint-build\" }",
        "tailprint-build\", default-features = false, features = [\"tool\"] }",
    );
    assert!(manifest.contains("\"tool\""), "{manifest}");
    without.write("Cargo.toml", &format!("{manifest}\n[workspace]\n"));
    let [(expected, expected_tree), (got, tree)] = [&with_stages, &without].map(|world| {
        world.write("build.rs", build);
        let ran = run(world, "collect --out out");
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(" warnings"), "{}", ran.err);
        (ran.summary().to_owned(), world.tree("out"))
    });
    assert_eq!((got, &tree), (expected, &expected_tree));
    assert!(tree["out/css/tailwind.css"].contains("text-red-500"), "{tree:?}");
    assert!(tree.keys().any(|name| name.ends_with(".js.br")), "{:?}", tree.keys());
    // An error has its place, from `build` and from `try_build`. Both packages share a target folder with other tests, whose
    // problems, a moment old, may be shown as well. So each error is another one.
    for (build, name) in [(build, "one"), ("fn main() { tailprint_build::build() }", "two")] {
        for (world, name) in [(&with_stages, format!("{name}-a")), (&without, format!("{name}-b"))]
        {
            world.write("build.rs", build);
            let wrong = format!("@import \"tailwindcss\";\n.card {{ @apply {name} }}\n");
            world.write("static/css/source.css", &wrong);
            let ran = run(world, "check");
            let expected = format!(
                "error: tailwind: Cannot apply unknown utility class `{name}`\n --> static/css/source.css:2:16\n"
            );
            assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
            assert!(ran.out.contains(&expected), "{}", ran.out);
        }
    }
}
