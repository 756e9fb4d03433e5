use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tailprint_tailwind::install::http::{Network, Patience};
use tailprint_tailwind::install::versions::{DEFAULT, known};
use tailprint_tailwind::install::{ErrorKind, Origin, Pin, Places, find};

#[cfg(unix)]
use crate::fixture::fake_npm;
use crate::fixture::{Project, files};
use crate::server::{Answer, Request, Server};

/// A version that is not in the table. It has the files of the default one.
const NEXT: &str = "4.3.99";
const LIB: &str = "/tailwindcss@4.3.5/dist/lib.js";

/// A server of the whole package but for what `other` answers.
fn server(other: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static) -> Server {
    server_of(DEFAULT, other)
}

fn server_of(
    version: &str,
    other: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static,
) -> Server {
    let files = files(if version == NEXT { DEFAULT } else { version });
    let prefix = format!("/tailwindcss@{version}/");
    Server::new(move |request| {
        other(request).unwrap_or_else(|| {
            let file = request.path.strip_prefix(&prefix).and_then(|path| files.get(path));
            file.map_or(Answer::Status(404), |file| Answer::Whole(file.clone()))
        })
    })
}

fn lib() -> Vec<u8> {
    files(DEFAULT)["dist/lib.js"].clone()
}

fn places(project: &Project, server: &Server) -> Places {
    let mirror = Some(server.base.clone());
    Places { offline: None, mirror, network: super::network(), ..project.places() }
}

fn impatient() -> Network {
    let patience = Patience {
        connect: Duration::from_millis(400),
        read: Duration::from_millis(150),
        body: Duration::from_millis(400),
    };
    Network { patience, ..super::network() }
}

#[test]
fn the_needed_files_are_fetched_verified_and_kept() {
    let project = Project::new();
    let server = server(|_| None);
    let found = find(&places(&project, &server)).unwrap();
    assert_eq!(found.origin, Origin::Download);
    assert!(found.notes.is_empty());
    let all = files(DEFAULT);
    assert!(found.package.files.iter().all(|(path, content)| all[path] == *content));
    assert_eq!(server.requests().len(), known(DEFAULT).unwrap().files.len());
    let again = find(&project.places()).unwrap();
    assert_eq!((again.origin, again.package), (Origin::Cache, found.package));
}

#[test]
fn a_tampered_file_is_refused_with_both_digests_and_not_kept() {
    let project = Project::new();
    let mut evil = lib();
    evil[1000] ^= 1;
    let server = server(move |request| (request.path == LIB).then(|| Answer::Whole(evil.clone())));
    let (kind, text) = project.error(&places(&project, &server));
    assert_eq!(kind, ErrorKind::NotFound);
    let refusal = format!(
        "{}{LIB} is refused: expected sha256 46e41ee8516e86565216fd217dcefe6f72a6f1c996972657838e1a7a5505e03b, found ",
        server.base
    );
    assert!(text.contains(&refusal), "{text}");
    assert_eq!(server.asked_for(LIB), [None]);
    let dist = project.cache().join("tailwindcss-4.3.5-files/dist");
    assert!(!dist.join("lib.js").exists());
    assert!(!dist.join("lib.js.part").exists());
    // What was right stays, and is not asked for again.
    assert!(dist.join("colors.js").exists());
    let before = server.requests().len();
    let _ = find(&places(&project, &server)).unwrap_err();
    assert_eq!(server.requests().len(), before + 1);
}

#[test]
fn a_longer_file_is_refused_without_reading_on() {
    let project = Project::new();
    let mut long = lib();
    long.resize(long.len() + (8 << 20), b' ');
    let server = server(move |request| (request.path == LIB).then(|| Answer::Whole(long.clone())));
    let (_, text) = project.error(&places(&project, &server));
    assert!(text.contains("is refused: expected sha256"), "{text}");
}

#[test]
fn a_truncated_answer_is_continued_where_it_ended() {
    let project = Project::new();
    let count = AtomicUsize::new(0);
    let server = server(move |request| {
        let first = request.path == LIB && count.fetch_add(1, Ordering::SeqCst) == 0;
        first.then(|| Answer::Broken(lib(), 100_000))
    });
    assert_eq!(find(&places(&project, &server)).unwrap().origin, Origin::Download);
    assert_eq!(server.asked_for(LIB), [None, Some(100_000)]);
}

#[test]
fn a_server_without_ranges_or_with_wrong_ones_is_asked_for_all_again() {
    for wrong in [Answer::NoRanges as fn(_) -> _, Answer::WrongRange] {
        let project = Project::new();
        let server = server(move |request| {
            (request.path == LIB).then(|| match request.from {
                None => Answer::Whole(lib()),
                Some(_) => wrong(lib()),
            })
        });
        let dist = project.cache().join("tailwindcss-4.3.5-files/dist");
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("lib.js.part"), &lib()[..50_000]).unwrap();
        assert_eq!(find(&places(&project, &server)).unwrap().origin, Origin::Download);
        assert_eq!(server.asked_for(LIB)[0], Some(50_000));
        assert!(!dist.join("lib.js.part").exists());
    }
}

