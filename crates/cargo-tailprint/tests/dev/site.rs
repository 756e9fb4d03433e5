//! An app that is developed, and the `dev` that runs it.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::chromium::Tab;
use crate::nested;

/// A first build on a slow machine compiles all dependencies.
const PATIENCE: Duration = Duration::from_secs(900);

const MANIFEST: &str = r#"
[package]
name = "{name}"
version = "0.1.0"
edition = "2024"

[dependencies]
askama = "0.16"
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
listenfd = "1"
tailprint = { path = "{root}/crates/tailprint", features = ["askama", "axum"] }
tokio = { version = "1", features = ["macros", "net", "rt"] }

[build-dependencies]
tailprint-build = { path = "{root}/crates/tailprint-build" }

[workspace]
"#;

pub(crate) const MAIN: &str = r#"
tailprint::assets!();
use askama::Template as _;
use assets::filters;
use axum::{Router, response::Html, routing::get};
use tokio::net::TcpListener;

#[derive(tailprint::Template)]
#[template(path = "index.html")]
struct Index;

async fn index() -> Html<String> {
    Html(Index.render().unwrap())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let app = Router::new().route("/", get(index)).nest_service(assets::MOUNT, assets::service());
    let app = app.layer(tailprint::live_reload());
    let listener = match listenfd::ListenFd::from_env().take_tcp_listener(0).unwrap() {
        Some(listener) => {
            listener.set_nonblocking(true).unwrap();
            TcpListener::from_std(listener).unwrap()
        }
        None => TcpListener::bind("127.0.0.1:0").await.unwrap(),
    };
    axum::serve(listener, app).await.unwrap();
}
"#;

pub(crate) const INDEX: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Site</title>
<link rel="stylesheet" href="{{ "css/tailwind.css"|static }}">
<link rel="stylesheet" href="{{ "css/plain.css"|static }}">
<script src="{{ "js/app.js"|static }}" defer></script>
</head>
<body class="h-[300vh]">
<h1 class="text-red-500">Heading</h1>
<p id="text">paragraph</p>
<input id="field">
<img id="image" src="{{ "img/a.svg"|static }}" alt="">
</body>
</html>
"#;

pub(crate) const SOURCE: &str = "@import \"tailwindcss\";\n";

pub(crate) fn svg(width: u32) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"5\"/>")
}

/// A package in a temporary folder.
///
/// No other test builds as long as this exists, so that deadlines count from when Cargo can begin.
#[derive(Debug)]
pub(crate) struct Site {
    folder: TempDir,
    _turn: File,
}

/// A `dev` that runs.
#[derive(Debug)]
pub(crate) struct Dev {
    pub(crate) child: Child,
    pub(crate) url: String,
    log: PathBuf,
}

