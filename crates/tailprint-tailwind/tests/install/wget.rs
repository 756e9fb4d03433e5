//! Fetching by wget, which has no ranges, and by nothing at all.

use std::fs;
use std::time::{Duration, Instant};

use tailprint_tailwind::install::http::{Fetcher, Network, Patience};
use tailprint_tailwind::install::versions::DEFAULT;
use tailprint_tailwind::install::{ErrorKind, Origin, Places, find};

use crate::fixture::{Project, files, on_path};
use crate::server::{Answer, Request, Server};

const LIB: &str = "/tailwindcss@4.3.5/dist/lib.js";

fn lib() -> Vec<u8> {
    files(DEFAULT)["dist/lib.js"].clone()
}

fn server(other: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static) -> Server {
    let files = files(DEFAULT);
    Server::new(move |request| {
        other(request).unwrap_or_else(|| {
            let path = request.path.split_once('@').and_then(|(_, path)| path.split_once('/'));
            let file = path.and_then(|(_, path)| files.get(path));
            file.map_or(Answer::Status(404), |file| Answer::Whole(file.clone()))
        })
    })
}

fn places(project: &Project, server: &Server) -> Places {
    let name = if cfg!(windows) { "wget.exe" } else { "wget" };
    let fetcher = Fetcher::Wget(on_path(name));
    let network = Network { fetcher, ..Network::default() };
    Places { offline: None, mirror: Some(server.base.clone()), network, ..project.places() }
}

#[test]
fn a_download_that_was_interrupted_begins_anew_and_redirects_are_followed() {
    let project = Project::new();
    let server = server(|request| {
        let is_moved = request.path.ends_with("theme.css") && !request.path.contains("moved");
        is_moved.then(|| Answer::Redirect("/moved@4.3.5/theme.css".into()))
    });
    let dist = project.cache().join("tailwindcss-4.3.5-files/dist");
    fs::create_dir_all(&dist).unwrap();
    fs::write(dist.join("lib.js.part"), &lib()[..200_000]).unwrap();
    let found = find(&places(&project, &server)).unwrap();
    assert_eq!(found.origin, Origin::Download);
    let all = files(DEFAULT);
    assert!(found.package.files.iter().all(|(path, content)| all[path] == *content));
    assert_eq!(server.asked_for(LIB), [None]);
    assert_eq!(server.asked_for("/moved@4.3.5/theme.css"), [None]);
}

#[test]
fn an_answer_that_breaks_off_and_a_status_are_told_as_the_server_gave_them() {
    let project = Project::new();
    let broken = server(|request| (request.path == LIB).then(|| Answer::Broken(lib(), 1_000)));
    let (kind, text) = project.error(&places(&project, &broken));
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(text.contains(&format!("{}{LIB}: wget failed", broken.base)), "{text}");
    assert_eq!(broken.asked_for(LIB).len(), 3);
    let refused = server(|request| (request.path == LIB).then_some(Answer::Status(403)));
    let (_, text) = project.error(&places(&project, &refused));
    assert!(text.contains(&format!("; {}{LIB} answers 403 (", refused.base)), "{text}");
}

#[test]
fn a_silent_server_and_a_closed_port_are_told() {
    let project = Project::new();
    let silent = server(|request| (request.path == LIB).then_some(Answer::Silence));
    let mut places = places(&project, &silent);
    let connect = Duration::from_millis(400);
    places.network.patience = Patience { connect, ..Patience::default() };
    let start = Instant::now();
    let (_, text) = project.error(&places);
    assert!(text.contains(": timed out (response)"), "{text}");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    places.mirror = Some("http://127.0.0.1:1".into());
    let (_, text) = project.error(&places);
    assert!(text.contains(": wget failed: Connection refused"), "{text}");
}

#[test]
fn without_anything_to_fetch_with_the_error_names_vendor_and_the_feature() {
    let project = Project::new();
    let network = Network { fetcher: Fetcher::Missing, ..Network::default() };
    let places = Places { offline: None, network, ..project.places() };
    let (kind, text) = project.error(&places);
    assert_eq!(kind, ErrorKind::NotFound);
    let told = "no curl and no wget on PATH to fetch with (install one, or add the feature `tls` of tailprint-build)";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("(`cargo tailprint vendor` on a machine with a network"), "{text}");
}
