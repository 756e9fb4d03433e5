//! The other end of the connection that an app with `tailprint::live_reload()` opens.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::Event;

/// Where apps report.
#[derive(Debug)]
pub(super) struct Control {
    addr: SocketAddr,
    token: String,
}

/// An app that listens to us.
#[derive(Debug)]
pub(super) struct Client {
    /// Names the process in its answers.
    pub(super) process: String,
    pub(super) id: u32,
    stream: TcpStream,
}

impl Control {
    /// Opens a port that only this machine can reach, and only those who know the token get past.
    pub(super) fn start(events: Sender<Event>) -> Result<Self, String> {
        let failed = |error| format!("cannot listen on the loopback interface: {error}");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let addr = listener.local_addr().map_err(failed)?;
        // Keys of hash maps are random.
        let half = || RandomState::new().hash_one(addr);
        let token = format!("{:016x}{:016x}", half(), half());
        let expected = token.clone();
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let (expected, events) = (expected.clone(), events.clone());
                thread::spawn(move || {
                    if let Some(client) = Client::meet(stream, &expected) {
                        let _ = events.send(Event::Hello(client));
                    }
                });
            }
        });
        Ok(Self { addr, token })
    }

    /// What `TAILPRINT_DEV` is set to.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.addr, self.token)
    }
}

impl Client {
    fn meet(stream: TcpStream, token: &str) -> Option<Self> {
        let patience = Some(Duration::from_secs(2));
        stream.set_read_timeout(patience).ok()?;
        stream.set_write_timeout(patience).ok()?;
        stream.set_nodelay(true).ok()?;
        let mut line = String::new();
        BufReader::new(&stream).take(256).read_line(&mut line).ok()?;
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let ["hello", said, process, id] = *words else { return None };
        let known = said == token;
        let mut client = Self { process: process.to_owned(), id: id.parse().ok()?, stream };
        (known && client.tell("welcome")).then_some(client)
    }

    /// Sends a line; false when the app has gone.
    pub(super) fn tell(&mut self, line: &str) -> bool {
        self.stream.write_all(format!("{line}\n").as_bytes()).is_ok()
    }
}
