//! Apps that run and are asked over HTTP.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::support::cargo::{self, Profile, ROOT};
use crate::support::nested;

/// An app that listens; it is stopped when this goes out of scope.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) child: Child,
    pub(crate) url: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl App {
    /// Starts a program at a free port and waits until it says where it listens.
    #[track_caller]
    pub(crate) fn start(program: &Path) -> Self {
        Self::start_with(program, |_| {})
    }

    #[track_caller]
    pub(crate) fn start_with(program: &Path, set_up: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(program);
        set_up(&mut command);
        let mut child = command.env("ADDR", "127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, url }
    }

    /// The reference app as `cargo build` makes it.
    #[track_caller]
    pub(crate) fn debug() -> Self {
        Self::start(Path::new(env!("CARGO_BIN_EXE_tailprint-inspector")))
    }

    /// The reference app as `cargo build --release` makes it.
    #[track_caller]
    pub(crate) fn release() -> Self {
        Self::start(Self::release_program())
    }

    #[track_caller]
    pub(crate) fn release_program() -> &'static Path {
        static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
        PROGRAM.get_or_init(|| {
            let outcome = cargo::build(Path::new(ROOT), Profile::Release, |command| {
                command.arg("--offline").args(nested::AS_OTHERS);
            });
            outcome.ok().program().to_owned()
        })
    }

    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[])
    }

    #[track_caller]
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut response =
            ureq::Agent::new_with_config(config).run(request.body(()).unwrap()).unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_vec().unwrap(),
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    /// The value of a header; nothing when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The first text between two others.
    #[track_caller]
    pub(crate) fn between(&self, before: &str, after: &str) -> &str {
        between(self.text(), before, after)
    }
}

/// The first text between two others.
#[track_caller]
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.unwrap_or_else(|| panic!("no {before:?} … {after:?} in {text}")).0
}
