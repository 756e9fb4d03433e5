use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use tailprint_core::lock::HEAD;
use tailprint_tailwind::install::http::Patience;
use tailprint_tailwind::install::standalone::{self, Binary, name_here};
use tailprint_tailwind::install::{Error, ErrorKind, Places};

use crate::fixture::Project;
use crate::server::{Answer, Server};

const NAME: &str = "tailwindcss-linux-x64";
const PATH: &str = "/v4.3.5/tailwindcss-linux-x64";

fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// A program of some size.
fn program() -> Vec<u8> {
    static PROGRAM: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let numbers =
            (0..3_000_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8);
        b"#!/bin/sh\necho standalone\nexit\n".iter().copied().chain(numbers).collect()
    });
    PROGRAM.clone()
}

fn digest() -> &'static str {
    static DIGEST: LazyLock<String> = LazyLock::new(|| sha256(&program()));
    &DIGEST
}

fn sums() -> String {
    format!("{}  ./tailwindcss-linux-arm64\n{}  ./{NAME}\n", "a".repeat(64), digest())
}

fn entry(version: &str, name: &str, digest: &str) -> String {
    format!("\n[[program]]\nversion = \"{version}\"\nname = \"{name}\"\nsha256 = \"{digest}\"\n")
}

fn locked() -> String {
    let arm = entry("4.3.5", "tailwindcss-linux-arm64", &"a".repeat(64));
    format!("{HEAD}version = 1\n{arm}{}", entry("4.3.5", NAME, digest()))
}

/// A release, but for what `binary` answers.
fn server(
    binary: impl Fn(&crate::server::Request) -> Option<Answer> + Send + Sync + 'static,
) -> Server {
    Server::new(move |request| match &*request.path {
        "/v4.3.5/sha256sums.txt" => Answer::Whole(sums().into_bytes()),
        PATH => binary(request).unwrap_or_else(|| Answer::Whole(program())),
        _ => Answer::Status(404),
    })
}

fn places(project: &Project, server: &Server) -> Places {
    let releases = Some(server.base.clone());
    Places { offline: None, releases, network: super::network(), ..project.places() }
}

fn find(places: &Places) -> Result<Binary, Error> {
    standalone::find(places, NAME)
}

fn configured(digest: &str) -> Vec<(String, String)> {
    vec![(NAME.to_owned(), digest.to_owned())]
}

fn lock(project: &Project) -> PathBuf {
    project.root().join("tailprint.lock")
}

/// The lock of earlier versions.
fn old_lock(project: &Project) -> PathBuf {
    project.root().join("tailwind.lock")
}

fn error(project: &Project, places: &Places) -> (ErrorKind, String) {
    let error = find(places).unwrap_err();
    (error.kind(), project.shown(&error.to_string()))
}

#[test]
fn the_first_download_is_verified_by_the_release_and_writes_the_lock() {
    let project = Project::new();
    let server = server(|_| None);
    let places = places(&project, &server);
    let found = find(&places).unwrap();
    let program = project.cache().join("tailwindcss-4.3.5-standalone").join(NAME);
    let expected =
        Binary { program: program.clone(), digest: digest().to_owned(), fetched: true };
    assert_eq!(found, expected);
    assert_eq!(fs::read(&program).unwrap(), self::program());
    assert_eq!(fs::read_to_string(lock(&project)).unwrap(), locked());
    #[cfg(unix)]
    assert_eq!(Command::new(&program).output().unwrap().stdout, b"standalone\n");

    let requests = server.requests().len();
    let again = find(&places).unwrap();
    assert_eq!(again, Binary { fetched: false, ..expected });
    assert_eq!(server.requests().len(), requests);
}

