//! Four machines behind nginx, each with one of two releases, and a CDN.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::app::Releases;
use crate::nginx::{self, free_port, wait_for};

/// The time between two machines.
const PAUSE: Duration = Duration::from_millis(1_200);

/// The means against broken pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None: each machine has the files of its own release, and any machine answers.
    Nothing,
    /// The files of both releases are in a store behind a CDN.
    Store,
    /// A visitor always comes to the same machine.
    Sticky,
    /// First the files of both releases go to all machines, then the programs.
    TwoSteps,
}

/// A process that is stopped when this goes out of scope.
#[derive(Debug)]
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[derive(Debug)]
pub(crate) struct Fleet {
    pub(crate) url: String,
    kind: Kind,
    machines: Vec<(u16, Option<Running>)>,
    base: Option<String>,
    cdn: Option<Running>,
    _front: Running,
    folder: TempDir,
}

/// Starts an nginx with these parts of `http`.
fn nginx(folder: &Path, http: &str, port: u16) -> Running {
    let here = folder.join(format!("nginx-{port}"));
    fs::create_dir(&here).unwrap();
    let types = "types { text/css css; text/javascript js; image/svg+xml svg; }";
    Running(nginx::spawn(&here, port, &format!("{types}\n{http}")))
}

impl Fleet {
    /// Starts four machines with the first release.
    pub(crate) fn start(releases: &Releases, kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ports = [(); 4].map(|()| free_port());
        let (front, cdn) = (free_port(), free_port());
        let files = folder.path().join("files");
        symlink(releases.files(1), &files).unwrap();
        let servers: String =
            ports.map(|port| format!("server 127.0.0.1:{port} max_fails=0; ")).concat();
        let sticky = if kind == Kind::Sticky {
            "hash $http_x_visitor$cookie_visitor consistent; "
        } else {
            ""
        };
        let own_files = match kind {
            // The first page of a visitor without a cookie comes from any machine.
            Kind::Sticky => "add_header Set-Cookie \"visitor=one; Path=/\";".to_owned(),
            Kind::TwoSteps => format!("location /static/ {{ alias {}/; }}", files.display()),
            _ => String::new(),
        };
        let http = format!(
            "upstream app {{ {sticky}{servers}}}\n\
             server {{ listen 127.0.0.1:{front}; {own_files} location / {{ proxy_pass http://app; }} }}"
        );
        let store = format!(
            "server {{ listen 127.0.0.1:{cdn}; location /static/ {{ alias {}/; \
             add_header Access-Control-Allow-Origin *; }} }}",
            releases.store().display()
        );
        let mut fleet = Self {
            url: format!("http://127.0.0.1:{front}/"),
            kind,
            machines: ports.map(|port| (port, None)).into(),
            base: (kind == Kind::Store).then(|| format!("http://127.0.0.1:{cdn}/static/")),
            cdn: Some(nginx(folder.path(), &store, cdn)),
            _front: nginx(folder.path(), &http, front),
            folder,
        };
        for machine in 0..fleet.machines.len() {
            fleet.replace(machine, releases, 1);
        }
        fleet
    }

    /// Stops a machine where it is, and starts it with a release.
    fn replace(&mut self, machine: usize, releases: &Releases, release: u32) {
        let (port, running) = &mut self.machines[machine];
        drop(running.take());
        let mut command = Command::new(releases.program(release));
        command.env("ADDR", format!("127.0.0.1:{port}")).env_remove("TAILPRINT_BASE");
        if let Some(base) = &self.base {
            command.env("TAILPRINT_BASE", base);
        }
        *running = Some(Running(command.stdin(Stdio::null()).spawn().unwrap()));
        wait_for(*port);
    }

    /// Replaces the release on one machine after the other.
    pub(crate) fn roll_out(&mut self, releases: &Releases, release: u32) {
        sleep(PAUSE);
        if self.kind == Kind::TwoSteps && release == 2 {
            // The export has the files of the first release as well. A rename has no moment without files.
            let new = self.folder.path().join("new");
            symlink(releases.files(2), &new).unwrap();
            fs::rename(&new, self.folder.path().join("files")).unwrap();
        }
        for machine in 0..self.machines.len() {
            self.replace(machine, releases, release);
            sleep(PAUSE);
        }
    }

    pub(crate) fn stop_cdn(&mut self) {
        drop(self.cdn.take());
    }
}