impl Site {
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), _turn: nested::turn() }
    }

    /// Has the package made from the versions of this workspace.
    pub(crate) fn lock(&self) {
        self.write("Cargo.lock", fs::read_to_string(nested::root().join("Cargo.lock")).unwrap());
    }

    pub(crate) fn new(name: &str) -> Self {
        let site = Self::empty();
        let manifest =
            MANIFEST.replace("{name}", name).replace("{root}", nested::root().to_str().unwrap());
        site.write("Cargo.toml", manifest);
        site.lock();
        site.write("build.rs", "fn main() {\n    tailprint_build::build();\n}\n");
        site.write("src/main.rs", MAIN);
        site.write("templates/index.html", INDEX);
        site.write("static/css/source.css", SOURCE);
        site.write("static/css/plain.css", "#text { background-image: url(../img/a.svg) }\n");
        site.write("static/img/a.svg", svg(5));
        site.write("static/js/app.js", "window.script = 1\n");
        site
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.folder().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.folder().join(path)).unwrap();
        assert!(text.contains(from), "no {from:?} in {path}");
        self.write(path, text.replace(from, to));
    }

    /// Starts `dev` at a free port and waits until the app answers.
    pub(crate) fn dev(&self, arguments: &[&str]) -> Dev {
        let dev = self.spawn(arguments);
        dev.said("ready in");
        dev
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Dev {
        self.spawn_with(arguments, |_| {})
    }

    /// Starts `dev` in other circumstances.
    pub(crate) fn spawn_with(&self, arguments: &[&str], change: impl Fn(&mut Command)) -> Dev {
        let port = free_port();
        let log = self.log(port);
        let has_port = arguments.iter().any(|it| ["--tailwind-only", "--port"].contains(it));
        let mut all = vec!["dev".to_owned()];
        if !has_port {
            all.extend(["--port".to_owned(), port.to_string()]);
        }
        all.extend(arguments.iter().map(|&it| it.to_owned()));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let mut command = self.command(&all);
        command.stdout(Stdio::null()).stderr(File::create(&log).unwrap());
        change(&mut command);
        Dev { child: command.spawn().unwrap(), url: format!("http://127.0.0.1:{port}"), log }
    }

    /// The file for the messages of a `dev` at this port.
    fn log(&self, port: u16) -> PathBuf {
        self.folder().with_extension(format!("{port}.log"))
    }

    /// `cargo tailprint` in the folder of the package.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
        nested::environment(&mut command);
        command.arg("tailprint").args(arguments).current_dir(self.folder()).stdin(Stdio::null());
        command
    }
}

pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Dev {
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until a text has been said.
    #[track_caller]
    pub(crate) fn said(&self, text: &str) {
        self.said_times(text, 1);
    }

    #[track_caller]
    pub(crate) fn said_times(&self, text: &str, times: usize) {
        let enough = || self.log().matches(text).count() >= times;
        assert!(within(PATIENCE, enough), "never said {text:?} {times} times:\n{}", self.log());
    }

    /// The status of an answer; 0 when there is none.
    pub(crate) fn status(&self) -> u16 {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let answer = ureq::Agent::new_with_config(config).get(&self.url).call();
        answer.map_or(0, |answer| answer.status().as_u16())
    }

    /// Processes that `dev` has started and that have not ended.
    pub(crate) fn children(&self) -> Vec<u32> {
        children(self.child.id())
    }

    pub(crate) fn signal(&self, signal: &str) {
        signal_to(self.child.id(), signal);
    }

    /// Waits for the end.
    #[track_caller]
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            sleep(Duration::from_millis(5));
        }
        panic!("it does not end:\n{}", self.log());
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.signal("TERM");
            let _ = self.child.wait();
        }
        if std::thread::panicking() {
            #[allow(clippy::print_stderr, reason = "a test that failed shows what it knows")]
            {
                eprintln!("{}", self.log());
            }
        }
        let _ = fs::remove_file(&self.log);
    }
}

pub(crate) fn signal_to(process: u32, signal: &str) {
    let _ = Command::new("kill").args([&format!("-{signal}"), &process.to_string()]).status();
}

/// All processes that a process has started, and those that these have.
pub(crate) fn descendants(parent: u32) -> Vec<u32> {
    let own = children(parent);
    own.iter().copied().chain(own.iter().flat_map(|&child| descendants(child))).collect()
}

/// All processes whose parent is this one.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // `1 (name) S 0 …`; the name may have parentheses in it
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        fields.first().is_some_and(|state| *state != "Z")
            && fields.get(1) == Some(&parent.to_string().as_str())
    })
    .collect()
}

pub(crate) fn is_running(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit(')')
        .next()
        .is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}

pub(crate) fn within(patience: Duration, mut done: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    while !done() {
        if started.elapsed() > patience {
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    true
}

impl Tab {
    /// Waits until an expression has a value. A page that is being loaded has none.
    pub(crate) async fn until(&self, expression: &str, wanted: impl Into<Value>) {
        let wanted = wanted.into();
        let started = Instant::now();
        let mut last = Value::Null;
        while started.elapsed() < PATIENCE / 9 {
            last = self.value_or_null(expression).await;
            if last == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{expression} is {last}, not {wanted}");
    }
}