#[test]
fn a_locked_binary_needs_no_sums_and_an_offline_build_the_cache_alone() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    fs::write(lock(&project), locked()).unwrap();
    assert!(find(&places).unwrap().fetched);
    assert!(server.asked_for("/v4.3.5/sha256sums.txt").is_empty());
    places.offline = Some("cargo is offline (CARGO_NET_OFFLINE)".into());
    assert!(!find(&places).unwrap().fetched);
    places.cache = Some(project.root().join("empty"));
    assert_eq!(
        error(&project, &places),
        (
            ErrorKind::NotFound,
            "no tailwindcss-linux-x64 4.3.5: nothing may be fetched: cargo is offline (CARGO_NET_OFFLINE) \
             (build once where it can be downloaded, or install it and set TAILWINDCSS to its path)"
                .into()
        )
    );
}

#[test]
fn other_bytes_than_the_locked_or_configured_ones_are_refused() {
    let mut evil = program();
    evil[100] ^= 1;
    let found = sha256(&evil);
    for configured in [false, true] {
        let project = Project::new();
        let bytes = evil.clone();
        let server = server(move |_| Some(Answer::Whole(bytes.clone())));
        let mut places = places(&project, &server);
        if configured {
            places.binary_digests = self::configured(&digest().to_uppercase());
        } else {
            fs::write(lock(&project), locked()).unwrap();
        }
        let before = fs::read(lock(&project)).ok();
        let repair = match configured {
            true => "correct the configured digest",
            false => "remove its entry from /app/tailprint.lock",
        };
        assert_eq!(
            error(&project, &places),
            (
                ErrorKind::Refused,
                format!(
                    "{}{PATH} is refused: expected sha256 {}, found {found} (if the release was made anew, \
                     {repair})",
                    server.base,
                    digest()
                )
            )
        );
        assert_eq!(fs::read(lock(&project)).ok(), before);
        let folder = project.cache().join("tailwindcss-4.3.5-standalone");
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
    }
}

#[test]
fn a_first_download_that_the_release_contradicts_locks_nothing() {
    let project = Project::new();
    let server = server(|_| Some(Answer::Whole(b"#!/bin/sh\n".to_vec())));
    let (kind, text) = error(&project, &places(&project, &server));
    assert_eq!(kind, ErrorKind::Refused);
    assert!(
        text.ends_with(
            "(build again; if the sha256sums.txt of the release still says something else, do not trust it)"
        ),
        "{text}"
    );
    assert!(!lock(&project).exists());
    // They are asked for again, since they may be what was wrong.
    assert!(!project.cache().join("tailwindcss-4.3.5-standalone/sha256sums.txt").exists());
}

#[test]
fn a_release_that_contradicts_itself_is_not_trusted() {
    let project = Project::new();
    let sums = format!("{}  ./{NAME}\r\n{} *{NAME}\r\n", "a".repeat(64), digest());
    let server = Server::new(move |request| match &*request.path {
        PATH => Answer::Whole(program()),
        _ => Answer::Whole(sums.clone().into_bytes()),
    });
    let (_, text) = error(&project, &places(&project, &server));
    let told = format!("the sha256sums.txt of the release 4.3.5 has two digests of {NAME}");
    assert!(text.contains(&told), "{text}");
    assert!(server.asked_for(PATH).is_empty());
}