#[test]
fn a_download_that_was_interrupted_goes_on_and_verified_files_are_not_fetched_again() {
    let project = Project::new();
    let server = server(|_| None);
    let folder = project.cache().join("tailwindcss-4.3.5-files");
    fs::create_dir_all(folder.join("dist")).unwrap();
    fs::write(folder.join("dist/lib.js.part"), &lib()[..200_000]).unwrap();
    fs::write(folder.join("theme.css"), &files(DEFAULT)["theme.css"]).unwrap();
    fs::write(folder.join("index.css"), "damaged").unwrap();
    find(&places(&project, &server)).unwrap();
    assert_eq!(server.asked_for(LIB), [Some(200_000)]);
    assert!(server.asked_for("/tailwindcss@4.3.5/theme.css").is_empty());
    assert_eq!(server.asked_for("/tailwindcss@4.3.5/index.css"), [None]);
}

#[test]
fn a_beginning_of_something_else_is_thrown_away() {
    // Too short, just as long, and too long.
    for length in [10, lib().len(), lib().len() + 10] {
        let project = Project::new();
        let server = server(|_| None);
        let dist = project.cache().join("tailwindcss-4.3.5-files/dist");
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("lib.js.part"), vec![b'x'; length]).unwrap();
        find(&places(&project, &server)).unwrap();
        assert_eq!(fs::read(dist.join("lib.js")).unwrap(), lib());
        assert!(!dist.join("lib.js.part").exists());
    }
}

#[test]
fn a_file_that_changed_while_it_was_fetched_is_fetched_once_more() {
    let project = Project::new();
    let count = AtomicUsize::new(0);
    let server = server(move |request| {
        let first = request.path == LIB && count.fetch_add(1, Ordering::SeqCst) == 0;
        first.then(|| Answer::Broken(vec![b'x'; lib().len()], 100_000))
    });
    assert_eq!(find(&places(&project, &server)).unwrap().origin, Origin::Download);
    assert_eq!(server.asked_for(LIB), [None, Some(100_000), None]);
}

#[cfg(unix)]
#[test]
fn a_refused_package_of_npm_is_told_even_if_the_cdn_has_the_right_one() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    places.npm = Some(fake_npm(&project, "printf x > tailwindcss-4.3.5.tgz"));
    let found = find(&places).unwrap();
    assert_eq!(found.origin, Origin::Download);
    assert!(found.notes[0].starts_with("what npm pack gave is refused: expected sha512-"));
}

#[test]
fn a_complete_part_needs_no_request() {
    let project = Project::new();
    let server = server(|_| None);
    let dist = project.cache().join("tailwindcss-4.3.5-files/dist");
    fs::create_dir_all(&dist).unwrap();
    fs::write(dist.join("lib.js.part"), lib()).unwrap();
    find(&places(&project, &server)).unwrap();
    assert!(server.asked_for(LIB).is_empty());
}

#[test]
fn an_answer_that_always_breaks_off_is_given_up_and_kept_for_later() {
    for broken in [Answer::Broken as fn(_, _) -> _, Answer::Unsized] {
        let project = Project::new();
        let server = server(move |request| (request.path == LIB).then(|| broken(lib(), 1_000)));
        let (kind, text) = project.error(&places(&project, &server));
        assert_eq!(kind, ErrorKind::NotFound);
        assert!(text.contains(&format!("{}{LIB}: ", server.base)), "{text}");
        assert_eq!(server.asked_for(LIB).len(), 3);
        assert!(project.cache().join("tailwindcss-4.3.5-files/dist/lib.js.part").exists());
    }
}

