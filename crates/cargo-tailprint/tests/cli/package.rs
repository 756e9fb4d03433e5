//! `collect` and `check` of a package, which Cargo builds.

use std::path::Path;

use crate::world::World;

/// A package that uses the crates of this workspace and its target folder, so that they are compiled once.
fn package(files: &[(&str, &str)]) -> World {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = format!(
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[build-dependencies]\n\
         tailprint-build = {{ path = {:?} }}\n\n[workspace]\n",
        crates.join("tailprint-build")
    );
    let world = World::new(files);
    world.write("Cargo.toml", &manifest);
    world.write("build.rs", "fn main() { tailprint_build::build() }");
    world.write("src/lib.rs", "");
    // Cargo would look for newer versions otherwise.
    let lock = crates.parent().unwrap().join("Cargo.lock");
    std::fs::copy(lock, world.file("Cargo.lock")).unwrap();
    world
}

fn run(world: &World, args: &str) -> crate::world::Ran {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let output = world.command(args).env("CARGO_TARGET_DIR", target).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    crate::world::Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
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

    world.write("static/a.css", "a{}");
    world.write("src/lib.rs", "syntax error");
    let ran = run(&world, "check");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`cargo check` failed, but not because of the assets"), "{}", ran.err);

    world.write("build.rs", "fn main() {}");
    world.write("src/lib.rs", "");
    let ran = run(&world, "collect --out out -p app");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("`app` does not build its assets with tailprint-build"),
        "{}",
        ran.err
    );
}