#[test]
fn a_lock_that_another_build_wrote_meanwhile_is_kept_and_obeyed() {
    for (other, is_refused) in [("a".repeat(64), true), (digest().to_owned(), false)] {
        let project = Project::new();
        let file = lock(&project);
        let old = entry("4.1.18", NAME, &"c".repeat(64));
        let text = format!("version = 1\n{old}{}", entry("4.3.5", NAME, &other));
        let written = (file.clone(), text.clone());
        let server = server(move |_| {
            fs::write(&written.0, &written.1).unwrap();
            None
        });
        let places = places(&project, &server);
        if is_refused {
            let (kind, told) = error(&project, &places);
            assert_eq!(kind, ErrorKind::Refused);
            let digests = format!("expected sha256 {other}, found {} (", digest());
            assert!(told.contains(&digests), "{told}");
            assert_eq!(fs::read_to_string(file).unwrap(), text);
        } else {
            find(&places).unwrap();
            let arm = entry("4.3.5", "tailwindcss-linux-arm64", &"a".repeat(64));
            assert_eq!(fs::read_to_string(file).unwrap(), text + &arm);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_binary_in_a_cache_that_is_only_read_is_verified_and_taken() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    places.binary_digests = configured(digest());
    let program = find(&places).unwrap().program;
    let folder = program.parent().unwrap();
    // As `COPY` into an image does: other times, and no lock can be taken.
    fs::write(&program, self::program()).unwrap();
    fs::remove_file(folder.with_extension("5-standalone.lock")).unwrap();
    fs::create_dir(folder.with_extension("5-standalone.lock")).unwrap();
    places.offline = Some("cargo is offline (CARGO_NET_OFFLINE)".into());
    assert!(!find(&places).unwrap().fetched);
    fs::write(&program, "#!/bin/sh\n").unwrap();
    assert_eq!(error(&project, &places).0, ErrorKind::NotFound);
    fs::write(&program, self::program()).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(error(&project, &places).0, ErrorKind::NotFound);
}

#[cfg(unix)]
#[test]
fn a_binary_that_lost_its_executable_bit_gets_it_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new();
    let server = server(|_| None);
    let places = places(&project, &server);
    let program = find(&places).unwrap().program;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(!find(&places).unwrap().fetched);
    assert_eq!(program.metadata().unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn a_configured_digest_wins_and_writes_no_lock() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    let text = format!("version = 1\n{}", entry("4.3.5", NAME, &"b".repeat(64)));
    fs::write(lock(&project), &text).unwrap();
    places.binary_digests = configured(digest());
    assert!(find(&places).unwrap().fetched);
    assert_eq!(fs::read_to_string(lock(&project)).unwrap(), text);
    places.binary_digests = configured("abc");
    assert_eq!(
        error(&project, &places),
        (
            ErrorKind::Configuration,
            "\"abc\", configured for tailwindcss-linux-x64, is not a SHA-256 \
             (take it from the sha256sums.txt of the release)"
                .into()
        )
    );
}

#[test]
fn a_truncated_answer_is_continued_and_an_interrupted_download_too() {
    let project = Project::new();
    let server = server(|request| {
        // More than a megabyte each time, so that there is no limit to the number of tries.
        Some(Answer::Broken(
            program(),
            if request.from == Some(1_200_000) { 1_100_000 } else { 1_200_000 },
        ))
    });
    let places = places(&project, &server);
    let folder = project.cache().join("tailwindcss-4.3.5-standalone");
    assert!(find(&places).unwrap().fetched);
    assert_eq!(server.asked_for(PATH), [None, Some(1_200_000), Some(2_300_000)]);

    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{NAME}.part")), &program()[..2_500_000]).unwrap();
    assert!(find(&places).unwrap().fetched);
    assert_eq!(server.asked_for(PATH)[3..], [Some(2_500_000)]);
}

#[test]
fn a_server_that_is_slow_is_given_up_and_what_came_is_kept() {
    let project = Project::new();
    let server = server(|_| Some(Answer::Slow(program(), 500_000, Duration::from_millis(30))));
    let mut places = places(&project, &server);
    places.network.patience = Patience {
        connect: Duration::from_millis(400),
        read: Duration::from_millis(150),
        body: Duration::from_millis(600),
    };
    let start = Instant::now();
    let (kind, text) = error(&project, &places);
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(text.contains(&format!("{}{PATH}: timed out (", server.base)), "{text}");
    assert!(start.elapsed() < Duration::from_secs(10));
    let part = project.cache().join(format!("tailwindcss-4.3.5-standalone/{NAME}.part"));
    assert!(part.metadata().unwrap().len() >= 500_000);
    assert!(!lock(&project).exists());
}

#[test]
fn a_release_or_a_binary_that_is_not_there_is_told() {
    let project = Project::new();
    let server = server(|_| Some(Answer::Status(404)));
    let mut places = places(&project, &server);
    let (_, text) = error(&project, &places);
    assert!(text.contains(&format!(": {}{PATH} answers 404 (", server.base)), "{text}");
    places.version = Some("4.9.9".into());
    let (_, text) = error(&project, &places);
    assert!(text.contains("/v4.9.9/sha256sums.txt answers 404"), "{text}");
    places.version = None;
    let text = standalone::find(&places, "tailwindcss-plan9-x64").unwrap_err().to_string();
    assert!(
        text.contains(
            "the sha256sums.txt of the release 4.3.5 does not name tailwindcss-plan9-x64"
        ),
        "{text}"
    );
    places.version = Some("../..".into());
    assert_eq!(error(&project, &places).0, ErrorKind::Configuration);
    places.version = None;
    places.cache = Some(project.root().join("other"));
    places.releases = Some("http://github.com".into());
    let (_, text) = error(&project, &places);
    assert!(text.contains("is not https, and not on this machine"), "{text}");
}

#[test]
fn a_binary_that_was_changed_later_is_fetched_again() {
    let project = Project::new();
    let server = server(|_| None);
    let places = places(&project, &server);
    let program = find(&places).unwrap().program;
    for content in [&b"#!/bin/sh\necho evil"[..], &vec![b'x'; self::program().len()]] {
        fs::write(&program, content).unwrap();
        assert!(find(&places).unwrap().fetched);
        assert_eq!(fs::read(&program).unwrap(), self::program());
    }
    // One that was only touched is verified and taken.
    fs::write(&program, self::program()).unwrap();
    assert!(!find(&places).unwrap().fetched);
    // The note alone proves nothing about another digest.
    let other = Places { binary_digests: configured(&"c".repeat(64)), ..places };
    assert_eq!(error(&project, &other).0, ErrorKind::Refused);
}

#[test]
fn a_lock_that_cannot_be_read_or_written_is_an_error_with_the_command() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    fs::write(project.root().join("file"), "").unwrap();
    places.package = project.root().join("file");
    // A lock that cannot be read is not taken for a missing one.
    assert_eq!(error(&project, &places).0, ErrorKind::Configuration);
    places.package = project.root();
    fs::write(old_lock(&project), "<<<<<<< ours\n").unwrap();
    assert_eq!(
        error(&project, &places),
        (
            ErrorKind::Configuration,
            "/app/tailwind.lock:1: not understood (restore it, or remove it to trust anew)".into()
        )
    );
    places.package = PathBuf::from("/proc");
    let (kind, text) = error(&project, &places);
    assert_eq!(kind, ErrorKind::Configuration);
    let start = format!("cannot write /proc/tailprint.lock, which has no digest of {NAME} 4.3.5: ");
    let repair = " (`cargo tailprint update-tailwind --program --version 4.3.5` and commit tailprint.lock)";
    assert!(text.starts_with(&start) && text.ends_with(repair), "{text}");
}

#[test]
fn a_fixed_lock_is_neither_made_nor_changed_and_nothing_is_fetched() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    places.fixed_lock = Some("CI is set".into());
    let refused = (
        ErrorKind::Configuration,
        "tailprint.lock has no digest of tailwindcss-linux-x64 4.3.5, and no build writes that file while CI is set \
         (`cargo tailprint update-tailwind --program --version 4.3.5` and commit tailprint.lock)"
            .to_owned(),
    );
    assert_eq!(error(&project, &places), refused);
    assert!(!lock(&project).exists());
    let other = format!("version = 1\n{}", entry("4.3.4", NAME, digest()));
    fs::write(lock(&project), &other).unwrap();
    assert_eq!(error(&project, &places), refused);
    assert_eq!(fs::read_to_string(lock(&project)).unwrap(), other);
    assert!(server.requests().is_empty());
    fs::write(lock(&project), locked()).unwrap();
    assert!(find(&places).unwrap().fetched);
    assert_eq!(fs::read_to_string(lock(&project)).unwrap(), locked());
}