#[test]
fn a_server_that_is_slow_or_silent_is_given_up_in_time() {
    let byte_by_byte = || Answer::Slow(lib(), 10, Duration::from_millis(20));
    let stalls = || Answer::Slow(lib(), 10, Duration::from_secs(3));
    for slow in [byte_by_byte as fn() -> Answer, stalls, || Answer::Silence] {
        let project = Project::new();
        let server = server(move |request| (request.path == LIB).then(slow));
        let mut places = places(&project, &server);
        places.network = impatient();
        let start = Instant::now();
        let (kind, text) = project.error(&places);
        assert_eq!(kind, ErrorKind::NotFound);
        assert!(text.contains(": timed out ("), "{text}");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}

#[test]
fn a_status_is_told_and_tried_again_only_where_that_may_help() {
    for (status, tries) in [(404, 1), (403, 1), (503, 3), (429, 3)] {
        let project = Project::new();
        let server = server(move |request| (request.path == LIB).then_some(Answer::Status(status)));
        let (_, text) = project.error(&places(&project, &server));
        assert!(text.contains(&format!("; {}{LIB} answers {status} (", server.base)), "{text}");
        assert_eq!(server.asked_for(LIB).len(), tries);
    }
}

#[test]
fn a_redirect_is_followed_to_a_safe_place_only() {
    let project = Project::new();
    let server = server(|request| match request.path.strip_prefix("/moved") {
        Some(path) => Some(Answer::Whole(files(DEFAULT)[path.strip_prefix("/").unwrap()].clone())),
        None => Some(Answer::Redirect(request.path.replace("tailwindcss@4.3.5", "moved"))),
    });
    assert_eq!(find(&places(&project, &server)).unwrap().origin, Origin::Download);

    let project = Project::new();
    let server = self::server(|request| Some(Answer::Redirect(request.path.clone())));
    let (_, text) = project.error(&places(&project, &server));
    assert!(text.contains("too many redirects"), "{text}");
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for mirror in [
        "http://cdn.jsdelivr.net/npm",
        "ftp://127.0.0.1",
        "127.0.0.1:80",
        "http://127.0.0.1.evil.org",
        "",
    ] {
        let project = Project::new();
        let mut places = project.places();
        places.offline = None;
        places.network = super::network();
        places.mirror = Some(mirror.into());
        let (_, text) = project.error(&places);
        assert!(
            text.contains(&format!(
                "; {mirror}/tailwindcss@4.3.5/LICENSE is not https, and not on this machine ("
            )),
            "{text}"
        );
    }
}

#[test]
fn a_pinned_version_is_fetched_by_what_its_manifest_names() {
    let project = Project::new();
    let server = server_of(NEXT, |_| None);
    let mut places = places(&project, &server);
    places.pin = Some(Pin { version: NEXT.into(), digest: "0".repeat(64) });
    let (kind, text) = project.error(&places);
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(!project.cache().join("tailwindcss-4.3.99-files/dist").exists());
    let (_, rest) = text.split_once(", found ").unwrap();
    places.pin = Some(Pin { version: NEXT.into(), digest: rest[..64].into() });
    let found = find(&places).unwrap();
    assert_eq!(found.origin, Origin::Download);
    let all = files(DEFAULT);
    assert!(found.package.files.iter().all(|(path, content)| all[path] == *content));
    let _ = find(&places).unwrap();
    places.offline = Some("offline".into());
    assert_eq!(find(&places).unwrap().origin, Origin::Cache);
}

/// Not a test: what the processes of the next test do.
#[test]
fn child_of_the_test_of_two_processes() {
    let Some(base) = std::env::var_os("TAILPRINT_TEST_SERVER") else { return };
    let cache = std::env::var_os("TAILPRINT_TEST_CACHE").unwrap().into();
    let project = Project::new();
    let mut places = project.places();
    places.cache = Some(cache);
    places.offline = None;
    places.network = super::network();
    places.mirror = base.into_string().ok();
    let found = find(&places).unwrap();
    println!("origin: {}, {}", found.origin, found.package.digest());
}

#[test]
fn two_processes_at_once_fetch_each_file_once() {
    let project = Project::new();
    let server = server(|request| {
        // Long enough for the other process to come.
        std::thread::sleep(Duration::from_millis(if request.path == LIB { 600 } else { 5 }));
        None
    });
    let (_, module) = module_path!().split_once("::").unwrap();
    let child = format!("{module}::child_of_the_test_of_two_processes");
    let children: Vec<_> = (0..3)
        .map(|_| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", &child, "--nocapture"])
                .env("TAILPRINT_TEST_SERVER", &server.base)
                .env("TAILPRINT_TEST_CACHE", project.cache())
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut origins = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find_map(|line| line.split_once("origin: ")).unwrap().1;
        origins.push(line.split(',').next().unwrap().to_owned());
    }
    origins.sort();
    assert_eq!(origins, ["cache", "cache", "download"]);
    assert_eq!(server.requests().len(), known(DEFAULT).unwrap().files.len());
}

#[test]
fn a_file_without_certificates_is_told() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    places.network.certificates = Some(project.root().join("none.pem"));
    let (_, text) = project.error(&places);
    assert!(text.contains("cannot read /app/none.pem: no such file or directory"), "{text}");
    fs::write(project.root().join("none.pem"), "").unwrap();
    let (_, text) = project.error(&places);
    assert!(text.contains("no certificate in /app/none.pem"), "{text}");
}

#[test]
fn a_proxy_is_used_but_for_the_hosts_it_is_not_for() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    places.network.proxy = Some("http://127.0.0.1:1".into());
    let (_, text) = project.error(&places);
    let refused = ["connection refused", "connect to 127.0.0.1 port 1"];
    assert!(refused.iter().any(|words| text.contains(words)), "{text}");
    places.network.no_proxy = Some("example.org, 127.0.0.1".into());
    assert_eq!(find(&places).unwrap().origin, Origin::Download);
}
