//! `cargo tailprint update-tailwind` with the npm of this machine and a registry that has a made-up next release.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha512};

use crate::world::{Ran, World};

const NEXT: &str = "4.99.0";
const OTHER: &str = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

/// The newest known release with another number.
fn tarball(world: &World) -> Vec<u8> {
    let folder = world.file("next");
    fs::create_dir_all(&folder).unwrap();
    let run = |command: &mut Command| {
        assert!(command.current_dir(&folder).status().unwrap().success());
    };
    run(Command::new("npm").args(["pack", "--silent", "--ignore-scripts", "tailwindcss@4.3.5"]));
    run(Command::new("tar").args(["-xzf", "tailwindcss-4.3.5.tgz"]));
    for file in ["package.json", "dist/lib.js"] {
        let path = folder.join("package").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("4.3.5"), "{file}");
        fs::write(&path, text.replace("4.3.5", NEXT)).unwrap();
    }
    run(Command::new("tar").args(["-czf", "next.tgz", "package"]));
    fs::read(folder.join("next.tgz")).unwrap()
}

/// Serves files by their paths, which may depend on the address. Returns the address.
fn serve(files: impl FnOnce(&str) -> Vec<(String, Vec<u8>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let files = files(&address);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut lines =
                BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.find(String::is_empty);
            let wanted = request.split(' ').nth(1).unwrap_or_default();
            let file = files.iter().find(|(path, _)| path == wanted);
            let (status, body) =
                file.map_or(("404 Not Found", &[][..]), |(_, body)| ("200 OK", body));
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
            );
            // The client may have gone.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    address
}

/// Serves a registry with that release. Returns its address.
fn registry(tarball: Vec<u8>, integrity: &str) -> String {
    serve(|address| {
        let path = format!("tailwindcss/-/tailwindcss-{NEXT}.tgz");
        let document = format!(
            r#"{{"name":"tailwindcss","dist-tags":{{"latest":"{NEXT}"}},"versions":{{"{NEXT}":{{
            "name":"tailwindcss","version":"{NEXT}","dist":{{"integrity":"{integrity}",
            "tarball":"{address}{path}"}}}}}}}}"#
        );
        vec![("/tailwindcss".to_owned(), document.into_bytes()), (format!("/{path}"), tarball)]
    })
}

fn world() -> World {
    World::new(&[
        ("Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n[workspace]\n"),
        ("src/lib.rs", ""),
        (
            "build.rs",
            "fn main() {\n    tailprint_build::Config::new().tailwind_version(\"4.3.5\").build();\n}\n",
        ),
        ("in.css", "@import \"tailwindcss\" source(none);\n@source inline(\"p-1\");\n"),
    ])
}

fn run(world: &World, registry: &str, args: &str) -> Ran {
    let mut command = world.command(args);
    command.env("TAILPRINT_CACHE_DIR", world.file("cache"));
    command.env("npm_config_registry", registry).env("npm_config_cache", world.file("npm"));
    command.env_remove("CARGO_NET_OFFLINE").env_remove("TAILPRINT_OFFLINE");
    Ran::of(&mut command)
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha512-{}", Base64::encode_string(&Sha512::digest(bytes)))
}

#[test]
fn the_next_release_of_tailwind_is_pinned_and_compiles_a_style_sheet() {
    let world = world();
    let tarball = tarball(&world);
    let integrity = integrity(&tarball);
    let registry = registry(tarball, &integrity);
    fs::write(world.file("tailprint.lock"), "# mine\nversion = 1\nlater = 1 # kept\n").unwrap();
    let ran = run(&world, &registry, "update-tailwind");
    assert_eq!(
        (ran.code, &*ran.out, &*ran.err),
        (
            Some(0),
            "tailprint.lock pins Tailwind 4.99.0 instead of 4.3.5; commit this file\n",
            "note: build.rs:2:36: `tailwind_version(\"4.3.5\")` wins over tailprint.lock \
             (remove it, or write \"4.99.0\")\n"
        )
    );
    let lock = world.read("tailprint.lock");
    assert!(lock.contains(&format!("version = \"4.99.0\"\nintegrity = \"{integrity}\"")), "{lock}");
    assert!(lock.starts_with("# mine\nversion = 1\nlater = 1 # kept\n"), "{lock}");
    let again = run(&world, &registry, "update-tailwind --version 4.99.0");
    assert_eq!(again.out, "tailprint.lock pins Tailwind 4.99.0 already\n");

    // As on another machine: nothing is kept, and the lock decides.
    fs::remove_dir_all(world.file("cache")).unwrap();
    let ran = run(&world, &registry, "css -i in.css -o out.css");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let css = world.read("out.css");
    assert!(css.starts_with("/*! tailwindcss v4.99.0 |") && css.contains(".p-1"), "{css}");
}

