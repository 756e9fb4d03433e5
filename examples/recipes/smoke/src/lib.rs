//! Starts an example and asks it over HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A running example, which ends with this value, or another server.
pub struct App {
    child: Option<Child>,
    address: String,
}

impl App {
    /// Starts a program in the folder of its package. `program` is the value of `env!("CARGO_BIN_EXE_…")`.
    ///
    /// # Panics
    /// If it does not say where it listens.
    pub fn start(program: &str, folder: &str) -> Self {
        Self::start_with(program, folder, &[])
    }

    /// The same with more variables in its environment.
    ///
    /// # Panics
    /// If it does not say where it listens.
    pub fn start_with(program: &str, folder: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(program);
        command.envs(environment.iter().copied());
        command.current_dir(folder).env("ADDR", "127.0.0.1:0").stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self { child: Some(child), address }
    }

    /// A server that runs already.
    ///
    /// # Panics
    /// If the URL is none.
    pub fn at(url: &str) -> Self {
        Self { child: None, address: url.rsplit_once("http://").unwrap().1.to_owned() }
    }

    /// Head, in lower case, and body of an answer.
    ///
    /// # Panics
    /// If there is none.
    pub fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }

    /// The body of a page that is there.
    ///
    /// # Panics
    /// If it is not.
    pub fn page(&self, path: &str) -> String {
        let (head, body) = self.get(path);
        assert!(head.starts_with("http/1.1 200 "), "{path}: {head}");
        body
    }

    /// The body of an asset that browsers keep for a year.
    ///
    /// # Panics
    /// If it is another one.
    pub fn kept(&self, path: &str) -> String {
        let (head, body) = self.get(path);
        assert!(
            head.contains("cache-control: public, max-age=31536000, immutable"),
            "{path}: {head}"
        );
        body
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The text between two others, at its first place.
///
/// # Panics
/// If there is none.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}"));
    rest.split(after).next().unwrap_or_default()
}
