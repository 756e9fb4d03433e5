use std::fs;
use std::process::Command;

use crate::world::{Ran, World};

const PACKAGE: [(&str, &str); 2] = [
    ("Cargo.toml", "[workspace]\nmembers = [\"web\"]\n"),
    ("web/Cargo.toml", "[package]\nname = \"web\"\n[lib]\npath = \"lib.rs\"\n"),
];

fn run(world: &World, args: &str) -> Ran {
    let mut command = world.command(args);
    command.env("TAILPRINT_CACHE_DIR", world.file("cache"));
    command.env_remove("CARGO_NET_OFFLINE").env_remove("TAILPRINT_OFFLINE");
    Ran::of(&mut command)
}

#[test]
fn tailwind_is_vendored_from_npm_and_once_only() {
    let world = World::new(&PACKAGE);
    world.write("web/lib.rs", "");
    let ran = run(&world, "vendor --manifest-path web/Cargo.toml");
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (
            Some(0),
            "third_party/tailwindcss-4.3.5: 18 files, 429,823 bytes, from npm pack; commit this folder\n",
            ""
        )
    );
    let names = world.names("web/third_party/tailwindcss-4.3.5");
    assert_eq!(names.len(), 20);
    assert!(
        ["LICENSE", "dist/lib.js", ".gitattributes"]
            .iter()
            .all(|name| names.contains(&(*name).into()))
    );

    let again = run(&world, "vendor --manifest-path web/Cargo.toml");
    assert_eq!(again.out, "third_party/tailwindcss-4.3.5 is complete\n");
    let ran = run(&world, "vendor --workspace --manifest-path web/Cargo.toml");
    assert_eq!(
        ran.out,
        "third_party/tailwindcss-4.3.5: 18 files, 429,823 bytes, from cache; commit this folder\n"
    );
    assert!(world.file("third_party/tailwindcss-4.3.5/LICENSE").exists());
}

#[test]
fn a_folder_that_git_ignores_is_told() {
    let world = World::new(&PACKAGE);
    world.write("web/lib.rs", "");
    world.write(".gitignore", "third_party/\n");
    assert!(
        Command::new("git")
            .args(["init", "--quiet"])
            .current_dir(world.path())
            .status()
            .unwrap()
            .success()
    );
    let ran = run(&world, "vendor --version 4.2.4");
    assert_eq!(ran.code, Some(0));
    assert_eq!(
        ran.err,
        "note: git ignores third_party/tailwindcss-4.2.4: remove the pattern from .gitignore, or `git add -f`\n"
    );
    fs::write(world.file(".gitignore"), "dist\n*.css\n").unwrap();
    assert_eq!(run(&world, "vendor --version 4.2.4").err, "");
}

#[test]
fn vendoring_that_fails_names_a_repair() {
    let world = World::new(&PACKAGE);
    world.write("web/lib.rs", "");
    let ran = run(&world, "vendor --version 4.0.17");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        "error: the wanted version is Tailwind 4.0.17, which is too old to run here (`--version 4.3.5`)\n"
    );

    let ran = run(&world, "vendor --version 4.2.1 --digest abc");
    assert_eq!(
        ran.err,
        "error: \"abc\", the digest of Tailwind's files, is not a SHA-256 \
         (it has 64 hexadecimal digits; the error about another digest shows the right one)\n"
    );

    let ran = run(&world, "vendor --manifest-path nowhere/Cargo.toml");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("nowhere/Cargo.toml"), "{}", ran.err);
}