#[test]
fn a_registry_whose_tarball_is_another_one_is_refused_and_nothing_is_written() {
    let world = world();
    let registry = registry(tarball(&world), OTHER);
    for command in ["update-tailwind", "vendor --version 4.99.0"] {
        let ran = run(&world, &registry, command);
        assert_eq!((ran.code, &*ran.out), (Some(2), ""));
        assert!(
            ran.err.contains("EINTEGRITY") || ran.err.contains("expected sha512-"),
            "{}",
            ran.err
        );
    }
    let written = ["tailprint.lock", "third_party", "cache/tailwindcss-4.99.0-files"];
    assert!(written.iter().all(|path| !Path::new(&world.file(path)).exists()));
    let ran = run(&world, &registry, "update-tailwind --version 5.0.0");
    assert_eq!(
        ran.err,
        "error: the wanted version is Tailwind 5.0.0, which is too new to run here (`--version 4.3.5`)\n"
    );
}

/// Serves the releases of Tailwind's programs, with a `sha256sums.txt` of this text in 4.99.0.
fn releases(sums: &str) -> String {
    serve(|_| vec![("/v4.99.0/sha256sums.txt".to_owned(), sums.into())])
}

fn programs(world: &World, releases: &str, args: &str) -> Ran {
    let mut command = world.command(&format!("update-tailwind --program {args}"));
    command.env("TAILPRINT_TAILWIND_RELEASES", releases);
    // A build writes no lock in a continuous integration. This command is how it gets one.
    command.env("CI", "true").env_remove("CARGO_NET_OFFLINE").env_remove("TAILPRINT_OFFLINE");
    Ran::of(&mut command)
}

const ONE: &str = "1111111111111111111111111111111111111111111111111111111111111111";
const TWO: &str = "2222222222222222222222222222222222222222222222222222222222222222";

#[test]
fn the_programs_of_a_release_are_pinned_for_all_systems_and_nothing_else_changes() {
    let world = world();
    let sums = format!("{ONE}  ./tailwindcss-linux-x64\n{TWO}  ./tailwindcss-macos-arm64\n");
    let releases = releases(&sums);
    fs::write(world.file("tailprint.lock"), "# mine\nversion = 1\n").unwrap();
    let ran = programs(&world, &releases, "--version 4.99.0");
    let pins = "tailprint.lock pins the program of Tailwind 4.99.0 for 2 systems";
    let said = format!("{pins}; commit this file\n");
    assert_eq!((ran.code, &*ran.out, &*ran.err), (Some(0), &*said, ""));
    let lock = world.read("tailprint.lock");
    assert!(lock.starts_with("# mine\nversion = 1\n"), "{lock}");
    for (name, digest) in [("linux-x64", ONE), ("macos-arm64", TWO)] {
        let entry =
            format!("version = \"4.99.0\"\nname = \"tailwindcss-{name}\"\nsha256 = \"{digest}\"\n");
        assert!(lock.contains(&entry), "{lock}");
    }
    let ran = programs(&world, &releases, "--version 4.99.0");
    assert_eq!((ran.code, ran.out), (Some(0), format!("{pins} already\n")));
    assert_eq!(world.read("tailprint.lock"), lock);
}

#[test]
fn programs_that_no_server_vouches_for_are_not_pinned() {
    let world = world();
    let twice = format!("{ONE}  ./tailwindcss-linux-x64\n{TWO}  ./tailwindcss-linux-x64\n");
    let why = "no digests of the programs of Tailwind";
    let repair = "(repeat it where they can be downloaded)";
    for (sums, version, expected) in [
        ("", "4.99.1", format!("{why} 4.99.1: ")),
        (&*twice, "4.99.0", format!("{why} 4.99.0: the sha256sums.txt of the release 4.99.0 has two digests of tailwindcss-linux-x64 {repair}\n")),
        ("<html>", "4.99.0", "the sha256sums.txt of the release 4.99.0 names no program (find out which server answers in place of the releases)\n".to_owned()),
    ] {
        let ran = programs(&world, &releases(sums), &format!("--version {version}"));
        assert_eq!((ran.code, &*ran.out), (Some(2), ""));
        assert!(ran.err.starts_with(&format!("error: {expected}")), "{}", ran.err);
    }
    assert!(!world.file("tailprint.lock").exists());
}