#[test]
fn the_lock_of_an_earlier_version_is_read_and_stays_and_must_not_differ() {
    let project = Project::new();
    let server = server(|_| None);
    let places = places(&project, &server);
    let old = format!("# old\n4.3.5 {NAME} {}\n", digest());
    fs::write(old_lock(&project), &old).unwrap();
    assert!(find(&places).unwrap().fetched);
    assert!(!lock(&project).exists());
    fs::write(old_lock(&project), old.replace(digest(), &"b".repeat(64))).unwrap();
    let (kind, text) = error(&project, &places);
    assert_eq!(kind, ErrorKind::Refused);
    assert!(text.contains("remove its entry from /app/tailwind.lock"), "{text}");
    fs::write(lock(&project), locked()).unwrap();
    assert_eq!(
        error(&project, &places),
        (
            ErrorKind::Configuration,
            "the locks have two digests of tailwindcss-linux-x64 4.3.5 \
             (remove the wrong one from tailprint.lock or tailwind.lock)"
                .into()
        )
    );
}

#[test]
fn the_digests_of_all_programs_of_a_release_can_be_asked_for() {
    let project = Project::new();
    let server = server(|_| None);
    let mut places = places(&project, &server);
    let programs = standalone::programs(&places, "4.3.5").unwrap();
    let names: Vec<&str> = programs.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["tailwindcss-linux-arm64", NAME]);
    assert_eq!(programs[1].sha256, digest());
    let told = standalone::programs(&places, "4.9.9").unwrap_err().to_string();
    assert!(told.contains("/v4.9.9/sha256sums.txt answers 404"), "{told}");
    places.offline = Some("TAILPRINT_OFFLINE is set".into());
    assert_eq!(
        standalone::programs(&places, "4.3.5").unwrap_err().to_string(),
        "no digests of the programs of Tailwind 4.3.5: nothing may be fetched: TAILPRINT_OFFLINE is set \
         (repeat it where they can be downloaded)"
    );
}

