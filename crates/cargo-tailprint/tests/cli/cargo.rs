//! Packages that are built, and apps that answer.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::nested;
use crate::world::World;

/// `cargo` in a folder of the world, with the versions of this workspace.
pub(crate) fn cargo(world: &World, folder: &str, args: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    environment(&mut command);
    // The apps take axum with its default features, and these need packages that this workspace does not lock.
    command.args(args.split_whitespace()).current_dir(world.file(folder));
    command
}

/// The environment of nested builds, in which Cargo and build scripts may fetch.
pub(crate) fn environment(command: &mut Command) {
    nested::environment(command);
    command.env("CARGO_NET_OFFLINE", "false");
}

pub(crate) fn copy_lock(world: &World, folder: &str) {
    let lock = nested::root().join("Cargo.lock");
    std::fs::copy(lock, world.file(folder).join("Cargo.lock")).unwrap();
}

pub(crate) fn build(world: &World, folder: &str) {
    let _turn = nested::turn();
    let output = cargo(world, folder, "build").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    // These tests do not optimise build scripts, which takes longer than they run.
    let warnings = errors.lines().filter(|line| line.contains("warning"));
    let warnings = warnings.filter(|line| !line.contains("an unoptimised build script took"));
    assert_eq!(warnings.count(), 0, "{errors}");
}

/// A running app; its first line ends with its address.
pub(crate) struct App {
    child: Child,
    address: String,
}

impl App {
    pub(crate) fn start(name: &str, folder: &Path) -> Self {
        let program = nested::target().join("debug").join(name);
        let mut child = Command::new(program)
            .current_dir(folder)
            .env("ADDR", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self { child, address }
    }

    /// Head and body of the answer.
    pub(crate) fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
