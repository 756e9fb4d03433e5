//! The standalone binary, served on this machine: a script that runs the real CLI.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use sha2::{Digest as _, Sha256};
use tailprint_tailwind::install::standalone::name_here;

use super::*;

fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// A release whose one binary is `binary`; its address.
fn serve(binary: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let name = name_here().unwrap();
    let sums = format!("{}  ./{name}\n", sha256(binary.as_bytes()));
    let files = [
        (format!("/v4.3.5/{name}"), binary.to_owned()),
        ("/v4.3.5/sha256sums.txt".to_owned(), sums),
    ];
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut lines =
                BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let wanted = lines.next().unwrap_or_default();
            lines.find(String::is_empty);
            let file = files.iter().find(|(path, _)| wanted.split(' ').nth(1) == Some(path));
            let (status, body) =
                file.map_or(("404 Not Found", ""), |(_, body)| ("200 OK", body.as_str()));
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
            );
        }
    });
    address
}

/// A machine with Node.js for the script, but without npm.
fn env(app: &App, releases: &str, more: &[(&str, &str)]) -> Env {
    let tools = app.folder.path().join("tools");
    if !tools.exists() {
        fs::create_dir(&tools).unwrap();
        let path = path();
        let mut nodes = std::env::split_paths(&path).map(|folder| folder.join("node"));
        let node = nodes.find(|node| node.is_file()).unwrap();
        std::os::unix::fs::symlink(node, tools.join("node")).unwrap();
    }
    let cache = app.folder.path().join("cache");
    let set = [
        ("PATH", tools.to_str().unwrap()),
        ("TAILPRINT_CACHE_DIR", cache.to_str().unwrap()),
        ("TAILPRINT_TAILWIND_RELEASES", releases),
    ];
    Env::of(set.iter().chain(more).map(|(key, value)| (*key, *value)))
}

fn script() -> String {
    let program = v4().join(".bin/tailwindcss").canonicalize().unwrap();
    format!("#!/bin/sh\nexec node {} \"$@\"\n", program.display())
}

const CSS: &str = "@import \"tailwindcss\" source(none); @source inline(\"p-1\");";

/// An app whose style sheets resolve `tailwindcss`, which the script cannot do as the real binary does.
fn app() -> App {
    let app = App::new(CSS);
    fs::create_dir_all(app.path("node_modules")).unwrap();
    std::os::unix::fs::symlink(v4().join("tailwindcss"), app.path("node_modules/tailwindcss"))
        .unwrap();
    app
}

#[test]
fn without_npm_the_standalone_binary_is_downloaded_locked_and_run() {
    let app = app();
    let releases = serve(&script());
    let output = app.run(&env(&app, &releases, &[])).result.unwrap();
    let css = String::from_utf8(output.css).unwrap();
    assert!(css.contains(".p-1 {"), "{css}");
    let name = name_here().unwrap();
    let program = app.folder.path().join("cache/tailwindcss-4.3.5-standalone").join(&name);
    assert_eq!(output.engine.found_by, "standalone binary");
    assert_eq!(output.engine.version, "4.3.5");
    assert_eq!(output.engine.path, program);
    assert_eq!(output.warnings, []);
    let lock = fs::read_to_string(app.path("tailprint.lock")).unwrap();
    let entry = format!("name = \"{name}\"\nsha256 = \"{}\"\n", sha256(script().as_bytes()));
    assert!(lock.ends_with(&entry), "{lock}");

    // From the cache, and announced.
    let offline = env(&app, "http://127.0.0.1:1", &[("CARGO_NET_OFFLINE", "true")]);
    let run = app.run(&offline);
    assert_eq!(run.result.unwrap().css, css.as_bytes());
    assert!(run.watch.paths.contains(&app.path("tailprint.lock")), "{:?}", run.watch);
    assert!(offline.announced().contains(&"TAILPRINT_TAILWIND_RELEASES".to_owned()));
}

#[test]
fn a_binary_that_is_not_the_locked_one_fails_the_build_whatever_npm_could_do() {
    let app = app();
    let releases = serve("#!/bin/sh\necho evil > evil\n");
    let name = name_here().unwrap();
    app.write("tailwind.lock", &format!("4.3.5 {name} {}\n", "a".repeat(64)));
    let errors = app.errors_with(&env(&app, &releases, &[("PATH", path().to_str().unwrap())]));
    let found = sha256(b"#!/bin/sh\necho evil > evil\n");
    assert_eq!(
        errors,
        [format!(
            "{releases}/v4.3.5/{name} is refused: expected sha256 {}, found {found} (if the release was made anew, \
             remove its entry from {})",
            "a".repeat(64),
            app.path("tailwind.lock").display()
        )]
    );
    assert!(!app.path("evil").exists());
}

#[test]
fn a_configured_digest_chooses_the_binary_and_writes_no_lock() {
    let mut app = app();
    let releases = serve(&script());
    let digest = |of: &str| (name_here().unwrap(), sha256(of.as_bytes()));
    // The later one wins.
    app.supply.binary_digests = vec![digest("other"), digest(&script())];
    // npm is there, but not asked.
    let output = app.run(&env(&app, &releases, &[("PATH", path().to_str().unwrap())]));
    assert_eq!(output.result.unwrap().engine.found_by, "standalone binary");
    assert!(!app.path("tailprint.lock").exists() && !app.path("tailwind.lock").exists());
}

#[test]
fn in_a_continuous_integration_no_lock_is_made_and_the_error_names_the_command() {
    let app = app();
    let releases = serve(&script());
    let name = name_here().unwrap();
    let errors = app.errors_with(&env(&app, &releases, &[("CI", "true")]));
    assert_eq!(
        errors,
        [format!(
            "tailprint.lock has no digest of {name} 4.3.5, and no build writes that file while CI is set \
             (`cargo tailprint update-tailwind --program --version 4.3.5` and commit tailprint.lock)"
        )]
    );
    assert!(!app.path("tailprint.lock").exists() && !app.path("tailwind.lock").exists());
    // `CI=false` is none, and with the committed file the build is one of any other machine.
    app.run(&env(&app, &releases, &[("CI", "false")])).result.unwrap();
    let lock = fs::read(app.path("tailprint.lock")).unwrap();
    app.run(&env(&app, &releases, &[("CI", "true")])).result.unwrap();
    assert_eq!(fs::read(app.path("tailprint.lock")).unwrap(), lock);
}