/// Not a test: what the processes of the next test do.
#[test]
fn child_of_the_test_of_two_processes() {
    let Some(base) = std::env::var_os("TAILPRINT_TEST_RELEASES") else { return };
    let root = PathBuf::from(std::env::var_os("TAILPRINT_TEST_ROOT").unwrap());
    let places = Places {
        cache: Some(root.join("cache")),
        package: root,
        releases: base.into_string().ok(),
        network: super::network(),
        ..Places::default()
    };
    println!("fetched: {}", find(&places).unwrap().fetched);
}

#[test]
fn two_processes_at_once_fetch_it_once() {
    let project = Project::new();
    let server = server(|_| {
        std::thread::sleep(Duration::from_millis(500));
        None
    });
    let (_, module) = module_path!().split_once("::").unwrap();
    let child = format!("{module}::child_of_the_test_of_two_processes");
    let children: Vec<_> = (0..2)
        .map(|_| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", &child, "--nocapture"])
                .env("TAILPRINT_TEST_RELEASES", &server.base)
                .env("TAILPRINT_TEST_ROOT", project.root())
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut fetched = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        fetched += usize::from(String::from_utf8(output.stdout).unwrap().contains("fetched: true"));
    }
    assert_eq!(fetched, 1);
    assert_eq!(server.asked_for(PATH).len(), 1);
    assert_eq!(fs::read_to_string(lock(&project)).unwrap(), locked());
}

#[test]
fn this_machine_has_a_binary() {
    assert!(name_here().is_some_and(|name| name.starts_with("tailwindcss-")));
}
