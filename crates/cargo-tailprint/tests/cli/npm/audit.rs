//! `audit` with an endpoint for advisories that answers as npm's does, and with ones that do not.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;

use crate::world::{Ran, World};

/// The request that npm sends as well.
const ENDPOINT: &str = "POST /npm/-/npm/v1/security/advisories/bulk HTTP/1.1";

/// Two versions of one package, and another package.
fn world() -> World {
    let world = World::new(&[
        ("Cargo.toml", "[workspace]\n[package]\nname = \"app\"\n[lib]\npath = \"lib.rs\"\n"),
        ("lib.rs", ""),
    ]);
    let mut lock = "version = 1\n".to_owned();
    for (name, version) in [("@my/ok", "1.0.0"), ("bad", "1.0.0"), ("bad", "2.0.0")] {
        let integrity = "a".repeat(86);
        lock += &format!(
            "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nintegrity = \"sha512-{integrity}==\"\n\
             folder = \"{name}@{version}\"\n"
        );
    }
    world.write("tailprint.lock", &lock);
    world
}

/// Runs `audit` against a server that gives one answer. Returns what the server was asked, too.
fn audit(status: &str, headers: &str, body: &[u8]) -> (Ran, String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let registry = format!("http://{}/npm", listener.local_addr().unwrap());
    let (status, headers, body) = (status.to_owned(), headers.to_owned(), body.to_vec());
    let (asked, requests) = mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut first = String::new();
            reader.read_line(&mut first).unwrap();
            let lines = reader.by_ref().lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
            let mut sent = vec![0; length.and_then(|it| it.parse().ok()).unwrap_or(0)];
            reader.read_exact(&mut sent).unwrap();
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
            );
            // The client may have gone.
            let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.write_all(&body));
            asked.send((first.trim_end().to_owned(), String::from_utf8(sent).unwrap())).unwrap();
        }
    });
    let world = world();
    let mut command = world.command("audit");
    command.env("npm_config_registry", registry).env("npm_config_userconfig", world.file("none"));
    // A variable of another program may be no Unicode.
    #[cfg(unix)]
    command.env("OTHER", <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff"));
    let ran = Ran::of(&mut command);
    let (line, sent) = requests.recv().unwrap();
    (ran, line, sent)
}

const ADVISORIES: &str = r#"{
  "bad": [
    { "id": 1, "url": "https://github.com/advisories/GHSA-1", "title": "Script in a title", "severity": "high",
      "vulnerable_versions": "<1.5.0", "cwe": ["CWE-79"], "cvss": { "score": 6.1, "vectorString": "x" } },
    { "id": 2, "title": "red \u001b[31m\nno known vulnerabilities \u202e", "severity": "low",
      "vulnerable_versions": ">=1.0.0 <3.0.0" }
  ],
  "never-pinned": [{ "title": "of another package" }]
}"#;

const FOUND: &str = "\
high: bad 1.0.0: Script in a title (in <1.5.0)
    https://github.com/advisories/GHSA-1
low: bad 1.0.0, 2.0.0: red \\u{1b}[31m\\nno known vulnerabilities \\u{202e} (in >=1.0.0 <3.0.0)
    unknown
";

#[test]
fn an_audit_asks_as_npm_does_and_names_the_pinned_versions_that_an_advisory_is_about() {
    let (ran, line, sent) = audit("200 OK", "", ADVISORIES.as_bytes());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(1), FOUND, ""));
    assert_eq!(line, ENDPOINT);
    assert_eq!(sent, r#"{"@my/ok":["1.0.0"],"bad":["1.0.0","2.0.0"]}"#);
}

#[test]
fn an_audit_reads_an_answer_that_is_compressed() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(ADVISORIES.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (ran, ..) = audit("200 OK", "Content-Encoding: gzip\r\n", &packed);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(1), FOUND, ""));
    let (ran, ..) = audit("200 OK", "Content-Encoding: gzip\r\n", &packed[..packed.len() / 2]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
}

#[test]
fn an_audit_without_findings_says_how_many_packages_it_was_about() {
    for none in ["{}", r#"{"bad":[]}"#] {
        let (ran, ..) = audit("200 OK", "", none.as_bytes());
        let out = "no known vulnerabilities in 3 packages\n";
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), out, ""));
    }
}

#[test]
fn an_audit_that_cannot_be_had_is_no_clean_one_and_says_who_has_it() {
    for (status, why) in [
        ("404 Not Found", "has no advisories: "),
        ("405 Method Not Allowed", "has no advisories: "),
        ("501 Not Implemented", "has no advisories: "),
        ("401 Unauthorized", "the advisories cannot be had: "),
        ("503 Service Unavailable", "the advisories cannot be had: "),
    ] {
        let (ran, ..) = audit(status, "", b"{}");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{status}");
        assert!(
            ran.err.starts_with("error: nothing is known about vulnerabilities: "),
            "{}",
            ran.err
        );
        let number = status.split(' ').next().unwrap();
        assert!(ran.err.contains(why) && ran.err.contains(number), "{}", ran.err);
        let repair = "(npm_config_registry=https://registry.npmjs.org/ has them)\n";
        assert!(ran.err.ends_with(repair), "{}", ran.err);
    }
    for garbage in ["<html>", "[]", "{\"bad\":{}}", "{\"bad\":[{\"title\":1}]}", "", "null"] {
        let (ran, ..) = audit("200 OK", "", garbage.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{garbage}: {}", ran.err);
        assert!(ran.err.contains("bulk: is no list of advisories: "), "{garbage}: {}", ran.err);
    }
}
